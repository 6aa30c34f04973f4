#include "tagwatch/net/host_gate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace tagwatch {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const Instant kNow = *parse_rfc3339("2026-11-23T11:30:00Z");

HostBudget budget() {
  HostBudget budget;
  budget.requests_max = 3;
  budget.requests_window = minutes(5);
  budget.paging_max = 1;
  budget.paging_window = minutes(15);
  return budget;
}

TEST(HostGate, LetsAFreshHostThroughAtOnce) {
  EXPECT_EQ(admit({}, {}, seconds(1), true, kNow).at, kNow);
  EXPECT_EQ(admit({}, budget(), seconds(1), true, kNow).at, kNow);
}

TEST(HostGate, WaitsForTheNextWindowWhenTheBudgetIsSpent) {
  HostState state;
  for (int i = 0; i < 3; ++i) {
    const Instant at = kNow + seconds(i);
    EXPECT_EQ(admit(state, budget(), {}, false, at).at, at);
    count_request(state, budget(), false, at);
  }
  const Admission spent = admit(state, budget(), {}, false, kNow + minutes(1));
  EXPECT_EQ(spent.at, kNow + minutes(5));
  EXPECT_EQ(spent.reason, GapReason::quota_spent);

  const Instant next = kNow + minutes(5);
  EXPECT_EQ(admit(state, budget(), {}, false, next).at, next);
  count_request(state, budget(), false, next);
  EXPECT_EQ(state.requests, 1);
  EXPECT_EQ(state.requests_since, next);
}

TEST(HostGate, CountsPagingApart) {
  HostState state;
  count_request(state, budget(), true, kNow);
  EXPECT_EQ(state.requests, 1);
  EXPECT_EQ(state.paging, 1);
  EXPECT_EQ(admit(state, budget(), {}, false, kNow).at, kNow) << "newest pages go on";
  EXPECT_EQ(admit(state, budget(), {}, true, kNow + seconds(1)).at, kNow + minutes(15));
  count_request(state, budget(), false, kNow);
  EXPECT_EQ(state.paging, 1);
}

TEST(HostGate, KeepsTheSpacing) {
  HostState state;
  count_request(state, {}, false, kNow);
  EXPECT_EQ(admit(state, {}, seconds(4), false, kNow + seconds(1)).at, kNow + seconds(4));
  EXPECT_EQ(admit(state, {}, seconds(4), false, kNow + seconds(4)).at, kNow + seconds(4));
}

// Two timelines of one host ask in turn: nobody overtakes who waits, and nobody is sent with him.
TEST(HostGate, LinesUpBehindRequestsThatWait) {
  HostState state;
  for (int i = 0; i < 5; ++i) {
    const Admission turn = admit(state, {}, seconds(4), false, kNow);
    EXPECT_EQ(turn.at, kNow + seconds(4 * i));
    EXPECT_EQ(turn.only_spacing, i > 0);
    count_request(state, {}, false, turn.at);
  }
  state.not_before = kNow + seconds(2);
  const Admission asked_to_wait = admit(state, {}, seconds(4), false, kNow);
  EXPECT_EQ(asked_to_wait.at, kNow + seconds(20));
  EXPECT_FALSE(asked_to_wait.only_spacing);
}

TEST(HostGate, GivesTheLatestReason) {
  HostState state;
  count_request(state, {}, false, kNow);
  state.not_before = kNow + seconds(30);
  const Admission server = admit(state, {}, seconds(4), false, kNow);
  EXPECT_EQ(server.at, kNow + seconds(30));
  EXPECT_EQ(server.reason, GapReason::rate_limited);
  const Admission ours = admit(state, {}, minutes(1), false, kNow);
  EXPECT_EQ(ours.at, kNow + minutes(1));
  EXPECT_EQ(ours.reason, GapReason::quota_spent);
  EXPECT_EQ(admit(state, {}, {}, false, kNow + seconds(30)).at, kNow + seconds(30));
}

TEST(HostGate, IsNotLockedOutByAClockThatWasSetBack) {
  HostState state;
  for (int i = 0; i < 3; ++i) {
    count_request(state, budget(), true, kNow + hours(48));
  }
  EXPECT_EQ(admit(state, budget(), {}, true, kNow).at, kNow);
  EXPECT_EQ(admit(state, budget(), seconds(4), true, kNow).at, kNow + seconds(4));
  count_request(state, budget(), true, kNow);
  EXPECT_EQ(state.requests, 1);
}

HttpResponse answer(int status, std::vector<Header> headers, Instant started = kNow) {
  HttpResponse response;
  response.status = status;
  response.headers = std::move(headers);
  response.started = started;
  return response;
}

TEST(HostGate, ObeysRetryAfterInBothForms) {
  HostState state;
  note_answer(state, answer(429, {Header("Retry-After", "120")}));
  EXPECT_EQ(state.not_before, kNow + minutes(2));
  note_answer(state, answer(503, {Header("Retry-After", "Mon, 23 Nov 2026 12:00:00 GMT")}));
  EXPECT_EQ(state.not_before, kNow + minutes(30));
}

TEST(HostGate, ObeysASpentLimitBeforeItIsRefused) {
  HostState state;
  note_answer(state, answer(200, {Header("X-RateLimit-Remaining", "0"),
                                  Header("X-RateLimit-Reset", "2026-11-23T11:35:00.976542Z")}));
  EXPECT_EQ(state.not_before, kNow + minutes(5) + milliseconds(976));
}

TEST(HostGate, NeverShortensAWaitAndForgetsItWhenItIsOver) {
  HostState state;
  note_answer(state, answer(429, {Header("Retry-After", "600")}));
  note_answer(state, answer(429, {Header("Retry-After", "60")}));
  EXPECT_EQ(state.not_before, kNow + minutes(10));
  note_answer(state, answer(200, {}));
  EXPECT_EQ(state.not_before, kNow + minutes(10));
  note_answer(state, answer(200, {}, kNow + minutes(10)));
  EXPECT_EQ(state.not_before, std::nullopt);
}

TEST(HostGate, BacksOffWithFullJitterUpToAnHour) {
  std::mt19937_64 random(20261123);
  struct Case {
    int failures;
    Duration most;
  };
  for (const Case each : {Case{0, seconds(30)}, Case{1, minutes(1)}, Case{2, minutes(2)},
                          Case{6, minutes(32)}, Case{7, hours(1)}, Case{1000, hours(1)}}) {
    std::vector<double> waits;
    for (int i = 0; i < 4000; ++i) {
      const Duration wait = backoff(each.failures, random);
      ASSERT_GE(wait, seconds(1));
      ASSERT_LE(wait, each.most);
      waits.push_back(static_cast<double>((wait - seconds(1)).count()) /
                      static_cast<double>((each.most - seconds(1)).count()));
    }
    // Kolmogorov–Smirnov against the uniform distribution, p > 0.01.
    std::sort(waits.begin(), waits.end());
    double distance = 0;
    for (std::size_t i = 0; i < waits.size(); ++i) {
      const double expected = static_cast<double>(i) / static_cast<double>(waits.size());
      distance = std::max(distance, std::abs(waits[i] - expected));
    }
    EXPECT_LT(distance, 1.63 / std::sqrt(4000.0)) << each.failures;
  }
}

}  // namespace
}  // namespace tagwatch
