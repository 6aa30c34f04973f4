// What is left of a post that its author removed.
#pragma once

#include "store/sqlite.hpp"
#include "tagwatch/store/batch.hpp"

namespace tagwatch::store {

/// Takes the content of a post from its rows, from the counts and from the search index, for good;
/// its identity, times, matches and sightings stay. Runs inside a transaction.
[[nodiscard]] Result<void> make_tombstone(Db& db, std::int64_t post, std::int64_t txn);

/// The post is gone: what the rule for deletions wants of its content. Runs inside a transaction.
[[nodiscard]] Result<void> mark_gone(Db& db, std::int64_t post, std::int64_t txn,
                                     Deletion deletion);

/// The files of the digest that reports the post, and of every preview, are to be written again.
[[nodiscard]] Result<void> note_stale(Db& db, std::int64_t post);

/// The file may hold bytes of what is gone since commit `txn`.
[[nodiscard]] Result<void> note_purge_due(Db& db, std::int64_t txn);

}  // namespace tagwatch::store
