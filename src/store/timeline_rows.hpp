// Timelines as rows: read for whoever asks, also by the writer that compares before it writes.
#pragma once

#include "store/sqlite.hpp"
#include "tagwatch/store/records.hpp"

namespace tagwatch::store {

/// Open holes of a timeline, youngest first.
[[nodiscard]] Result<std::vector<Hole>> open_holes(Db& db, std::int64_t timeline);

/// Its sweeps, the shortest window first.
[[nodiscard]] Result<std::vector<Sweep>> sweeps(Db& db, std::int64_t timeline);

/// The state of a timeline; nothing for one that was never watched.
[[nodiscard]] Result<std::optional<TimelineState>> timeline_state(Db& db, const TimelineId& id);

/// Every timeline, by source, then tag.
[[nodiscard]] Result<std::vector<TimelineRow>> all_timelines(Db& db);

}  // namespace tagwatch::store
