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

/// What a server makes of a request for the page directly above an id.
enum class MinId { right, newest_above, ignored, nothing };

/// A server that keeps items by id, as Mastodon does: one id a second, longer is newer.
class IdServer {
 public:
  explicit IdServer(std::size_t page_size, MinId min_id = MinId::right)
      : page_size_(page_size), min_id_(min_id) {}

  void post(Instant at) {
    items_.push_back(Bound(std::to_string(to_ms(at) / 1000 + 1'000'000'000'000), at));
  }

  [[nodiscard]] Page newest() const { return page(0, items_.size()); }
  [[nodiscard]] Page below(const Bound& bound) const { return page(0, place_of(bound, true)); }
  [[nodiscard]] Page above(const Bound& bound) const {
    ++asked_above;
    const std::size_t begin = place_of(bound, false);
    switch (min_id_) {
      case MinId::right:
        return page(begin, std::min(items_.size(), begin + page_size_));
      case MinId::newest_above:
        return page(begin, items_.size());
      case MinId::ignored:
        return newest();
      default:
        return {};
    }
  }
  [[nodiscard]] const std::vector<Bound>& items() const { return items_; }
  mutable int asked_above = 0;

 private:
  // The first item above the bound, or at it.
  [[nodiscard]] std::size_t place_of(const Bound& bound, bool or_at) const {
    std::size_t place = items_.size();
    while (place > 0 && id_at_or_below(bound.id, items_[place - 1].id) &&
           (or_at || items_[place - 1].id != bound.id)) {
      --place;
    }
    return place;
  }

  [[nodiscard]] Page page(std::size_t from, std::size_t end) const {
    Page result;
    const std::size_t begin = std::max(from, end - std::min(end, page_size_));
    for (std::size_t at = end; at > begin; --at) {
      Post post;
      post.native_id = items_[at - 1].id;
      post.created_at = items_[at - 1].at;
      result.posts.push_back(post);
    }
    result.items = static_cast<int>(result.posts.size());
    if (result.items > 0) {
      result.newest = items_[end - 1];
      result.oldest = items_[begin];
      result.more = true;
    }
    return result;
  }

  std::vector<Bound> items_;
  std::size_t page_size_;
  MinId min_id_;
};

/// What `server` answers to `task`. A server has `newest()`, `below(bound)` and `items()`, and
/// `above(bound)` where its rules ask for that.
template <class Server>
Page answer_of(const Server& server, const Task& task) {
  if constexpr (requires { server.above(Bound()); }) {
    if (const auto* above = std::get_if<Above>(&task)) {
      return server.above(above->bound);
    }
  }
  return std::holds_alternative<Newest>(task) ? server.newest()
                                              : server.below(std::get<Below>(task).bound);
}

/// Runs a pass and stops it after `commits_max` commits, as a kill would.
template <class Server>
void run_pass(const Server& server, Durable& durable, const WalkRules& rules, Instant now,
              int commits_max = 1'000'000, const WalkExtras& extras = {}) {
  Walk walk(durable.state, rules, kTag, now, extras);
  for (int commits = 0; commits < commits_max; ++commits) {
    const auto task = walk.next(true);
    if (!task) {
      return;
    }
    const Page page = answer_of(server, *task);
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
