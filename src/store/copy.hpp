// A snapshot of one database, written over another.
#pragma once

#include "store/sqlite.hpp"

namespace tagwatch::store {

/// Makes `to` the same as `from` by SQLite's online backup: in one step, so under one snapshot, and
/// page by page, so no slower than copying and without holding up a writer (VACUUM INTO would read
/// and rebuild every row).
/// Errors: store_full, store_corrupt, store_failed.
[[nodiscard]] Result<void> copy_database(Db& from, Db& to);

}  // namespace tagwatch::store
