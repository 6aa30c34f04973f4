// What is left of posts that were pruned: which digest has them.
#pragma once

#include "store/sqlite.hpp"

namespace tagwatch::store {

struct Pruned {
  std::optional<std::int64_t> digest;  ///< the number of the digest that reported it
};

/// Notes each uri that the post was shown under, as a hash. To be called while the post is there,
/// inside a transaction.
[[nodiscard]] Result<void> note_pruned(Db& db, std::int64_t post);

/// The post that was shown under `uri` and is pruned now.
[[nodiscard]] Result<std::optional<Pruned>> find_pruned(Db& db, std::string_view uri);

}  // namespace tagwatch::store
