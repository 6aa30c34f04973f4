#include "coverage_rows.hpp"

#include <algorithm>

namespace tagwatch {
namespace {

std::int64_t sightings_of(const WatchedTimeline& timeline, const PostFacts& posts) {
  const auto showed = [&](const PostFact* fact) {
    const auto& sightings = fact->record.sightings;
    return fact->matches(timeline.tag) &&
           std::any_of(sightings.begin(), sightings.end(), [&](const Sighting& sighting) {
             return sighting.source == timeline.source.name;
           });
  };
  return std::count_if(posts.begin(), posts.end(), showed);
}

Result<CoverageRow> coverage_row(const Reader& reader, const WatchedTimeline& timeline,
                                 const PostFacts& posts, const Judged& judged) {
  const DigestSource& source = timeline.source;
  const auto polls = reader.polls(timeline_of(source, timeline.tag), judged.window);
  if (!polls) {
    return polls.error();
  }
  Coverage coverage = coverage_in(timeline, judged);
  CoverageRow row;
  row.source = source.name;
  row.tag = timeline.tag.spelled();
  row.network = source.network;
  row.required = source.required;
  row.ordered = source.ordered;
  row.limited = limited(timeline);
  row.word = coverage.word;
  row.health = health_of(timeline.state, judged.now);
  row.covered_seconds = coverage.covered.count();
  row.gaps = std::move(coverage.gaps);
  row.polls = polls->polls;
  row.failures = polls->failures;
  row.posts = sightings_of(timeline, posts);
  row.zero = zero_of(timeline.state, row.word, row.posts);
  return row;
}

}  // namespace

Result<CoverageReport> coverage_report(const Reader& reader,
                                       const std::vector<WatchedTimeline>& watch,
                                       const PostFacts& posts, const Judged& judged) {
  CoverageReport report;
  report.word = word_of(watch, judged);
  for (const WatchedTimeline& timeline : watch) {
    auto row = coverage_row(reader, timeline, posts, judged);
    if (!row) {
      return row.error();
    }
    report.rows.push_back(std::move(*row));
  }
  return report;
}

}  // namespace tagwatch
