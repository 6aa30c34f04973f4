// Full-text search over a reader's connection, with a deadline and small limits while it runs.
#include <algorithm>
#include <array>

#include "store/lists.hpp"
#include "store/search_query.hpp"
#include "store/sqlite.hpp"
#include "tagwatch/store/reader.hpp"

namespace tagwatch {
namespace {

using store::Db;
using store::Rows;
using store::SearchQuery;

// A search takes milliseconds; one that takes this long is a mistake or an attack.
constexpr std::chrono::seconds kDeadline{5};
// Steps of SQLite's machine between two looks at the clock: well below a millisecond.
constexpr int kStepsBetweenLooks = 10'000;
// While a person's text is a parameter: bytes of a value, depth of an expression, bytes of a
// pattern. Our own SQL below is under 30 deep; texts of posts are far shorter.
constexpr int kValueBytesMax = 16 << 20;
constexpr int kExpressionDepthMax = 30;
constexpr int kPatternBytesMax = 50;
// Bytes of a search text: a line of a person, not a document.
constexpr std::size_t kSearchBytesMax = 4096;

// Searches of words, of scripts without spaces, or of texts too short for either table lead; what
// else is asked narrows.
constexpr const char* kByWords =
    "FROM post_fts f JOIN post p ON p.id = f.rowid WHERE f.post_fts MATCH ?1";
constexpr const char* kByUnspaced =
    "FROM post_fts_unspaced f JOIN post p ON p.id = f.rowid WHERE f.post_fts_unspaced MATCH ?2 AND "
    "?1 IS NULL";
constexpr const char* kByShorts = "FROM post p WHERE p.unspaced = 1 AND ?1 IS NULL AND ?2 IS NULL";
constexpr const char* kNarrowUnspaced =
    " AND p.id IN (SELECT rowid FROM post_fts_unspaced WHERE post_fts_unspaced MATCH ?2)";
constexpr const char* kNarrowShorts =
    " AND p.unspaced = 1"
    " AND NOT EXISTS (SELECT 1 FROM json_each(?3) w JOIN newest_unspaced_text t ON t.id = p.id"
    " WHERE instr(t.text, w.value) = 0 AND instr(coalesce(t.warning, ''), w.value) = 0"
    " AND instr(t.tags, w.value) = 0)";
constexpr const char* kNarrow =
    " AND p.created_ms >= ?4 AND p.created_ms < ?5"
    " AND (?6 IS NULL OR EXISTS (SELECT 1 FROM match m WHERE m.post = p.id"
    " AND m.until_txn IS NULL AND m.tag_key IN (SELECT value FROM json_each(?6))))"
    " AND (?7 IS NULL OR EXISTS (SELECT 1 FROM sighting s WHERE s.post = p.id"
    " AND s.source IN (SELECT value FROM json_each(?7))))"
    " ORDER BY ";

// Small limits and a deadline for as long as it lives.
class Guard {
 public:
  explicit Guard(Db& db) : handle_(db.handle()) {
    for (const auto& [limit, value] : kLimits) {
      old_.push_back(sqlite3_limit(handle_, limit, value));
    }
    sqlite3_progress_handler(handle_, kStepsBetweenLooks, &Guard::is_over, this);
  }
  ~Guard() {
    sqlite3_progress_handler(handle_, 0, nullptr, nullptr);
    for (std::size_t at = 0; at < old_.size(); ++at) {
      sqlite3_limit(handle_, kLimits[at].first, old_[at]);
    }
  }
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

  [[nodiscard]] bool expired() const { return std::chrono::steady_clock::now() >= deadline_; }

 private:
  static constexpr std::array<std::pair<int, int>, 3> kLimits{
      std::pair{SQLITE_LIMIT_LENGTH, kValueBytesMax},
      std::pair{SQLITE_LIMIT_EXPR_DEPTH, kExpressionDepthMax},
      std::pair{SQLITE_LIMIT_LIKE_PATTERN_LENGTH, kPatternBytesMax}};

  static int is_over(void* guard) { return static_cast<const Guard*>(guard)->expired() ? 1 : 0; }

  sqlite3* handle_;
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::now() + kDeadline;
  std::vector<int> old_;
};

std::string sql_of(const SearchQuery& search) {
  std::string sql = "SELECT p.id ";
  sql += search.words ? kByWords : search.unspaced ? kByUnspaced : kByShorts;
  if (search.words && search.unspaced) {
    sql += kNarrowUnspaced;
  }
  if (!search.shorts.empty()) {
    sql += kNarrowShorts;
  }
  sql += kNarrow;
  // Named after the table that leads, which then reads backwards and stops: no sorting.
  sql += search.words || search.unspaced ? "f.rowid" : "p.id";
  sql += " DESC LIMIT ?8";
  return sql;
}

Result<std::vector<std::int64_t>> find(Db& db, const SearchQuery& search, const PostQuery& query,
                                       int limit) {
  const Guard guard(db);
  std::vector<std::int64_t> found;
  Rows rows =
      db.query_once(sql_of(search), search.words, search.unspaced, store::write_list(search.shorts),
                    query.from.value_or(Instant::min()), query.to.value_or(Instant::max()),
                    store::list_or_null(query.tag_keys), store::list_or_null(query.sources), limit);
  while (rows.next()) {
    found.push_back(rows.integer(0));
  }
  if (!rows.failed()) {
    return found;
  }
  if (guard.expired()) {
    return Error{Errc::store_failed, "the search took more than " +
                                         std::to_string(kDeadline.count()) +
                                         " seconds; ask for rarer words or a shorter time"};
  }
  return rows.error();
}

}  // namespace

Result<std::vector<PostRecord>> Reader::search(std::string_view text, const PostQuery& query,
                                               int limit) const {
  if (text.size() > kSearchBytesMax) {
    return Error{Errc::usage,
                 "the search text is longer than " + std::to_string(kSearchBytesMax) + " bytes"};
  }
  const SearchQuery search = store::parse_search(text);
  if (search.empty()) {
    return Error{Errc::usage, "the search text holds no word to look for"};
  }
  const auto snapshot = store::Snapshot::begin(*db_);
  if (!snapshot) {
    return snapshot.error();
  }
  const auto found = find(*db_, search, query, std::max(limit, 0));
  if (!found) {
    return found.error();
  }
  return posts_by_id(*found);
}

}  // namespace tagwatch
