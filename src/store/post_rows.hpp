// Posts as rows: everything that is known of one, put together from its tables.
#pragma once

#include <cstdint>
#include <limits>

#include "store/sqlite.hpp"
#include "tagwatch/store/records.hpp"

namespace tagwatch::store {

/// Every commit that there is.
inline constexpr std::int64_t kEveryCommit = std::numeric_limits<std::int64_t>::max();

/// The post of the current row of a `SELECT * FROM post_revision` (or newest_post), with its
/// matches, sightings and counts as the commits up to `as_of_txn` left them.
/// Errors: store_corrupt, store_failed.
[[nodiscard]] Result<PostRecord> post_record(Db& db, const Rows& rows,
                                             std::int64_t as_of_txn = kEveryCommit);

}  // namespace tagwatch::store
