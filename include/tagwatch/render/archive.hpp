// The archive of issued digests: the page that lists them, and the feed that tells of new ones.
//
// Both say only what digests say in their subjects and first sentences: numbers, tags and sources,
// nobody's words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/digest/build.hpp"

namespace tagwatch {

inline constexpr std::string_view kIndexFile = "index.html";
inline constexpr std::string_view kFeedFile = "digests.atom";
/// What formats call the feed.
inline constexpr std::string_view kFeedFormat = "atom";

/// A digest of the archive and the names of the files that it can be read in, the page first.
struct ArchiveRow {
  ArchiveEntry entry;
  std::vector<std::string> files;
};

/// The page: `rows`, newest first, by month. It names the feed where `has_feed`. The same rows give
/// the same bytes. Pure.
[[nodiscard]] std::string render_index(const std::vector<ArchiveRow>& rows, bool has_feed);

/// The feed (Atom, RFC 4287) of the newest 30 of `rows`, which are all of the chain, newest first,
/// and at least one. The same rows give the same bytes. Pure.
[[nodiscard]] std::string render_atom(const std::vector<ArchiveRow>& rows);

/// The entries with the files of them that are in `directory`.
[[nodiscard]] std::vector<ArchiveRow> archive_rows(std::vector<ArchiveEntry> entries,
                                                   const std::string& directory);

/// Writes the page, and the feed where `has_feed`, into `directory`, where the files of `rows` are.
/// Gives the paths. Errors: io, as write_file_atomically.
[[nodiscard]] Result<std::vector<std::string>> write_archive_files(
    const std::vector<ArchiveRow>& rows, bool has_feed, const std::string& directory);

}  // namespace tagwatch
