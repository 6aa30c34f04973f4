#include "tagwatch/net/host_gate.hpp"

#include <algorithm>

namespace tagwatch {
namespace {

constexpr Duration kBackoffBase = std::chrono::seconds(30);
constexpr Duration kBackoffMin = std::chrono::seconds(1);
// A source that is down stays worth a question an hour.
constexpr Duration kBackoffMax = std::chrono::hours(1);

// A counter of requests in windows that follow each other; it begins with the first request.
bool window_open(Instant since, Duration window, Instant now) {
  // A start in the future was stamped by a clock that was set back since: it says nothing.
  return since <= now && now < since + window;
}

// When a counter lets the next request through.
Instant budget_opens(int spent, Instant since, int most, Duration window, Instant now) {
  const bool used_up = most > 0 && spent >= most && window_open(since, window, now);
  return used_up ? since + window : now;
}

void count(int& spent, Instant& since, Duration window, Instant now) {
  if (!window_open(since, window, now)) {
    spent = 0;
    since = now;
  }
  ++spent;
}

}  // namespace

Admission admit(const HostState& state, const HostBudget& budget, Duration min_spacing, bool paging,
                Instant now) {
  Admission admission{.at = now, .reason = GapReason::rate_limited, .only_spacing = false};
  const auto wait_until = [&admission](Instant at, GapReason reason) {
    if (at > admission.at) {
      admission = {.at = at, .reason = reason, .only_spacing = false};
    }
  };
  if (state.not_before) {
    wait_until(*state.not_before, GapReason::rate_limited);
  }
  wait_until(budget_opens(state.requests, state.requests_since, budget.requests_max,
                          budget.requests_window, now),
             GapReason::quota_spent);
  if (paging) {
    wait_until(budget_opens(state.paging, state.paging_since, budget.paging_max,
                            budget.paging_window, now),
               GapReason::quota_spent);
  }
  if (state.last_request) {
    // One that is sent later still is another that waits its turn, unless a clock was set back.
    const bool queued = *state.last_request <= now + kQueueMax;
    const Instant last = queued ? *state.last_request : now;
    const bool waits_for_more = admission.at > now;
    wait_until(last + min_spacing, GapReason::quota_spent);
    admission.only_spacing = !waits_for_more && admission.at > now;
  }
  return admission;
}

void count_request(HostState& state, const HostBudget& budget, bool paging, Instant now) {
  count(state.requests, state.requests_since, budget.requests_window, now);
  if (paging) {
    count(state.paging, state.paging_since, budget.paging_window, now);
  }
  state.last_request = now;
}

void note_answer(HostState& state, const HttpResponse& response) {
  if (state.not_before && *state.not_before <= response.started) {
    state.not_before.reset();
  }
  if (const auto at = not_before(response)) {
    state.not_before = std::max(*at, state.not_before.value_or(*at));
  }
}

Duration backoff(int failures, std::mt19937_64& random) {
  Duration most = kBackoffBase;
  for (int i = 0; i < failures && most < kBackoffMax; ++i) {
    most *= 2;
  }
  most = std::min(most, kBackoffMax);
  std::uniform_int_distribution<Duration::rep> wait(kBackoffMin.count(), most.count());
  return Duration{wait(random)};
}

}  // namespace tagwatch
