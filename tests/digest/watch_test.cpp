// Coverage by source, network and tag, and the usual ranges that rest on it.
#include "tagwatch/digest/watch.hpp"

#include <gtest/gtest.h>

#include "digest/baseline.hpp"
#include "facts_builder.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;
using build::day;

const Window kDay{at("2026-11-23T05:00:00Z"), at("2026-11-24T05:00:00Z")};
const Judged kJudged{kDay, kDay.to + 6h, 1h};

Window hours(int from, int to) {
  return {kDay.from + std::chrono::hours(from), kDay.from + std::chrono::hours(to)};
}

CoverageSpan read(Window window) {
  return {window, std::nullopt, window.to};
}
CoverageSpan failed(Window window, GapReason reason) {
  return {window, reason, window.to};
}

WatchedTimeline timeline(std::string name, std::vector<CoverageSpan> spans) {
  WatchedTimeline timeline;
  timeline.source.name = name;
  timeline.source.network = std::move(name);
  timeline.tag = Hashtag("TMSSW");
  timeline.state.started = true;
  timeline.state.last_success = kDay.to + 6h;
  timeline.state.covered_to = kDay.to + 6h;
  timeline.read = read_stretches(spans);
  timeline.spans = std::move(spans);
  return timeline;
}

TEST(ReadStretches, MergesWhatTouchesAndLeavesOutFailures) {
  const auto read_parts =
      read_stretches({read(hours(5, 8)), read(hours(0, 2)), failed(hours(2, 5), GapReason::down),
                      read(hours(1, 3)), read(hours(8, 9))});
  EXPECT_EQ(read_parts, (std::vector<Window>{hours(0, 3), hours(5, 9)}));
  EXPECT_TRUE(read_stretches({}).empty());
  EXPECT_TRUE(was_read(read_parts, hours(0, 3)));
  EXPECT_TRUE(was_read(read_parts, hours(6, 9)));
  EXPECT_FALSE(was_read(read_parts, hours(2, 6)));
  EXPECT_FALSE(was_read(read_parts, hours(3, 4)));
  EXPECT_FALSE(was_read({}, hours(0, 1)));
}

TEST(CoverageIn, IsCompletePartialBlindOrUnknown) {
  EXPECT_EQ(coverage_in(timeline("a", {read(hours(-9, 30))}), kJudged).word,
            CoverageWord::complete);
  EXPECT_EQ(coverage_in(timeline("a", {read(hours(-9, 23))}), kJudged).word, CoverageWord::partial);
  EXPECT_EQ(coverage_in(timeline("a", {failed(hours(-9, 30), GapReason::refused)}), kJudged).word,
            CoverageWord::blind);
  WatchedTimeline young = timeline("a", {read(hours(20, 30))});
  young.state.lookback_from = hours(20, 20).from;
  EXPECT_EQ(coverage_in(young, kJudged).word, CoverageWord::unknown);
}

TEST(CoverageIn, AnOpenLookbackIsNoGap) {
  WatchedTimeline reading = timeline("a", {read(hours(10, 30))});
  reading.state.lookback_from = kDay.from - 84 * 24h;
  Hole hole;
  hole.lookback = true;
  hole.missing = {reading.state.lookback_from, hours(10, 10).from};
  reading.state.holes = {hole};
  const Coverage coverage = coverage_in(reading, kJudged);
  EXPECT_EQ(coverage.word, CoverageWord::unknown);
  EXPECT_TRUE(coverage.gaps.empty());
  // Any other hole is one.
  reading.state.holes[0].lookback = false;
  EXPECT_EQ(coverage_in(reading, kJudged).word, CoverageWord::partial);
}

TEST(CoverageIn, ATimelineThatWasNeverReadIsBlind) {
  WatchedTimeline never = timeline("a", {});
  never.state = TimelineState();
  const Coverage coverage = coverage_in(never, kJudged);
  EXPECT_EQ(coverage.word, CoverageWord::blind);
  ASSERT_EQ(coverage.gaps.size(), 1U);
  EXPECT_EQ(coverage.gaps[0].reason, GapReason::not_running);
  never.spans = {failed(hours(3, 24), GapReason::down)};
  EXPECT_EQ(coverage_in(never, kJudged).gaps.back().reason, GapReason::down);
}

TEST(CoverageIn, AFeedWithoutOrderAndALimitedServerAreNeverMoreThanPartial) {
  WatchedTimeline search = timeline("a", {read(hours(-9, 30))});
  search.source.ordered = false;
  EXPECT_EQ(coverage_in(search, kJudged).word, CoverageWord::partial);
  WatchedTimeline local = timeline("a", {read(hours(-9, 30))});
  local.state.access = AccessInfo{true, false, true, "4.6"};
  EXPECT_TRUE(limited(local));
  EXPECT_EQ(coverage_in(local, kJudged).word, CoverageWord::partial);
  local.state.access = AccessInfo{true, true, true, "4.6"};
  EXPECT_EQ(coverage_in(local, kJudged).word, CoverageWord::complete);
}

TEST(CoverageIn, ADayThatRunsIsJudgedUpToTheLastLook) {
  WatchedTimeline running = timeline("a", {read(hours(-9, 10))});
  running.state.covered_to = hours(10, 10).from;
  const auto word = [&](Duration since) {
    return coverage_in(running, {kDay, running.state.covered_to + since, 1h}).word;
  };
  EXPECT_EQ(word(59min), CoverageWord::complete);
  EXPECT_EQ(word(61min), CoverageWord::partial);
  // Once the day is over there is no such grace.
  EXPECT_EQ(coverage_in(running, {kDay, kDay.to, 1h}).word, CoverageWord::partial);
  running.state.covered_to = kDay.to - 5min;
  running.spans = {read(hours(-9, 10)), read({hours(10, 10).from, kDay.to - 5min})};
  EXPECT_EQ(coverage_in(running, {kDay, kDay.to, 1h}).word, CoverageWord::partial);
}

TEST(WordOf, SourcesOfOneNetworkCoverForEachOther) {
  std::vector<WatchedTimeline> watch{timeline("a", {read(hours(-9, 12))}),
                                     timeline("b", {read(hours(12, 30))})};
  EXPECT_EQ(word_of(watch, kJudged), CoverageWord::partial);
  watch[0].source.network = watch[1].source.network = "bluesky";
  EXPECT_EQ(word_of(watch, kJudged), CoverageWord::complete);
  watch[1].spans = {read(hours(13, 30))};
  EXPECT_EQ(word_of(watch, kJudged), CoverageWord::partial);
}

TEST(WordOf, NeverAcrossTags) {
  std::vector<WatchedTimeline> watch{timeline("a", {read(hours(-9, 12))}),
                                     timeline("a", {read(hours(12, 30))})};
  watch[1].tag = Hashtag("GlobalSecurity");
  EXPECT_EQ(word_of(watch, kJudged), CoverageWord::partial);
}

TEST(WordOf, IsTheWorstOfTheRequiredNetworks) {
  std::vector<WatchedTimeline> watch{timeline("a", {read(hours(-9, 30))}), timeline("b", {}),
                                     timeline("c", {read(hours(-9, 12))})};
  EXPECT_EQ(word_of(watch, kJudged), CoverageWord::blind);
  watch[1].source.required = false;
  EXPECT_EQ(word_of(watch, kJudged), CoverageWord::partial);
  watch[2].source.required = false;
  EXPECT_EQ(word_of(watch, kJudged), CoverageWord::complete);
  // Where nothing is required, everything is.
  watch[0].source.required = false;
  EXPECT_EQ(word_of(watch, kJudged), CoverageWord::blind);
}

TEST(WordOf, ASearchFeedFillsGapsButMakesNothingComplete) {
  std::vector<WatchedTimeline> watch{timeline("a", {}), timeline("b", {read(hours(-9, 30))})};
  watch[0].source.network = watch[1].source.network = "news";
  watch[1].source.ordered = false;
  EXPECT_EQ(word_of(watch, kJudged), CoverageWord::partial);
  watch[0] = timeline("a", {read(hours(-9, 30))});
  watch[0].source.network = "news";
  EXPECT_EQ(word_of(watch, kJudged), CoverageWord::complete);
}

TEST(HealthOf, IsAnotherThingThanCoverage) {
  const Instant now = kDay.to;
  TimelineState state;
  EXPECT_EQ(health_of(state, now), "down");
  state.last_success = now - 2h;
  EXPECT_EQ(health_of(state, now), "ok");
  state.failures = 2;
  EXPECT_EQ(health_of(state, now), "degraded");
  state.failures = 3;
  EXPECT_EQ(health_of(state, now), "down");
  state.last_success = now - 59min;
  EXPECT_EQ(health_of(state, now), "failing");
}

TEST(ZeroOf, IsVerifiedByOlderPostsOrByTheServersWord) {
  TimelineState state;
  EXPECT_EQ(zero_of(state, CoverageWord::complete, 0), Zero::unverified);
  EXPECT_EQ(zero_of(state, CoverageWord::complete, 3), Zero::none);
  state.newest_page_had_posts = true;
  EXPECT_EQ(zero_of(state, CoverageWord::complete, 0), Zero::verified);
  // Of the time that was not seen nothing is known, and who saw nothing has no zero.
  EXPECT_EQ(zero_of(state, CoverageWord::partial, 0), Zero::none);
  EXPECT_EQ(zero_of(state, CoverageWord::blind, 0), Zero::none);
  EXPECT_EQ(zero_of(state, CoverageWord::unknown, 0), Zero::none);
  state.newest_page_had_posts = false;
  state.control_had_posts = true;
  EXPECT_EQ(zero_of(state, CoverageWord::complete, 0), Zero::verified);
  state.control_had_posts = false;
  state.access = AccessInfo{true, true, true, ""};
  EXPECT_EQ(zero_of(state, CoverageWord::complete, 0), Zero::verified);
  state.access = AccessInfo{true, false, true, ""};
  EXPECT_EQ(zero_of(state, CoverageWord::complete, 0), Zero::unverified);
  state.access = AccessInfo{true, true, false, ""};
  EXPECT_EQ(zero_of(state, CoverageWord::complete, 0), Zero::unverified);
}

// Usual ranges ------------------------------------------------------------------------------------

const Day kMonday = day("2026-11-23");

std::vector<PastDay> weeks_back(std::initializer_list<std::int64_t> posts, int step = 7) {
  std::vector<PastDay> past;
  int back = step;
  for (const std::int64_t count : posts) {
    past.push_back({kMonday - std::chrono::days(back), count});
    back += step;
  }
  return past;
}

TEST(UsualRange, SevenDaysOfTheSameWeekdayAreEnoughAndSixAreNot) {
  const UsualRange six = usual_range(kMonday, 3, weeks_back({5, 0, 9, 2, 2, 4}));
  EXPECT_FALSE(six.usual);
  EXPECT_EQ(six.reason, "cannot tell yet (6 of 7)");
  const UsualRange seven = usual_range(kMonday, 3, weeks_back({5, 0, 9, 2, 2, 4, 1}));
  ASSERT_TRUE(seven.usual);
  EXPECT_EQ(*seven.usual, (Usual{0, 9, 7, 3}));
  EXPECT_EQ(seven.reason, "");
}

TEST(UsualRange, IsFromTheTenthToTheNinetiethPercentile) {
  // Twelve Mondays: one in ten may lie beyond either end.
  const UsualRange range =
      usual_range(kMonday, 0, weeks_back({90, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 1}));
  ASSERT_TRUE(range.usual);
  EXPECT_EQ(range.usual->low, 10);
  EXPECT_EQ(range.usual->high, 19);
}

TEST(UsualRange, ElseTakesTheSameGroupOfDays) {
  std::vector<PastDay> past;
  for (int back = 1; back <= 14; ++back) {
    const Day each = kMonday - std::chrono::days(back);
    const bool weekend = std::chrono::weekday{each}.iso_encoding() > 5;
    past.push_back({each, weekend ? 100 : back});
  }
  const UsualRange monday = usual_range(kMonday, 0, past);
  ASSERT_TRUE(monday.usual);
  EXPECT_EQ(*monday.usual, (Usual{3, 13, 10, 0}));
  // Four weekend days are too few for a Sunday.
  const UsualRange sunday = usual_range(kMonday - std::chrono::days(1), 0, past);
  EXPECT_EQ(sunday.reason, "cannot tell yet (4 of 7)");
}

TEST(UsualRange, NothingKnownIsSaid) {
  EXPECT_EQ(usual_range(kMonday, 0, {}).reason, "cannot tell yet (0 of 7)");
}

TEST(ComparableDays, AreThoseThatEverySourceReadAndNoEventTouched) {
  const Zone zone = build::zone();
  const Instant read_from = zone.window(kMonday - std::chrono::days(10)).from;
  WatchedTimeline one = timeline("a", {read({read_from, kDay.to})});
  WatchedTimeline two = timeline(
      "b", {read({read_from, hours(-72, 0).from - 1s}), read({hours(-72, 0).from, kDay.to})});
  const std::vector<CalendarEvent> events{{"Workshop", hours(-24, -23)}};
  const auto days = comparable_days(kMonday, 84, zone, events, {&one, &two});
  std::vector<std::string> names;
  for (const Day each : days) {
    names.push_back(format_day(each));
  }
  // Of the ten days one lacks a second and one has an event.
  EXPECT_EQ(names,
            (std::vector<std::string>{"2026-11-13", "2026-11-14", "2026-11-15", "2026-11-16",
                                      "2026-11-17", "2026-11-18", "2026-11-20", "2026-11-21"}));
  EXPECT_EQ(comparable_days(kMonday, 3, zone, {}, {&one}).size(), 3U);
}

}  // namespace
}  // namespace tagwatch
