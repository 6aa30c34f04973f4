#include "store/followers.hpp"

#include "tagwatch/store/reader.hpp"

namespace tagwatch {
namespace {

using store::Rows;
using store::Sql;

constexpr Sql kNote =
    "UPDATE revision SET author_followers = ?2"
    " WHERE author_handle = ?1 AND author_followers IS NULL AND EXISTS ("
    "  SELECT 1 FROM post p WHERE p.id = revision.post AND p.digest IS NULL"
    "  AND p.origin <> 'imported' AND p.gone_txn IS NULL)";

// Authors of unreported posts, those with the newest first, with what another post of theirs says.
constexpr Sql kAuthors =
    "SELECT r.author_handle, ("
    "  SELECT k.author_followers FROM revision k JOIN txn t ON t.n = k.txn"
    "  WHERE k.author_handle = r.author_handle AND k.author_followers IS NOT NULL"
    "  AND t.at_ms >= ?3 ORDER BY k.id DESC LIMIT 1)"
    " FROM post p JOIN revision r ON r.post = p.id AND r.n = p.revision"
    " WHERE p.digest IS NULL AND p.origin <> 'imported' AND p.placed_ms >= ?2"
    " AND p.platform = ?1 AND p.gone_txn IS NULL AND p.withheld = 0"
    " AND r.author_followers IS NULL AND r.author_handle <> ''"
    " GROUP BY r.author_handle ORDER BY max(p.id) DESC LIMIT ?4";

}  // namespace

namespace store {

Result<void> note_followers(Db& db, const std::vector<AuthorFollowers>& followers) {
  for (const AuthorFollowers& each : followers) {
    if (auto noted = db.run(kNote, each.handle, each.followers); !noted) {
      return noted;
    }
  }
  return {};
}

}  // namespace store

Result<std::vector<Reader::UnknownAudience>> Reader::unknown_audiences(std::string_view platform,
                                                                       Instant placed_since,
                                                                       Instant known_since,
                                                                       int limit) const {
  std::vector<UnknownAudience> authors;
  Rows rows = db_->query(kAuthors, platform, placed_since, known_since, limit);
  while (rows.next()) {
    authors.push_back({rows.text(0), rows.maybe_integer(1)});
  }
  if (rows.failed()) {
    return rows.error();
  }
  return authors;
}

}  // namespace tagwatch
