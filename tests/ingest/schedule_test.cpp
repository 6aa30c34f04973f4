#include "tagwatch/ingest/schedule.hpp"

#include <gtest/gtest.h>

namespace tagwatch {
namespace {

using namespace std::chrono_literals;

const Instant kNow = parse_rfc3339("2026-11-23T12:00:00Z").value();

class Schedule : public ::testing::Test {
 protected:
  Instant next(std::optional<Duration> time_to_live = std::nullopt, bool nothing_there = false) {
    return next_poll(state, rules, time_to_live, nothing_there, kNow, random);
  }
  TimelineState state;
  ScheduleRules rules;
  std::mt19937_64 random{7};
};

TEST_F(Schedule, FollowsTheIntervalAndTheSourcesOwnPace) {
  EXPECT_EQ(next(), kNow + 5min);
  EXPECT_EQ(next(30min), kNow + 30min);
  EXPECT_EQ(next(15s), kNow + 5min);
  EXPECT_EQ(next(24h * 365), kNow + 24h);
}

TEST_F(Schedule, NeverPollsFasterThanTheMinimum) {
  rules.interval = 1s;
  EXPECT_EQ(next(), kNow + rules.min_interval);
}

TEST_F(Schedule, BacksOffAfterFailuresWithinTheMaximum) {
  Instant furthest = kNow;
  for (int failures = 1; failures < 40; ++failures) {
    state.failures = failures;
    const Instant at = next();
    EXPECT_GE(at, kNow + rules.interval);
    EXPECT_LE(at, kNow + rules.max_interval);
    furthest = std::max(furthest, at);
  }
  EXPECT_GT(furthest, kNow + 20min);
}

TEST_F(Schedule, AsksOnceADayWhereNothingIs) {
  state.failures = 1;
  EXPECT_EQ(next(std::nullopt, true), kNow + 24h);
}

TEST_F(Schedule, ObeysTheServersOwnTime) {
  state.not_before = kNow + 3h;
  EXPECT_EQ(next(), kNow + 3h);
}

}  // namespace
}  // namespace tagwatch
