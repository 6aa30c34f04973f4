// Overlap sweeps: the newest hours and days of a timeline are read again and again. Pure.
//
// A cursor alone misses what appears below it: a server gives a post that it fetched late an id of
// the time when it was written, and an edit can add the tag to an old post. A sweep goes down from
// the newest page to its window before the start of the sweep before it, so that a cut, a kill, an
// outage or a week switched off leaves nothing between two sweeps.
#pragma once

#include <vector>

#include "tagwatch/base/time.hpp"
#include "tagwatch/model/task.hpp"
#include "tagwatch/store/batch.hpp"

namespace tagwatch {

/// When the long sweeps run: they end before the digest is made.
struct SweepRules {
  Zone timezone;
  std::chrono::minutes ready_by{};
};

/// A sweep over `window` is due when the last one began before `since`.
struct SweepDue {
  Duration window{};
  Instant since{};
};

/// Every 15 minutes the last 6 hours, before each digest the last 48, on Sundays the last 7 days.
[[nodiscard]] std::vector<SweepDue> sweeps_due(const SweepRules& rules, Instant now);

/// True when one of `due` has to begin, so that the newest page must be read in full.
[[nodiscard]] bool sweep_begins(const std::vector<Sweep>& sweeps, const std::vector<SweepDue>& due);

/// The first pass reads the whole lookback: every sweep counts as done at `now`.
void count_as_swept(std::vector<Sweep>& sweeps, const std::vector<SweepDue>& due, Instant now);

/// Begins those of `due` that have to, at `now`, with the newest page. One that was cut goes on
/// where it stopped and does not begin anew.
void begin_sweeps(std::vector<Sweep>& sweeps, const std::vector<SweepDue>& due, const Page& newest,
                  Instant now);

/// The sweep under way with the shortest window: the next page is the one below its bound. Null:
/// none is under way.
[[nodiscard]] const Sweep* sweep_under_way(const std::vector<Sweep>& sweeps);

/// Takes the page below `bound` for every sweep that waits for it.
void take_sweep_page(std::vector<Sweep>& sweeps, Bound bound, const Page& page);

}  // namespace tagwatch
