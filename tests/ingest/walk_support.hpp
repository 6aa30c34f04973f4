// What the tests of the walk share.
#pragma once

#include "tagwatch/ingest/walk.hpp"

namespace tagwatch {

inline const Instant kStart = parse_rfc3339("2026-11-23T12:00:00Z").value();
inline const Hashtag kTag("TMSSW");

inline WalkRules rules_of(int pages_max) {
  WalkRules rules;
  rules.pages_max = pages_max;
  rules.first_lookback = std::chrono::hours(24);
  return rules;
}

}  // namespace tagwatch
