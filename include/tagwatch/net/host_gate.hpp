// When the next request to a host may be sent: budgets, spacing, Retry-After. Pure arithmetic.
//
// The state is stored with each batch, so cron runs and restarts share one budget.
#pragma once

#include <optional>
#include <random>

#include "tagwatch/model/host.hpp"
#include "tagwatch/model/http.hpp"

namespace tagwatch {

/// When a request may be sent, given what was sent before: `now` when at once. Reasons to wait: the
/// server's own not_before, a spent budget, the minimum spacing.
struct Admission {
  Instant at{};
  GapReason reason = GapReason::rate_limited;  ///< why it is later than now
  bool only_spacing = false;  ///< it waits its turn behind other requests, and for nothing else
};

/// Requests that keep a spacing line up behind each other, at most so long.
inline constexpr Duration kQueueMax = std::chrono::minutes(10);

[[nodiscard]] Admission admit(const HostState& state, const HostBudget& budget,
                              Duration min_spacing, bool paging, Instant now);

/// Counts a request sent at `now`.
void count_request(HostState& state, const HostBudget& budget, bool paging, Instant now);

/// Takes over what an answer says of when to come back (429, 503 and spent limits).
void note_answer(HostState& state, const HttpResponse& response);

/// Full jitter: a uniform wait in [0, min(cap, base · 2^failures)], at least one second.
[[nodiscard]] Duration backoff(int failures, std::mt19937_64& random);

}  // namespace tagwatch
