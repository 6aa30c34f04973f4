// Posts from files: saved answers of a source, by its own parser and the same matcher and store as
// live polling, and this program's own exports, as they stand. Neither makes coverage, and what
// came only this way is in no digest.
#pragma once

#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

#include "tagwatch/ingest/timeline.hpp"
#include "tagwatch/ingest/watchlist.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch {

/// What a file holds: one line in src/ingest/import.cpp.
struct ImportKind {
  std::string_view name;         ///< `--kind …`
  std::string_view summary;      ///< for --help
  std::string_view source_kind;  ///< whose parser reads it; "": exports, which have no source
  /// The file holds JSON values, one after the other or in one array, which are read one by one, so
  /// that it may be of any size; else it is one answer.
  bool in_pieces = true;
  /// Reads a piece; nullptr for exports.
  Result<Page> (*read)(const Source& source, std::string_view piece);
};

[[nodiscard]] std::span<const ImportKind> import_kinds();
/// nullptr when there is no such kind.
[[nodiscard]] const ImportKind* find_import_kind(std::string_view name);

/// What came of one file.
struct ImportReport {
  std::int64_t posts = 0;        ///< that could be read
  std::int64_t kept = 0;         ///< of them, for a watched tag; of an export all
  std::int64_t passed_over = 0;  ///< reposts, posts that are not public, items without identity
  std::int64_t broken = 0;       ///< pieces that could not be read
  std::int64_t new_posts = 0;
  std::int64_t changed_posts = 0;
  std::int64_t gone_posts = 0;  ///< posts that a stream tells as deleted and that were stored
};

class Importer {
 public:
  /// Told of each piece that cannot be read: the line on which it begins, and why.
  using Complain = std::function<void(std::int64_t line, const Error& error)>;

  /// Everything is borrowed and must outlive the importer. `timeline` (of the source that the
  /// answers are of) and `watchlist` are nullptr for exports.
  Importer(Writer& writer, const ImportKind& kind, const Timeline* timeline,
           const Watchlist* watchlist)
      : writer_(writer), kind_(kind), timeline_(timeline), watchlist_(watchlist) {}

  /// Stores what `in` holds, in transactions of 500 posts. A piece that cannot be read is told and
  /// counted, and what stands around it is stored. Blocks.
  /// Errors: only those of the store; what was committed before stays.
  [[nodiscard]] Result<ImportReport> read(std::istream& in, const Complain& complain);

 private:
  class Reading;
  Writer& writer_;
  const ImportKind& kind_;
  const Timeline* timeline_;
  const Watchlist* watchlist_;
};

}  // namespace tagwatch
