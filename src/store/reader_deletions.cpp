// What changed since a digest, what may be gone, and what is still to be done about what is.
#include "store/sqlite.hpp"
#include "tagwatch/store/reader.hpp"

namespace tagwatch {
namespace {

using store::Rows;
using store::Snapshot;
using store::Sql;

constexpr Sql kDeleted =
    "SELECT p.uri, d.date, '' FROM post p JOIN digest d ON d.n = p.digest"
    " WHERE p.gone_txn > ?1 AND p.gone_txn <= ?2 ORDER BY d.date, p.uri";
constexpr Sql kUntagged =
    "SELECT p.uri, d.date, m.spelled FROM match m JOIN post p ON p.id = m.post"
    " JOIN digest d ON d.n = p.digest WHERE m.until_txn > ?1 AND m.until_txn <= ?2"
    " AND p.gone_txn IS NULL ORDER BY d.date, p.uri, m.tag_key";
constexpr Sql kEdited =
    "SELECT DISTINCT p.uri, d.date, '' FROM revision r JOIN post p ON p.id = r.post"
    " JOIN digest d ON d.n = p.digest WHERE r.n > 1 AND r.txn > ?1 AND r.txn <= ?2"
    " AND p.gone_txn IS NULL AND NOT EXISTS (SELECT 1 FROM match m WHERE m.post = p.id"
    " AND m.until_txn > ?1 AND m.until_txn <= ?2) ORDER BY d.date, p.uri";

constexpr Sql kCandidates =
    "SELECT native_id FROM candidate WHERE source = ?1 AND missing = 1 AND next_ms <= ?2"
    " ORDER BY txn, native_id LIMIT ?3";
// The newest one about which there is no doubt.
constexpr Sql kControl =
    "SELECT s.native_id FROM place l JOIN sighting s ON s.source = l.source AND s.post = l.post"
    " JOIN post p ON p.id = l.post WHERE l.tag_key = ?2 AND l.source = ?1 AND p.gone_txn IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM candidate c WHERE c.source = s.source"
    " AND c.native_id = s.native_id) ORDER BY l.placed_ms DESC LIMIT 1";

constexpr Sql kStaleDates =
    "SELECT d.date FROM stale_digest s JOIN digest d ON d.n = s.digest ORDER BY d.n";
constexpr Sql kStalePreviews = "SELECT 1 FROM stale_digest WHERE digest = 0";
constexpr Sql kPurgeDue = "SELECT done_ms FROM purge WHERE due_txn IS NOT NULL";

Result<std::vector<ChangedPost>> changed_posts(Rows rows) {
  std::vector<ChangedPost> posts;
  while (rows.next()) {
    const auto date = parse_day(rows.view(1));
    if (!date) {
      return Error{Errc::store_corrupt, "a digest without a readable date"};
    }
    posts.push_back({rows.text(0), *date, rows.text(2)});
  }
  if (rows.failed()) {
    return rows.error();
  }
  return posts;
}

}  // namespace

Result<Changes> Reader::changes(std::int64_t from_txn, std::int64_t to_txn) const {
  const auto snapshot = Snapshot::begin(*db_);
  if (!snapshot) {
    return snapshot.error();
  }
  auto edited = changed_posts(db_->query(kEdited, from_txn, to_txn));
  auto untagged = changed_posts(db_->query(kUntagged, from_txn, to_txn));
  auto deleted = changed_posts(db_->query(kDeleted, from_txn, to_txn));
  for (const auto* list : {&edited, &untagged, &deleted}) {
    if (!*list) {
      return list->error();
    }
  }
  return Changes{std::move(*edited), std::move(*untagged), std::move(*deleted)};
}

Result<Candidates> Reader::candidates(const TimelineId& id, Instant now, int limit) const {
  const auto snapshot = Snapshot::begin(*db_);
  if (!snapshot) {
    return snapshot.error();
  }
  Candidates candidates;
  {
    Rows rows = db_->query(kCandidates, id.source, now, limit);
    while (rows.next()) {
      candidates.ids.push_back(rows.text(0));
    }
    if (rows.failed()) {
      return rows.error();
    }
  }
  if (candidates.ids.empty()) {
    return candidates;
  }
  Rows rows = db_->query(kControl, id.source, id.tag_key);
  if (rows.next()) {
    candidates.control = rows.text(0);
  }
  if (rows.failed()) {
    return rows.error();
  }
  return candidates;
}

Result<StaleDigests> Reader::stale_digests() const {
  const auto snapshot = Snapshot::begin(*db_);
  if (!snapshot) {
    return snapshot.error();
  }
  StaleDigests stale;
  Rows dates = db_->query(kStaleDates);
  while (dates.next()) {
    if (const auto date = parse_day(dates.view(0))) {
      stale.dates.push_back(*date);
    }
  }
  Rows previews = db_->query(kStalePreviews);
  stale.previews = previews.next();
  if (dates.failed() || previews.failed()) {
    return dates.failed() ? dates.error() : previews.error();
  }
  return stale;
}

Result<std::optional<Instant>> Reader::purge_due() const {
  std::optional<Instant> last;
  Rows rows = db_->query(kPurgeDue);
  if (rows.next()) {
    last = rows.instant(0);
  }
  if (rows.failed()) {
    return rows.error();
  }
  return last;
}

}  // namespace tagwatch
