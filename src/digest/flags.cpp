#include "flags.hpp"

#include <algorithm>
#include <cmath>

#include "drivers.hpp"
#include "unusual.hpp"

namespace tagwatch {
namespace {

constexpr double kMillion = 1e6;
/// What drove a count is told by so many of the days that it is compared with, the last ones.
constexpr std::size_t kDaysBeforeMax = 12;
/// Posts whose author dates them further ahead of when they were first seen are not compared.
constexpr Duration kDatedAheadMax = std::chrono::hours(24);

int judged_together(const std::vector<UsualRange>& ranges) {
  return static_cast<int>(std::count_if(ranges.begin(), ranges.end(), [](const UsualRange& range) {
    return range.usual.has_value();
  }));
}

bool shown_by(const PostRecord& record, const std::vector<std::string>& sources) {
  return std::any_of(record.sightings.begin(), record.sightings.end(), [&](const Sighting& seen) {
    return std::find(sources.begin(), sources.end(), seen.source) != sources.end();
  });
}

// The posts of `days` over `sources`, without own and partner accounts.
Result<std::vector<PostRecord>> posts_before(const Reader& reader, const DigestOptions& options,
                                             const Accounts& accounts, const Hashtag& tag,
                                             const std::vector<Day>& days,
                                             const std::vector<std::string>& sources) {
  std::vector<PostRecord> records;
  for (const Day day : days) {
    const Window window = options.zone.window(day);
    PostQuery query;
    query.from = window.from;
    query.to = window.to + kDatedAheadMax;
    query.tag_keys = {tag.key()};
    query.sources = sources;
    const auto visited = reader.visit_posts(query, [&](const PostRecord& record) {
      const bool placed = record.placed >= window.from && record.placed < window.to;
      if (placed && !counted_apart(accounts.role_of(record.post.author.handle))) {
        records.push_back(record);
      }
      return true;
    });
    if (!visited) {
      return visited.error();
    }
  }
  return records;
}

Flag flag_of(const TagCount& count, const UsualRange& range, int judged) {
  const Bounds bounds = bounds_of(range.expected, judged);
  const bool rise = count.unusual == Unusual::rise;
  const std::int64_t counted = count.usual->counted;
  const double probability =
      rise ? or_more(range.expected, counted) : or_fewer(range.expected, counted);
  Flag flag;
  flag.kind = rise ? FlagKind::rise : FlagKind::drop;
  flag.tag = count.tag;
  flag.observed = counted;
  flag.expected = count.usual;
  flag.threshold = rise ? bounds.rise : bounds.drop;
  flag.per_million = static_cast<std::int64_t>(std::ceil(probability * kMillion));
  return flag;
}

}  // namespace

void judge_counts(std::vector<TagCount>& counts, const std::vector<UsualRange>& ranges,
                  bool whole_day) {
  const int judged = judged_together(ranges);
  for (std::size_t at = 0; at < counts.size(); ++at) {
    TagCount& count = counts[at];
    if (!count.usual) {
      continue;
    }
    const Bounds bounds = bounds_of(ranges.at(at).expected, judged);
    const std::int64_t counted = count.usual->counted;
    count.unusual = counted >= bounds.rise                ? Unusual::rise
                    : whole_day && counted <= bounds.drop ? Unusual::drop
                                                          : Unusual::none;
  }
}

Result<std::vector<Flag>> count_flags(const Reader& reader, const DigestOptions& options,
                                      const Accounts& accounts, const std::vector<TagCount>& counts,
                                      const std::vector<UsualRange>& ranges,
                                      const DayPosts& posts) {
  std::vector<Flag> flags;
  for (std::size_t at = 0; at < counts.size(); ++at) {
    const TagCount& count = counts[at];
    if (count.unusual == Unusual::none) {
      continue;
    }
    const UsualRange& range = ranges.at(at);
    const Hashtag& tag = options.tags.at(at);
    const auto skipped = static_cast<std::ptrdiff_t>(range.days.size() -
                                                     std::min(range.days.size(), kDaysBeforeMax));
    const std::vector<Day> days(range.days.begin() + skipped, range.days.end());
    auto before = posts_before(reader, options, accounts, tag, days, range.sources);
    if (!before) {
      return before.error();
    }
    Compared compared;
    compared.before = std::move(*before);
    compared.clusters = posts.clusters;
    compared.days = static_cast<std::int64_t>(days.size());
    for (const PostFact* fact : posts.posts) {
      if (fact->matches(tag) && !fact->apart() && shown_by(fact->record, range.sources)) {
        compared.observed.push_back(&fact->record);
      }
    }
    Flag flag = flag_of(count, range, judged_together(ranges));
    flag.drivers = drivers_of(compared, count.unusual, posts.day, options.zone);
    flags.push_back(std::move(flag));
  }
  return flags;
}

std::vector<Flag> same_text_flags(const std::vector<Cluster>& clusters) {
  std::vector<Flag> flags;
  for (const Cluster& cluster : clusters) {
    Flag flag;
    flag.kind = FlagKind::same_text;
    flag.uri = cluster.uris.front();
    flag.observed = static_cast<std::int64_t>(cluster.uris.size());
    flags.push_back(std::move(flag));
  }
  return flags;
}

std::vector<Flag> blind_flags(const CoverageReport& coverage) {
  std::vector<Flag> flags;
  for (const CoverageRow& row : coverage.rows) {
    const auto same = [&](const Flag& flag) { return flag.source == row.source; };
    const bool blind =
        std::all_of(coverage.rows.begin(), coverage.rows.end(), [&](const CoverageRow& other) {
          return other.source != row.source || other.word == CoverageWord::blind;
        });
    if (row.required && blind && std::none_of(flags.begin(), flags.end(), same)) {
      Flag flag;
      flag.kind = FlagKind::blind_source;
      flag.source = row.source;
      flags.push_back(std::move(flag));
    }
  }
  return flags;
}

}  // namespace tagwatch
