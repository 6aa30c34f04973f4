// When a timeline is polled next. Pure: time and randomness are passed in.
#pragma once

#include <optional>
#include <random>

#include "tagwatch/store/batch.hpp"

namespace tagwatch {

struct ScheduleRules {
  Duration interval = std::chrono::minutes(5);
  Duration min_interval = std::chrono::minutes(1);
  Duration max_interval = std::chrono::hours(1);
};

/// After a pass that ended at `now` and left `state`: the interval, but never sooner than the
/// source's own `time_to_live`; after failures a wait with full jitter that grows up to
/// `max_interval`, and a day where there is nothing at the address; never before
/// `state.not_before`.
[[nodiscard]] Instant next_poll(const TimelineState& state, const ScheduleRules& rules,
                                std::optional<Duration> time_to_live, bool nothing_there,
                                Instant now, std::mt19937_64& random);

}  // namespace tagwatch
