#include "tagwatch/ingest/schedule.hpp"

#include <algorithm>

#include "tagwatch/net/host_gate.hpp"

namespace tagwatch {
namespace {

constexpr Duration kWaitWhereNothingIs = std::chrono::days(1);
// A source may ask for less than we would like, but not to be forgotten.
constexpr Duration kTimeToLiveMax = std::chrono::days(1);

}  // namespace

Instant next_poll(const TimelineState& state, const ScheduleRules& rules,
                  std::optional<Duration> time_to_live, bool nothing_there, Instant now,
                  std::mt19937_64& random) {
  const Duration interval = std::max(rules.interval, rules.min_interval);
  Duration wait = std::max(interval, std::min(time_to_live.value_or(Duration{0}), kTimeToLiveMax));
  if (nothing_there) {
    wait = kWaitWhereNothingIs;
  } else if (state.failures > 0) {
    wait = std::max(interval, std::min(backoff(state.failures, random), rules.max_interval));
  }
  return std::max(now + wait, state.not_before.value_or(now));
}

}  // namespace tagwatch
