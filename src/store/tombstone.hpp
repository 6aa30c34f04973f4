// What is left of a post that its author removed.
#pragma once

#include "store/sqlite.hpp"

namespace tagwatch::store {

/// Takes the content of a post from its rows, from the counts and from the search index, for good;
/// its identity, times, matches and sightings stay. Runs inside a transaction.
[[nodiscard]] Result<void> make_tombstone(Db& db, std::int64_t post, std::int64_t txn);

}  // namespace tagwatch::store
