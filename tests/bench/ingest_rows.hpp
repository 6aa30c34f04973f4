// What a batch of new posts comes to in the store's tables, row by row.
#pragma once

#include <vector>

#include "bench/bare_store.hpp"
#include "tagwatch/store/batch.hpp"

namespace tagwatch::bench {

/// The rows of commit `commit`, the ids of whose posts begin at `first_id`. No post of the batch is
/// known to the store.
[[nodiscard]] std::vector<Row> rows_of(const Batch& batch, const Committed& commit,
                                       std::int64_t first_id);

}  // namespace tagwatch::bench
