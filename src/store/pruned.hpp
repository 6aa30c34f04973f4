// What is left of posts that were reported and then pruned: which digest has them.
#pragma once

#include "store/sqlite.hpp"

namespace tagwatch::store {

/// Notes each uri that the post was shown under, as a hash, if a digest reported it. To be called
/// while the post is there, inside a transaction.
[[nodiscard]] Result<void> note_pruned(Db& db, std::int64_t post);

/// The number of the digest that reported a post shown under `uri` that is pruned now.
[[nodiscard]] Result<std::optional<std::int64_t>> digest_of_pruned(Db& db, std::string_view uri);

}  // namespace tagwatch::store
