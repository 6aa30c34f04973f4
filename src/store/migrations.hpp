// The schema, as an append-only list of steps, and whether a file holds a schema that we can use.
#pragma once

#include "store/sqlite.hpp"

namespace tagwatch::store {

/// "TagW", in the header of every store.
inline constexpr std::int64_t kApplicationId = 0x54616757;

/// The version that this program reads and writes.
[[nodiscard]] int newest_schema();

/// Makes sure that `db` is a store of a version that this program knows, changing nothing.
/// `may_be_blank`: a database that nothing was ever made in will do.
/// Errors: store_corrupt for another program's database; schema_newer.
[[nodiscard]] Result<void> require_known(Db& db, bool may_be_blank);

/// As require_known, and up to date.
/// Errors: also store_failed, for a store that a writer must bring up to date first.
[[nodiscard]] Result<void> require_current(Db& db);

/// Brings a known or blank `db` up to date, each step in a transaction of its own together with its
/// version number. Errors: store_full, store_corrupt, store_failed.
[[nodiscard]] Result<void> migrate(Db& db);

}  // namespace tagwatch::store
