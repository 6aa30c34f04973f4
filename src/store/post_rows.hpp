// Posts as rows: everything that is known of one, put together from its tables.
#pragma once

#include "store/sqlite.hpp"
#include "tagwatch/store/records.hpp"

namespace tagwatch::store {

/// The post of the current row of a `SELECT * FROM newest_post`, with its matches, sightings and
/// counts.
/// Errors: store_corrupt, store_failed.
[[nodiscard]] Result<PostRecord> post_record(Db& db, const Rows& rows);

}  // namespace tagwatch::store
