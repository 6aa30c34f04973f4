#include <gtest/gtest.h>

#include <random>

#include "walk_world.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using namespace test;

TEST(Walk, FirstPassReadsBackToTheLookback) {
  IdServer server(4);
  for (int hour = 40; hour > 0; --hour) {
    server.post(kStart - std::chrono::hours(hour));
  }
  Durable durable;
  run_pass(server, durable, rules_of(50), kStart);
  EXPECT_TRUE(durable.state.holes.empty());
  EXPECT_EQ(durable.state.edge, server.items().back());
  EXPECT_GE(durable.posts.size(), 24U);
  const Coverage coverage =
      coverage_of({kStart - 24h, kStart}, durable.state.lookback_from, durable.spans);
  EXPECT_EQ(coverage.word, CoverageWord::complete);
}

TEST(Walk, APassThatReachesTheTopOpensNothing) {
  IdServer server(4);
  server.post(kStart - 1h);
  Durable durable;
  run_pass(server, durable, rules_of(50), kStart);
  server.post(kStart + 1min);
  server.post(kStart + 2min);
  run_pass(server, durable, rules_of(1), kStart + 5min);
  EXPECT_TRUE(durable.state.holes.empty());
  EXPECT_EQ(durable.posts.size(), 3U);
  EXPECT_EQ(durable.state.covered_to, kStart + 5min);
}

TEST(Walk, APageLimitLeavesAHoleThatTheNextPassGoesOnWith) {
  IdServer server(2);
  server.post(kStart - 1h);
  Durable durable;
  run_pass(server, durable, rules_of(50), kStart);
  for (int minute = 1; minute <= 20; ++minute) {
    server.post(kStart + std::chrono::minutes(minute));
  }
  run_pass(server, durable, rules_of(3), kStart + 30min);
  ASSERT_EQ(durable.state.holes.size(), 1U);
  EXPECT_FALSE(durable.state.holes[0].lookback);
  EXPECT_EQ(durable.state.edge, server.items().front()) << "all above the hole is not yet read";
  const Window window{kStart, kStart + 30min};
  const Coverage before = coverage_of(window, kStart - 24h, durable.spans);
  EXPECT_EQ(before.word, CoverageWord::partial);
  ASSERT_EQ(before.gaps.size(), 1U);
  EXPECT_EQ(before.gaps[0].reason, GapReason::page_limit);

  for (int pass = 0; pass < 6; ++pass) {
    run_pass(server, durable, rules_of(3), kStart + 31min);
  }
  EXPECT_TRUE(durable.state.holes.empty());
  EXPECT_EQ(durable.state.edge, server.items().back());
  EXPECT_EQ(durable.posts.size(), server.items().size());
  EXPECT_EQ(coverage_of(window, kStart - 24h, durable.spans).word, CoverageWord::complete);
}

TEST(Walk, RandomArrivalsAndKillsLoseNothingAndClaimNothing) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    std::mt19937 random(seed);
    IdServer server(1 + random() % 5);
    Durable durable;
    Instant now = kStart;
    Instant last_item = kStart - 30h;
    for (int pass = 0; pass < 12; ++pass) {
      const int arrivals = static_cast<int>(random() % 12);
      for (int count = 0; count < arrivals; ++count) {
        last_item += std::chrono::seconds(1 + random() % 600);
        if (last_item < now) {
          server.post(last_item);
        }
      }
      last_item = std::max(last_item, now);
      run_pass(server, durable, rules_of(static_cast<int>(1 + random() % 4)), now,
               static_cast<int>(random() % 6));
      expect_no_false_claim(server, durable);
      now += std::chrono::minutes(1 + random() % 60);
    }
    for (int pass = 0; pass < 3; ++pass) {
      run_pass(server, durable, rules_of(1000), now);
    }
    EXPECT_TRUE(durable.state.holes.empty()) << "seed " << seed;
    for (const Bound& item : server.items()) {
      EXPECT_TRUE(*item.at < durable.state.lookback_from || durable.posts.contains(item.id))
          << "seed " << seed << " lost " << format_rfc3339(*item.at);
    }
  }
}

TEST(Walk, AFailureBeforeTheNewestPageIsAGapFromTheLastGoodAnswer) {
  IdServer server(4);
  server.post(kStart - 1h);
  Durable durable;
  run_pass(server, durable, rules_of(50), kStart);
  Walk walk(durable.state, rules_of(50), kTag, kStart + 1h);
  walk.failed(Error{Errc::timeout, "host"}, kStart + 1h);
  EXPECT_FALSE(walk.next(true));
  const auto spans = walk.take_spans();
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_EQ(spans[0].window, (Window{kStart, kStart + 1h}));
  EXPECT_EQ(spans[0].reason, GapReason::down);
  EXPECT_EQ(walk.state().failures, 1);
  EXPECT_EQ(walk.state().covered_to, kStart);
}

TEST(Walk, ATimelineThatNeverAnsweredIsBlindAsFarBackAsItWasToRead) {
  TimelineState state;
  state.since = kStart - 2h;
  Walk walk(state, rules_of(50), kTag, kStart);
  walk.failed(Error{Errc::refused, "HTTP 422"}, kStart);
  const auto spans = walk.take_spans();
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(spans[0].window, (Window{kStart - 2h, kStart}));
  EXPECT_EQ(spans[0].reason, GapReason::refused);
  EXPECT_EQ(spans[1].window, (Window{kStart - 2h - rules_of(50).first_lookback, kStart - 2h}));
  EXPECT_EQ(spans[1].reason, GapReason::not_running) << "nobody had asked yet";
}

TEST(Walk, AnEmptyAnswerAfterPostsIsNotBelieved) {
  IdServer server(4);
  server.post(kStart - 1h);
  Durable durable;
  run_pass(server, durable, rules_of(50), kStart);
  Walk walk(durable.state, rules_of(50), kTag, kStart + 5min);
  walk.take(Page(), kStart + 5min, kStart + 5min);
  const auto spans = walk.take_spans();
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_TRUE(spans[0].reason.has_value());
  EXPECT_EQ(walk.state().covered_to, kStart);

  durable.state.access = AccessInfo{true, true, true, "4.6.0"};
  Walk stated(durable.state, rules_of(50), kTag, kStart + 5min);
  EXPECT_EQ(stated.left_out(Page()), durable.state.top.id);
  stated.take(Page(), kStart + 5min, kStart + 5min);
  EXPECT_TRUE(stated.refused());
  EXPECT_EQ(stated.state().covered_to, kStart);

  Walk gone(durable.state, rules_of(50), kTag, kStart + 5min);
  gone.note_gone();
  gone.take(Page(), kStart + 5min, kStart + 5min);
  EXPECT_EQ(gone.state().covered_to, kStart + 5min);
  EXPECT_FALSE(Walk(gone.state(), rules_of(50), kTag, kStart + 10min).left_out(Page()))
      << "what was gone stays so";
}

TEST(Walk, AnAnswerFromAnOldCacheCoversNothing) {
  IdServer server(4);
  server.post(kStart - 1h);
  Durable durable;
  run_pass(server, durable, rules_of(50), kStart);
  server.post(kStart + 1min);
  Walk walk(durable.state, rules_of(50), kTag, kStart + 1h);
  walk.take(server.newest(), kStart + 10min, kStart + 1h);
  EXPECT_TRUE(walk.take_spans().empty());
  EXPECT_EQ(walk.state().covered_to, kStart);
}

TEST(Walk, TheLookbackWaitsWhereItIsNotAllowed) {
  IdServer server(2);
  for (int hour = 20; hour > 0; --hour) {
    server.post(kStart - std::chrono::hours(hour));
  }
  Walk walk(TimelineState(), rules_of(50), kTag, kStart);
  walk.take(server.newest(), kStart, kStart);
  EXPECT_FALSE(walk.next(false));
  EXPECT_TRUE(walk.next(true));
}

// A server with a post an hour for two days, of which the first pass read one.
Durable with_a_day_of_history(IdServer& server) {
  for (int hour = 48; hour > 0; --hour) {
    server.post(kStart - std::chrono::hours(hour) + 1min);
  }
  Durable durable;
  run_pass(server, durable, rules_of(50), kStart);
  return durable;
}

TEST(Walk, HistoryThatIsAskedForIsReadOverSeveralPassesAndIsNoGapMeanwhile) {
  IdServer server(4);
  Durable durable = with_a_day_of_history(server);
  EXPECT_LT(durable.posts.size(), 30U);
  const Instant now = kStart + 5min;
  run_pass(server, durable, rules_of(3), now, 1'000, {{}, kStart - 40h});
  ASSERT_EQ(durable.state.holes.size(), 1U);
  EXPECT_TRUE(durable.state.holes[0].lookback);
  EXPECT_EQ(durable.state.holes[0].missing, (Window{kStart - 40h, kStart - 24h}));
  EXPECT_EQ(durable.state.covered_to, now) << "what is new is seen all the same";
  for (int pass = 0; pass < 5; ++pass) {
    run_pass(server, durable, rules_of(3), now);
  }
  EXPECT_TRUE(durable.state.holes.empty());
  EXPECT_EQ(durable.state.lookback_from, kStart - 40h);
  EXPECT_EQ(coverage_of({kStart - 40h, now}, kStart - 40h, durable.spans).word,
            CoverageWord::complete);
  for (const Bound& item : server.items()) {
    EXPECT_TRUE(*item.at < kStart - 40h || durable.posts.contains(item.id));
  }
}

TEST(Walk, HistoryThatIsKnownIsReadAgainAndClaimsNothing) {
  IdServer server(4);
  Durable durable = with_a_day_of_history(server);
  durable.posts.clear();
  durable.spans.clear();
  run_pass(server, durable, rules_of(50), kStart + 5min, 1'000, {{}, kStart - 12h});
  EXPECT_GE(durable.posts.size(), 12U);
  EXPECT_LT(durable.posts.size(), 24U);
  EXPECT_EQ(durable.state.lookback_from, kStart - 24h);
  EXPECT_FALSE(claims(durable, kStart - 6h));
}

TEST(Walk, HistoryThatIsStillReadReachesFurtherBackWhenAsked) {
  IdServer server(4);
  for (int hour = 48; hour > 0; --hour) {
    server.post(kStart - std::chrono::hours(hour));
  }
  Durable durable;
  run_pass(server, durable, rules_of(2), kStart);
  ASSERT_EQ(durable.state.holes.size(), 1U);
  run_pass(server, durable, rules_of(1), kStart + 5min, 1'000, {{}, kStart - 40h});
  ASSERT_EQ(durable.state.holes.size(), 1U);
  EXPECT_EQ(durable.state.holes[0].low, Bound({}, kStart - 40h));
  EXPECT_EQ(durable.state.holes[0].missing.from, kStart - 40h);
  IdServer first(4);
  Durable fresh;
  run_pass(first, fresh, rules_of(50), kStart, 1'000, {{}, kStart - 2h});
  EXPECT_EQ(fresh.state.lookback_from, kStart - 2h) << "a first pass reads as far as it is told";
}

}  // namespace
}  // namespace tagwatch
