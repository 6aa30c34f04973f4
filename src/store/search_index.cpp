#include "store/search_index.hpp"

#include "store/unspaced.hpp"

namespace tagwatch::store {
namespace {

constexpr Sql kAdd = "INSERT INTO post_fts(rowid, text, warning, tags) VALUES(?1, ?2, ?3, ?4)";
constexpr Sql kAddUnspaced =
    "INSERT INTO post_fts_unspaced(rowid, text, warning, tags) VALUES(?1, ?2, ?3, ?4)";
constexpr Sql kTake =
    "INSERT INTO post_fts(post_fts, rowid, text, warning, tags) VALUES('delete', ?1, ?2, ?3, ?4)";
constexpr Sql kTakeUnspaced =
    "INSERT INTO post_fts_unspaced(post_fts_unspaced, rowid, text, warning, tags)"
    " VALUES('delete', ?1, ?2, ?3, ?4)";

Result<void> write(Db& db, Sql sql, std::int64_t post, const SearchText& text) {
  return db.run(sql, post, text.text, text.warning, text.tags);
}

}  // namespace

bool has_unspaced(const SearchText& text) {
  return has_unspaced(text.text) || (text.warning && has_unspaced(*text.warning)) ||
         has_unspaced(text.tags);
}

Result<void> add_to_index(Db& db, std::int64_t post, const SearchText& text, bool unspaced) {
  if (auto added = write(db, kAdd, post, text); !added || !unspaced) {
    return added;
  }
  return write(db, kAddUnspaced, post, text);
}

Result<void> take_from_index(Db& db, std::int64_t post, const SearchText& text, bool unspaced) {
  if (auto taken = write(db, kTake, post, text); !taken || !unspaced) {
    return taken;
  }
  return write(db, kTakeUnspaced, post, text);
}

}  // namespace tagwatch::store
