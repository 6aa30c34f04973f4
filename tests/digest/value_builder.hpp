// Values of a Monday in New York, for tests of what is said of them.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "facts_builder.hpp"

namespace tagwatch::build {

inline const Window kDay{at("2026-11-23T05:00:00Z"), at("2026-11-24T05:00:00Z")};
inline const std::string kNotWatched = "Not watched: X, Facebook.";

inline Instant local(int hour, int minute = 0) {
  return kDay.from + std::chrono::hours(hour) + std::chrono::minutes(minute);
}

inline TagCount tag(std::string spelled, std::int64_t posts,
                    std::optional<Usual> usual = std::nullopt) {
  TagCount count;
  count.tag = std::move(spelled);
  count.posts = posts;
  count.usual = usual;
  count.usual_reason = usual ? "" : "cannot tell yet (3 of 7)";
  return count;
}

inline Usual usual(std::int64_t low, std::int64_t high, std::int64_t counted) {
  return {low, high, 12, counted};
}

inline CoverageRow row(std::string source, std::string of_tag,
                       CoverageWord word = CoverageWord::complete) {
  CoverageRow row;
  row.source = std::move(source);
  row.tag = std::move(of_tag);
  row.network = row.source;
  row.word = word;
  row.health = "ok";
  return row;
}

// A Monday on which `sources` servers were asked for both tags.
inline DigestValue monday(std::vector<TagCount> tags, int sources = 14) {
  DigestValue value;
  value.date = day("2026-11-23");
  value.timezone = "America/New_York";
  value.window = kDay;
  value.issued = true;
  value.generated_at = kDay.to + std::chrono::hours(6);
  value.programme_known = true;
  value.tags = std::move(tags);
  value.coverage.word = CoverageWord::complete;
  value.coverage.not_watched = {"X", "Facebook"};
  for (int at_source = 1; at_source <= sources; ++at_source) {
    for (const TagCount& count : value.tags) {
      value.coverage.rows.push_back(row("s" + std::to_string(at_source), count.tag));
      value.coverage.rows.back().zero = count.posts == 0 ? Zero::verified : Zero::none;
    }
  }
  return value;
}

}  // namespace tagwatch::build
