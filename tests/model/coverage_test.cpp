#include "tagwatch/model/coverage.hpp"

#include <gtest/gtest.h>

namespace tagwatch {
namespace {

using namespace std::chrono_literals;

const Instant kMidnight = parse_rfc3339("2026-11-23T00:00:00Z").value();
const Window kDay{kMidnight, kMidnight + 24h};

Window hours(int from, int to) {
  return {kMidnight + std::chrono::hours(from), kMidnight + std::chrono::hours(to)};
}
CoverageSpan covered(int from, int to) {
  return {hours(from, to), std::nullopt, hours(to, to).to};
}
CoverageSpan failed(int from, int to, GapReason reason) {
  return {hours(from, to), reason, hours(to, to).to};
}

TEST(Coverage, CompleteWhenNoSecondIsMissing) {
  const Coverage result = coverage_of(kDay, kMidnight - 48h, {covered(-5, 13), covered(12, 30)});
  EXPECT_EQ(result.word, CoverageWord::complete);
  EXPECT_EQ(result.covered, 24h);
  EXPECT_TRUE(result.gaps.empty());
}

TEST(Coverage, OneMissingSecondIsPartial) {
  std::vector<CoverageSpan> spans{covered(-5, 30)};
  spans[0].window.to = kDay.to - 1s;
  const Coverage result = coverage_of(kDay, kMidnight - 48h, spans);
  EXPECT_EQ(result.word, CoverageWord::partial);
  ASSERT_EQ(result.gaps.size(), 1U);
  EXPECT_EQ(result.gaps[0].window, (Window{kDay.to - 1s, kDay.to}));
  EXPECT_EQ(result.gaps[0].reason, GapReason::not_running);
}

TEST(Coverage, NothingSeenIsBlindWithItsReason) {
  const Coverage result = coverage_of(kDay, kMidnight - 48h, {failed(-2, 30, GapReason::refused)});
  EXPECT_EQ(result.word, CoverageWord::blind);
  ASSERT_EQ(result.gaps.size(), 1U);
  EXPECT_EQ(result.gaps[0].reason, GapReason::refused);
  EXPECT_EQ(result.gaps[0].window, kDay);
}

TEST(Coverage, AnOutageThatWasReadLaterIsNoGapButIsTold) {
  const Coverage result = coverage_of(
      kDay, kMidnight - 48h, {covered(-5, 3), failed(3, 4, GapReason::down), covered(3, 30)});
  EXPECT_EQ(result.word, CoverageWord::complete);
  ASSERT_EQ(result.gaps.size(), 1U);
  EXPECT_EQ(result.gaps[0].window, hours(3, 4));
  EXPECT_EQ(result.gaps[0].refilled_at, hours(30, 30).to);
}

TEST(Coverage, AGapIsCutWhereItsReasonChanges) {
  const Coverage result = coverage_of(kDay, kMidnight - 48h,
                                      {covered(-5, 3), failed(3, 6, GapReason::down),
                                       failed(3, 9, GapReason::rate_limited), covered(12, 30)});
  ASSERT_EQ(result.gaps.size(), 2U);
  EXPECT_EQ(result.gaps[0].window, hours(3, 9));
  EXPECT_EQ(result.gaps[0].reason, GapReason::rate_limited);
  EXPECT_EQ(result.gaps[1].window, hours(9, 12));
  EXPECT_EQ(result.gaps[1].reason, GapReason::not_running);
}

TEST(Coverage, WhatLiesBeforeTheLookbackIsUnknownAndNoGap) {
  EXPECT_EQ(coverage_of(kDay, kDay.to, {}).word, CoverageWord::unknown);
  const Coverage half = coverage_of(kDay, kMidnight + 12h, {covered(12, 30)});
  EXPECT_EQ(half.word, CoverageWord::unknown);
  EXPECT_TRUE(half.gaps.empty());
}

TEST(Coverage, TheWorstWordWins) {
  EXPECT_EQ(worse(CoverageWord::complete, CoverageWord::partial), CoverageWord::partial);
  EXPECT_EQ(worse(CoverageWord::blind, CoverageWord::unknown), CoverageWord::blind);
}

}  // namespace
}  // namespace tagwatch
