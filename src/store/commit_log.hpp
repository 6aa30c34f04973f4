// Commit numbers and their times.
#pragma once

#include "store/sqlite.hpp"
#include "tagwatch/store/batch.hpp"

namespace tagwatch::store {

/// Number and time of the last commit that is not later than `until`; 0 where there is none.
[[nodiscard]] Result<Committed> last_commit(Db& db, Instant until = Instant::max());

/// Opens the next commit, not before the last one by time, whatever the clock says.
[[nodiscard]] Result<Committed> next_commit(Db& db, const Clock& clock);

}  // namespace tagwatch::store
