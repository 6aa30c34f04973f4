// How many follow the authors of posts, where posts themselves do not say.
#pragma once

#include <vector>

#include "store/sqlite.hpp"
#include "tagwatch/model/task.hpp"

namespace tagwatch::store {

/// See Batch::followers. Inside a transaction.
[[nodiscard]] Result<void> note_followers(Db& db, const std::vector<AuthorFollowers>& followers);

}  // namespace tagwatch::store
