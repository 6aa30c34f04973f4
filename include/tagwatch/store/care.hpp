// Care of a store's file: is it whole, and a copy of it. Both only read it, also while a daemon
// writes. Any thread; they block.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tagwatch/base/error.hpp"

namespace tagwatch {

/// What is wrong with the store, in words, one line each; nothing when it is whole: every page and
/// row, the references between rows, and the search index against the posts. The index is checked
/// on a private copy in SQLite's folder for temporary files. Errors: what keeps it from being
/// opened at all (store_missing, store_corrupt, schema_newer, io); store_full when there is no room
/// for the copy.
[[nodiscard]] Result<std::vector<std::string>> check_store(const std::filesystem::path& path);

/// Copies the store, as its last commit left it, into `target`: a store of its own, written under
/// another name, made durable and then renamed, so that nobody finds half of one. What has the name
/// already stays, unless `replace`. Gives the bytes of the copy.
/// Errors: as check_store; io, with the path and what to do about it.
[[nodiscard]] Result<std::uintmax_t> back_up_store(const std::filesystem::path& path,
                                                   const std::filesystem::path& target,
                                                   bool replace);

}  // namespace tagwatch
