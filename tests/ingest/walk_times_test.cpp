// Walks over servers whose order is that of times, and which are asked for what is older than one.
#include <gtest/gtest.h>

#include <random>

#include "walk_world.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using namespace test;

// A search in order of time, the newest first. Pages end anywhere among items of the same time, and
// the last one has no cursor.
class Search {
 public:
  explicit Search(std::size_t page_size, bool dated = false)
      : page_size_(page_size), dated_(dated) {}

  void post(Instant at) {
    const Bound item("at://" + std::to_string(items_.size()), at);
    const auto place = std::find_if(items_.begin(), items_.end(),
                                    [&](const Bound& other) { return *other.at > at; });
    items_.insert(place, item);
  }

  [[nodiscard]] Page newest() const { return page(items_.size()); }
  // What is older than one millisecond above the bound.
  [[nodiscard]] Page below(const Bound& bound) const {
    std::size_t end = items_.size();
    while (end > 0 && *items_[end - 1].at > *bound.at) {
      --end;
    }
    return page(end);
  }
  [[nodiscard]] const std::vector<Bound>& items() const { return items_; }  // oldest first

 private:
  [[nodiscard]] Page page(std::size_t end) const {
    Page result;
    const std::size_t begin = end - std::min(end, page_size_);
    for (std::size_t at = end; at > begin; --at) {
      Post post;
      post.native_id = items_[at - 1].id;
      if (dated_) {
        post.created_at = items_[at - 1].at;
      }
      result.posts.push_back(post);
    }
    result.items = static_cast<int>(result.posts.size());
    if (result.items > 0) {
      result.newest = items_[end - 1];
      result.oldest = items_[begin];
    }
    result.more = begin > 0;
    return result;
  }

  std::vector<Bound> items_;
  std::size_t page_size_;
  bool dated_;  // posts say when they were written
};

WalkRules by_time(int pages_max) {
  WalkRules rules = rules_of(pages_max);
  rules.order = Order::times;
  return rules;
}

TEST(WalkByTime, ReadsBackToTheLookbackAndClaimsIt) {
  Search search(4);
  for (int hour = 40; hour > 0; --hour) {
    search.post(kStart - std::chrono::hours(hour));
  }
  Durable durable;
  run_pass(search, durable, by_time(50), kStart);
  EXPECT_TRUE(durable.state.holes.empty());
  EXPECT_EQ(durable.state.top, search.items().back());
  const Window lookback{kStart - 24h, kStart};
  EXPECT_EQ(coverage_of(lookback, lookback.from, durable.spans).word, CoverageWord::complete);
  EXPECT_LT(durable.posts.size(), 40U) << "what is older was not asked for";
}

TEST(WalkByTime, TheLastPageEndsAWalk) {
  Search search(10);
  search.post(kStart - 1h);
  search.post(kStart - 1h);
  Durable durable;
  run_pass(search, durable, by_time(1), kStart);
  EXPECT_TRUE(durable.state.holes.empty());
  EXPECT_EQ(durable.state.covered_to, kStart);
}

// The page above a bound may end among items of one time: they are asked for again.
TEST(WalkByTime, ItemsOfOneTimeAcrossTwoPagesAreAllRead) {
  Search search(4);
  search.post(kStart - 3h);
  for (int count = 0; count < 3; ++count) {
    search.post(kStart - 2h);
  }
  for (int count = 0; count < 3; ++count) {
    search.post(kStart - 1h);
  }
  Durable durable;
  run_pass(search, durable, by_time(50), kStart);
  EXPECT_EQ(durable.posts.size(), 7U);
  EXPECT_EQ(coverage_of({kStart - 24h, kStart}, kStart - 24h, durable.spans).word,
            CoverageWord::complete);
}

TEST(WalkByTime, WhatAPageCutsOffIsNotClaimed) {
  Search search(2);
  for (int count = 0; count < 3; ++count) {
    search.post(kStart - 1h);
  }
  Durable durable;
  run_pass(search, durable, by_time(50), kStart, 1);
  EXPECT_EQ(durable.posts.size(), 2U);
  ASSERT_EQ(durable.spans.size(), 1U);
  EXPECT_EQ(durable.spans[0].window, (Window{kStart - 1h + 1ms, kStart}));
}

// A full page of one single time cannot be passed: the walk steps over it and says so.
TEST(WalkByTime, AFullPageOfOneTimeIsAGapAndTheWalkGoesOnBelow) {
  Search search(4);
  const Instant crowded = kStart - 2h;
  search.post(kStart - 3h);
  for (int count = 0; count < 9; ++count) {
    search.post(crowded);
  }
  search.post(kStart - 1h);
  Durable durable;
  run_pass(search, durable, by_time(50), kStart);
  EXPECT_TRUE(durable.state.holes.empty());
  EXPECT_TRUE(durable.posts.contains(search.items().front().id));
  const Coverage coverage = coverage_of({kStart - 24h, kStart}, kStart - 24h, durable.spans);
  EXPECT_EQ(coverage.word, CoverageWord::partial);
  ASSERT_EQ(coverage.gaps.size(), 1U);
  EXPECT_EQ(coverage.gaps[0].window, (Window{crowded, crowded + 1ms}));
  EXPECT_EQ(coverage.gaps[0].reason, GapReason::page_limit);
  expect_no_false_claim(search, durable);
}

// Where a page ends is told by its last few posts; that all above the crowd was read is known.
TEST(WalkByTime, WhatWasReadAboveAFullPageOfOneTimeIsNoGap) {
  Search search(4, true);
  const Instant crowded = kStart - 2h;
  search.post(kStart - 3h);
  for (int count = 0; count < 9; ++count) {
    search.post(crowded);
  }
  for (const auto ago : {60min, 50min, 40min}) {
    search.post(kStart - ago);
  }
  Durable durable;
  run_pass(search, durable, by_time(50), kStart);
  const Coverage coverage = coverage_of({kStart - 24h, kStart}, kStart - 24h, durable.spans);
  ASSERT_EQ(coverage.gaps.size(), 1U);
  EXPECT_EQ(coverage.gaps[0].window, (Window{crowded, crowded + 1ms}));
  expect_no_false_claim(search, durable);
}

// The newest page always shows the top again; that all below it is in order is seen one page on.
TEST(WalkByTime, IsDoneOnlyWhenAWholePageIsOlder) {
  Search search(3);
  for (int hour = 20; hour > 0; --hour) {
    search.post(kStart - std::chrono::hours(hour));
  }
  Durable durable;
  run_pass(search, durable, by_time(50), kStart);
  search.post(kStart + 1min);
  run_pass(search, durable, by_time(1), kStart + 5min);
  ASSERT_EQ(durable.state.holes.size(), 1U);
  EXPECT_EQ(durable.state.covered_to, kStart + 5min);
  EXPECT_EQ(coverage_of({kStart, kStart + 5min}, kStart - 24h, durable.spans).word,
            CoverageWord::complete);
  run_pass(search, durable, by_time(50), kStart + 10min);
  EXPECT_TRUE(durable.state.holes.empty());
}

// A server that gives the newest page and nothing older, for weeks.
TEST(WalkByTime, ChecksThatNeverSucceedDoNotPileUp) {
  Search search(3);
  for (int hour = 20; hour > 0; --hour) {
    search.post(kStart - std::chrono::hours(hour));
  }
  Durable durable;
  run_pass(search, durable, by_time(50), kStart);
  const Bound first_low = durable.state.top;
  for (int pass = 1; pass <= 100; ++pass) {
    const Instant now = kStart + std::chrono::minutes(5 * pass);
    search.post(now - 1min);
    run_pass(search, durable, by_time(1), now);
  }
  ASSERT_EQ(durable.state.holes.size(), 1U);
  EXPECT_EQ(durable.state.holes[0].low, first_low);
  EXPECT_EQ(durable.state.holes[0].high, search.newest().oldest);
}

TEST(WalkByTime, APageThatLeadsNowhereIsAGap) {
  Search search(2);
  for (int hour = 9; hour > 0; --hour) {
    search.post(kStart - std::chrono::hours(hour));
  }
  Page hidden;  // none of its posts is shown to everybody, and there are more
  hidden.more = true;
  Walk walk(TimelineState(), by_time(50), Hashtag("TMSSW"), kStart);
  walk.take(search.newest(), kStart, kStart);
  walk.take(hidden, kStart, kStart);
  EXPECT_FALSE(walk.next(true));
  auto spans = walk.take_spans();
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(spans[0].window, (Window{kStart - 2h + 1ms, kStart}));
  EXPECT_EQ(spans[1].window, (Window{kStart - 24h, kStart - 2h + 1ms}));
  EXPECT_EQ(spans[1].reason, GapReason::page_limit);

  Walk newest(walk.state(), by_time(50), Hashtag("TMSSW"), kStart + 1h);
  Page unreadable;
  unreadable.more = true;
  unreadable.items = unreadable.skipped = 2;
  newest.take(unreadable, kStart + 1h, kStart + 1h);
  spans = newest.take_spans();
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_EQ(spans[0].window, (Window{kStart, kStart + 1h}));
  EXPECT_EQ(spans[0].reason, GapReason::refused);
  EXPECT_TRUE(newest.refused());
  EXPECT_EQ(newest.state().covered_to, kStart);
}

TEST(WalkByTime, AnAnswerThatBeginsWithNothingStartsNothing) {
  TimelineState state;
  state.since = kStart - 1h;
  Page hidden;
  hidden.more = true;
  Walk walk(state, by_time(50), Hashtag("TMSSW"), kStart);
  walk.take(hidden, kStart, kStart);
  EXPECT_FALSE(walk.state().started);
  const auto spans = walk.take_spans();
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(spans[0].window, (Window{kStart - 1h, kStart}));
  EXPECT_EQ(spans[0].reason, GapReason::refused);
  EXPECT_EQ(spans[1].window, (Window{kStart - 25h, kStart - 1h}));
}

// A post that was indexed late stands where it was written; a sweep comes by there, also where a
// full page of one time stands in its way.
TEST(WalkByTime, ASweepPassesAFullPageOfOneTimeAndFindsWhatCameLate) {
  Search search(3);
  for (int hour = 20; hour > 0; --hour) {
    search.post(kStart - std::chrono::hours(hour));
  }
  for (int count = 0; count < 5; ++count) {
    search.post(kStart - 2h);
  }
  Durable durable;
  run_pass(search, durable, by_time(50), kStart);
  search.post(kStart - 5h);
  const Instant now = kStart + 15min;
  Walk walk(durable.state, by_time(20), Hashtag("TMSSW"), now, {{SweepDue{6h, now}}, {}});
  std::set<std::string> seen;
  while (const auto task = walk.next(true)) {
    const Page page = std::holds_alternative<Newest>(*task)
                          ? search.newest()
                          : search.below(std::get<Below>(*task).bound);
    walk.take(page, now, now);
    for (const Post& post : page.posts) {
      seen.insert(post.native_id);
    }
  }
  EXPECT_TRUE(seen.contains("at://25"));
  ASSERT_EQ(walk.state().sweeps.size(), 1U);
  EXPECT_FALSE(walk.state().sweeps[0].under_way());
}

// A server's clock that is ahead must not hide what is posted until ours is there.
TEST(WalkByTime, ATopInTheFutureHidesNothing) {
  Search search(2);
  search.post(kStart - 1h);
  search.post(kStart + 2h);
  Durable durable;
  run_pass(search, durable, by_time(50), kStart);
  for (int minute = 1; minute <= 5; ++minute) {
    search.post(kStart + std::chrono::minutes(minute));
  }
  run_pass(search, durable, by_time(50), kStart + 10min);
  EXPECT_EQ(durable.posts.size(), 7U);
}

TEST(WalkByTime, RandomArrivalsTiesAndKillsLoseNothingAndClaimNothing) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    std::mt19937 random(seed);
    Search search(1 + random() % 5);
    Durable durable;
    Instant now = kStart;
    Instant last_item = kStart - 30h;
    for (int pass = 0; pass < 12; ++pass) {
      const int arrivals = static_cast<int>(random() % 12);
      for (int count = 0; count < arrivals; ++count) {
        // One in two has the time of the one before it.
        last_item += random() % 2 == 0 ? 0s : std::chrono::seconds(1 + random() % 600);
        if (last_item < now) {
          search.post(last_item);
        }
      }
      last_item = std::max(last_item, now);
      run_pass(search, durable, by_time(static_cast<int>(1 + random() % 4)), now,
               static_cast<int>(random() % 6));
      expect_no_false_claim(search, durable);
      now += std::chrono::minutes(1 + random() % 60);
    }
    for (int pass = 0; pass < 3; ++pass) {
      run_pass(search, durable, by_time(1000), now);
    }
    EXPECT_TRUE(durable.state.holes.empty()) << "seed " << seed;
    const Coverage coverage =
        coverage_of({kStart - 24h, now}, durable.state.lookback_from, durable.spans);
    for (const Bound& item : search.items()) {
      const bool declared =
          std::any_of(coverage.gaps.begin(), coverage.gaps.end(), [&](const Gap& gap) {
            return !gap.refilled_at && gap.window.from <= *item.at && *item.at < gap.window.to;
          });
      EXPECT_TRUE(*item.at < durable.state.lookback_from || durable.posts.contains(item.id) ||
                  declared)
          << "seed " << seed << " lost " << format_rfc3339(*item.at);
    }
  }
}

}  // namespace
}  // namespace tagwatch
