// Opening for reading, and posts one by one.
#include "tagwatch/store/reader.hpp"

#include <limits>

#include "store/commit_log.hpp"
#include "store/lists.hpp"
#include "store/open.hpp"
#include "store/post_rows.hpp"

namespace tagwatch {
namespace {

using store::Db;
using store::Rows;
using store::Snapshot;
using store::Sql;

constexpr Sql kVisit =
    "SELECT * FROM newest_post p WHERE p.created_ms >= ?1 AND p.created_ms < ?2"
    " AND (?3 IS NULL OR EXISTS (SELECT 1 FROM match m WHERE m.post = p.id"
    " AND m.until_txn IS NULL AND m.tag_key IN (SELECT value FROM json_each(?3))))"
    " AND (?4 IS NULL OR EXISTS (SELECT 1 FROM sighting s WHERE s.post = p.id"
    " AND s.source IN (SELECT value FROM json_each(?4))))"
    " ORDER BY p.created_ms, p.uri";
constexpr Sql kById = "SELECT * FROM newest_post WHERE id = ?1";
constexpr Sql kAfter = "SELECT * FROM newest_post WHERE id > ?1 ORDER BY id LIMIT ?2";
constexpr Sql kByUri =
    "SELECT * FROM newest_post WHERE id = coalesce((SELECT id FROM post WHERE uri = ?1),"
    " (SELECT post FROM alias WHERE key = ?1))";
constexpr Sql kAsOf =
    "SELECT * FROM post_revision WHERE id = coalesce((SELECT id FROM post WHERE uri = ?1),"
    " (SELECT post FROM alias WHERE key = ?1)) AND revised_txn <= ?2 ORDER BY n DESC LIMIT 1";
constexpr Sql kStats = "SELECT (SELECT count(*) FROM post), (SELECT count(*) FROM digest)";
constexpr Sql kContents =
    "SELECT (SELECT count(*) FROM post), (SELECT count(*) FROM post WHERE gone_txn IS NOT NULL),"
    " (SELECT count(*) FROM revision), (SELECT count(*) FROM match),"
    " (SELECT count(*) FROM sighting), (SELECT count(*) FROM engagement),"
    " (SELECT count(*) FROM coverage), (SELECT count(*) FROM fetch),"
    " (SELECT count(*) FROM digest), (SELECT min(created_ms) FROM post),"
    " (SELECT max(created_ms) FROM post)";

// Asked of the file system without opening the file: closing it would drop SQLite's locks.
std::int64_t bytes_of(const Db& db) {
  std::int64_t bytes = 0;
  for (const char* part : {"", "-wal"}) {
    std::error_code failed;
    const auto size = std::filesystem::file_size(db.path() + part, failed);
    bytes += failed ? 0 : static_cast<std::int64_t>(size);
  }
  return bytes;
}

Result<std::optional<PostRecord>> single_post(Db& db, Rows rows,
                                              std::int64_t as_of_txn = store::kEveryCommit) {
  if (rows.next()) {
    auto record = store::post_record(db, rows, as_of_txn);
    if (!record) {
      return record.error();
    }
    return std::optional<PostRecord>(std::move(*record));
  }
  if (rows.failed()) {
    return rows.error();
  }
  return std::optional<PostRecord>();
}

}  // namespace

Result<Reader> Reader::open(const std::filesystem::path& path) {
  auto db = store::open_for_reading(path);
  if (!db) {
    return db.error();
  }
  return Reader(std::move(*db));
}

Reader::Reader(std::shared_ptr<Db> db) : db_(std::move(db)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<void> Reader::visit_posts(const PostQuery& query,
                                 const std::function<bool(const PostRecord&)>& visit) const {
  const auto snapshot = Snapshot::begin(*db_);
  if (!snapshot) {
    return snapshot.error();
  }
  Rows rows =
      db_->query(kVisit, query.from.value_or(Instant::min()), query.to.value_or(Instant::max()),
                 store::list_or_null(query.tag_keys), store::list_or_null(query.sources));
  while (rows.next()) {
    const auto record = store::post_record(*db_, rows);
    if (!record) {
      return record.error();
    }
    if (!visit(*record)) {
      return {};
    }
  }
  if (rows.failed()) {
    return rows.error();
  }
  return {};
}

Result<std::vector<PostRecord>> Reader::posts_by_id(const std::vector<std::int64_t>& ids) const {
  const auto snapshot = Snapshot::begin(*db_);
  if (!snapshot) {
    return snapshot.error();
  }
  std::vector<PostRecord> posts;
  posts.reserve(ids.size());
  for (const std::int64_t id : ids) {
    auto post = single_post(*db_, db_->query(kById, id));
    if (!post) {
      return post.error();
    }
    if (*post) {
      posts.push_back(std::move(**post));
    }
  }
  return posts;
}

Result<std::vector<PostRecord>> Reader::posts_after(std::int64_t id, int limit) const {
  const auto snapshot = Snapshot::begin(*db_);
  if (!snapshot) {
    return snapshot.error();
  }
  std::vector<PostRecord> posts;
  Rows rows = db_->query(kAfter, id, limit);
  while (rows.next()) {
    auto record = store::post_record(*db_, rows);
    if (!record) {
      return record.error();
    }
    posts.push_back(std::move(*record));
  }
  if (rows.failed()) {
    return rows.error();
  }
  return posts;
}

Result<std::optional<PostRecord>> Reader::post_by_uri(std::string_view uri) const {
  const auto snapshot = Snapshot::begin(*db_);
  if (!snapshot) {
    return snapshot.error();
  }
  return single_post(*db_, db_->query(kByUri, uri));
}

Result<std::optional<PostRecord>> Reader::post_as_of(std::string_view uri, std::int64_t txn) const {
  const auto snapshot = Snapshot::begin(*db_);
  if (!snapshot) {
    return snapshot.error();
  }
  return single_post(*db_, db_->query(kAsOf, uri, txn), txn);
}

Result<Committed> Reader::last_commit() const {
  return store::last_commit(*db_);
}

Result<StoreStats> Reader::stats() const {
  StoreStats stats;
  Rows rows = db_->query(kStats);
  if (rows.next()) {
    stats.posts = rows.integer(0);
    stats.digests = rows.integer(1);
  }
  if (rows.failed()) {
    return rows.error();
  }
  stats.bytes = bytes_of(*db_);
  return stats;
}

Result<StoreContents> Reader::contents() const {
  StoreContents contents;
  Rows rows = db_->query(kContents);
  if (rows.next()) {
    contents.posts = rows.integer(0);
    contents.gone = rows.integer(1);
    contents.revisions = rows.integer(2);
    contents.matches = rows.integer(3);
    contents.sightings = rows.integer(4);
    contents.counts = rows.integer(5);
    contents.coverage = rows.integer(6);
    contents.fetches = rows.integer(7);
    contents.digests = rows.integer(8);
    contents.oldest = rows.maybe_instant(9);
    contents.newest = rows.maybe_instant(10);
  }
  if (rows.failed()) {
    return rows.error();
  }
  contents.bytes = bytes_of(*db_);
  return contents;
}

}  // namespace tagwatch
