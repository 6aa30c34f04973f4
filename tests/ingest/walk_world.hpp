// What a store would hold of a timeline that is walked, without the store.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tagwatch/ingest/walk.hpp"

namespace tagwatch::test {

inline const Instant kStart = parse_rfc3339("2026-11-23T12:00:00Z").value();
inline const Hashtag kTag("TMSSW");

/// What is durable after each commit.
struct Durable {
  TimelineState state;
  std::vector<CoverageSpan> spans;
  std::set<std::string> posts;
};

/// Runs a pass and stops it after `commits_max` commits, as a kill would. A server has `newest()`,
/// `below(bound)` and `items()`.
template <class Server>
void run_pass(const Server& server, Durable& durable, const WalkRules& rules, Instant now,
              int commits_max = 1'000'000) {
  Walk walk(durable.state, rules, kTag, now);
  for (int commits = 0; commits < commits_max; ++commits) {
    const auto task = walk.next(true);
    if (!task) {
      return;
    }
    const Page page = std::holds_alternative<Newest>(*task)
                          ? server.newest()
                          : server.below(std::get<Below>(*task).bound);
    walk.take(page, now, now);
    if (!walk.next(true)) {
      walk.stop(GapReason::page_limit);
    }
    for (const Post& post : page.posts) {
      durable.posts.insert(post.native_id);
    }
    for (CoverageSpan& span : walk.take_spans()) {
      span.recorded_at = now;
      durable.spans.push_back(span);
    }
    durable.state = walk.state();
  }
}

/// True when a pass said that it saw the server at that moment.
inline bool claims(const Durable& durable, Instant at) {
  return std::any_of(durable.spans.begin(), durable.spans.end(), [at](const CoverageSpan& span) {
    return !span.reason && span.window.from < at && at < span.window.to;
  });
}

/// No covered moment may hold an item that is not stored.
template <class Server>
void expect_no_false_claim(const Server& server, const Durable& durable) {
  for (const Bound& item : server.items()) {
    EXPECT_TRUE(!claims(durable, *item.at) || durable.posts.contains(item.id))
        << format_rfc3339(*item.at);
  }
}

inline WalkRules rules_of(int pages_max) {
  WalkRules rules;
  rules.pages_max = pages_max;
  rules.first_lookback = std::chrono::hours(24);
  return rules;
}

}  // namespace tagwatch::test
