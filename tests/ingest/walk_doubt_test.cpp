// What a walk must not believe: empty pages, strange ids, dates that do not fit.
#include <gtest/gtest.h>

#include <utility>

#include "walk_world.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using namespace test;

// A server of Mastodon's order with the posts that a test needs.
Page page_of(const std::vector<std::pair<std::string, Instant>>& items) {
  Page page;
  for (const auto& [id, created] : items) {
    Post post;
    post.native_id = id;
    post.created_at = created;
    page.posts.push_back(post);
  }
  page.items = static_cast<int>(items.size());
  page.more = page.items > 0;
  if (page.more) {
    page.newest = Bound(items.front().first, items.front().second);
    page.oldest = Bound(items.back().first, items.back().second);
  }
  return page;
}

// The state after a pass that saw items 10 to 12 and everything before.
TimelineState seen_up_to_12() {
  Walk walk(TimelineState(), rules_of(50), kTag, kStart);
  walk.take(page_of({{"12", kStart - 1h}, {"11", kStart - 2h}, {"10", kStart - 3h}}), kStart,
            kStart);
  while (walk.next(true)) {
    walk.take(page_of({}), kStart, kStart);
  }
  return walk.state();
}

TEST(Walk, AnEmptyPageBelowAFullOneClosesNoHole) {
  Walk walk(seen_up_to_12(), rules_of(50), kTag, kStart + 1h);
  walk.take(page_of({{"32", kStart + 50min}, {"31", kStart + 40min}, {"30", kStart + 30min}}),
            kStart + 1h, kStart + 1h);
  ASSERT_TRUE(walk.next(true));
  walk.take(page_of({}), kStart + 1h, kStart + 1h);
  ASSERT_TRUE(walk.refused());
  ASSERT_EQ(walk.state().holes.size(), 1U);
  EXPECT_EQ(walk.state().holes[0].low.id, "12");
  EXPECT_EQ(walk.take_spans().back().reason, GapReason::refused);
}

TEST(Walk, AServerThatSaysThatItIsOpenIsBelievedOnlyWhereWhatItLeavesOutIsGone) {
  TimelineState state = seen_up_to_12();
  state.access = AccessInfo{true, true, true, "4.6.0"};
  for (const bool gone : {false, true}) {
    Walk walk(state, rules_of(50), kTag, kStart + 1h);
    walk.take(page_of({{"32", kStart + 50min}, {"31", kStart + 40min}, {"30", kStart + 30min}}),
              kStart + 1h, kStart + 1h);
    ASSERT_TRUE(walk.next(true));
    EXPECT_EQ(walk.left_out(page_of({})), "12");
    if (gone) {
      walk.note_gone();
    }
    walk.take(page_of({}), kStart + 1h, kStart + 1h);
    EXPECT_EQ(walk.refused().has_value(), !gone);
    EXPECT_EQ(walk.state().holes.empty(), gone);
  }
}

TEST(Walk, BelowAShortPageWhatWasSeenMayHaveBeenDeleted) {
  Walk walk(seen_up_to_12(), rules_of(50), kTag, kStart + 1h);
  walk.take(page_of({{"30", kStart + 30min}}), kStart + 1h, kStart + 1h);
  ASSERT_TRUE(walk.next(true));
  walk.take(page_of({}), kStart + 1h, kStart + 1h);
  EXPECT_FALSE(walk.refused());
  EXPECT_TRUE(walk.state().holes.empty());
}

TEST(Walk, AnOldDateOnTheLastItemOfAPageClaimsNothing) {
  Walk walk(seen_up_to_12(), rules_of(1), kTag, kStart + 1h);
  walk.take(page_of({{"34", kStart + 55min},
                     {"33", kStart + 50min},
                     {"32", kStart + 45min},
                     {"31", kStart - 24h * 400}}),
            kStart + 1h, kStart + 1h);
  ASSERT_EQ(walk.state().holes.size(), 1U);
  EXPECT_EQ(walk.state().holes[0].missing, (Window{kStart, kStart + 50min}));
}

TEST(Walk, AnOldDateOnTheFirstItemOfAPageEndsNoLookback) {
  Walk walk(TimelineState(), rules_of(50), kTag, kStart);
  walk.take(page_of({{"34", kStart - 24h * 400}, {"33", kStart - 1h}, {"32", kStart - 2h}}), kStart,
            kStart);
  ASSERT_EQ(walk.state().holes.size(), 1U);
  EXPECT_TRUE(walk.next(true));
}

TEST(Walk, AnIdOfAnotherLengthHidesNoHole) {
  TimelineState state = seen_up_to_12();
  Walk odd(state, rules_of(50), kTag, kStart + 1h);
  odd.take(page_of({{"999999999999999999999999999999", kStart + 1min}, {"12", kStart - 1h}}),
           kStart + 1h, kStart + 1h);
  EXPECT_TRUE(odd.state().holes.empty());
  state = odd.state();
  for (int step = 1; step <= 3; ++step) {
    const Instant now = kStart + 1h + std::chrono::hours(step);
    Walk walk(state, rules_of(1), kTag, now);
    walk.take(page_of({{std::to_string(10 + step * 20 + 2), now - 5min},
                       {std::to_string(10 + step * 20 + 1), now - 6min}}),
              now, now);
    EXPECT_EQ(walk.state().holes.size(), static_cast<std::size_t>(step));
    state = walk.state();
  }
  EXPECT_EQ(state.top.id, "72");
}

TEST(Walk, OneOldItemAmongNewOnesIsNoSignThatThePageReachesBack) {
  Walk walk(seen_up_to_12(), rules_of(50), kTag, kStart + 1h);
  walk.take(page_of({{"34", kStart + 55min}, {"33", kStart + 50min}, {"11", kStart - 2h}}),
            kStart + 1h, kStart + 1h);
  EXPECT_EQ(walk.state().holes.size(), 1U);
}

TEST(Walk, TimeThatAClockClaimedAheadIsNotCovered) {
  TimelineState state = seen_up_to_12();
  Walk ahead(state, rules_of(50), kTag, kStart + 24h * 365);
  ahead.take(page_of({{"13", kStart}, {"12", kStart - 1h}}), kStart + 24h * 365,
             kStart + 24h * 365);
  Walk walk(ahead.state(), rules_of(50), kTag, kStart + 1h);
  walk.take(page_of({{"14", kStart + 30min}, {"13", kStart}, {"12", kStart - 1h}}), kStart + 2h,
            kStart + 2h);
  EXPECT_EQ(walk.state().covered_to, kStart + 2h);
}

// A page of posts that say that they are years old, filed by the server a moment ago.
Page old_posts_filed(Instant newest, Instant oldest) {
  const Instant old = kStart - 24h * 2000;
  Page page = page_of({{"33", old + 4h}, {"32", old + 3h}, {"31", old + 2h}, {"30", old}});
  page.newest_filed = newest;
  page.oldest_filed = oldest;
  return page;
}

TEST(Walk, PostsThatSayThatTheyAreOldDoNotEndTheFirstPass) {
  Walk walk(TimelineState(), rules_of(50), kTag, kStart);
  walk.take(old_posts_filed(kStart - 1h, kStart - 2h), kStart, kStart);
  const auto task = walk.next(true);
  ASSERT_TRUE(task && std::holds_alternative<Below>(*task));
  EXPECT_EQ(walk.state().holes.front().missing.to, kStart - 2h);
  Walk really_old(TimelineState(), rules_of(50), kTag, kStart);
  really_old.take(old_posts_filed(kStart - 24h * 2000, kStart - 24h * 2000), kStart, kStart);
  EXPECT_FALSE(really_old.next(true));
}

TEST(Walk, PostsThatSayThatTheyAreOldMakeNoHoleSmaller) {
  Walk walk(seen_up_to_12(), rules_of(50), kTag, kStart + 5h);
  walk.take(old_posts_filed(kStart + 4h, kStart + 3h), kStart + 5h, kStart + 5h);
  ASSERT_TRUE(walk.next(true));
  walk.failed(Error{Errc::timeout, "host"}, kStart + 5h);
  ASSERT_EQ(walk.state().holes.size(), 1U);
  EXPECT_EQ(walk.state().holes[0].missing, (Window{kStart, kStart + 3h}));
}

}  // namespace
}  // namespace tagwatch
