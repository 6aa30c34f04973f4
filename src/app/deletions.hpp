// What deletions ask for outside of the store's rows: digest files without what is gone, and the
// bytes that SQLite leaves in the store's file.
#pragma once

#include <string>
#include <vector>

#include "app/digest_desk.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch {

/// True while something is to be done: files to be written again, or the daily purge.
[[nodiscard]] Result<bool> deletions_left(const Reader& reader, Instant now);

/// Writes the files in digest.output, and in the folders that digests are delivered to, again that
/// may quote what is gone, in the formats in which they are there; a preview of a day that was
/// issued meanwhile is removed. Files of earlier digests that the store does not know cannot be
/// written again: where deletions are followed they are removed. What is done is not done again, so
/// a kill costs nothing. Gives the paths. Errors: those of the store and of the files.
[[nodiscard]] Result<std::vector<std::string>> rewrite_stale_files(Writer& writer,
                                                                   const DigestDesk& desk,
                                                                   const Config& config,
                                                                   Instant now, Deletion deletion);

/// rewrite_stale_files, and the purge where it is due: once a day.
[[nodiscard]] Result<std::vector<std::string>> follow_deletions(Writer& writer,
                                                                const DigestDesk& desk,
                                                                const Config& config, Instant now);

/// The same for a command that has no desk at hand: opens one only where something is to be done.
[[nodiscard]] Result<void> follow_deletions(Writer& writer, const Config& config, Instant now);

}  // namespace tagwatch
