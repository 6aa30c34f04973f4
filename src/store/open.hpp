// Opens the database file for its one writer, or for a reader, with every setting that either
// needs.
//
// A reader never writes or checkpoints; the writer alone does both, for a SQLite that may lose
// commits when two connections checkpoint.
#pragma once

#include "store/sqlite.hpp"

namespace tagwatch::store {

/// Errors: store_missing, store_corrupt, schema_newer, store_failed, io.
[[nodiscard]] Result<std::shared_ptr<Db>> open_for_reading(const std::filesystem::path& path);

/// As open_for_reading, for what asks the file about itself: no statement that reads is refused.
[[nodiscard]] Result<std::shared_ptr<Db>> open_for_checking(const std::filesystem::path& path);

/// Opens, and brings the schema up to date. The caller holds the lock.
/// Errors: as open_for_reading, and store_full.
[[nodiscard]] Result<std::shared_ptr<Db>> open_for_writing(const std::filesystem::path& path,
                                                           bool create);

/// Whether there is a store at `path`, or why it cannot be opened: missing, a folder, not readable.
[[nodiscard]] Result<void> require_file(const std::filesystem::path& path);

}  // namespace tagwatch::store
