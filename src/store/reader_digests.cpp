// What digests are made of: the chain, the posts to report, places in time.
#include <algorithm>

#include "store/lists.hpp"
#include "store/sqlite.hpp"
#include "tagwatch/store/reader.hpp"

namespace tagwatch {
namespace {

using store::Db;
using store::Rows;
using store::Snapshot;
using store::Sql;

constexpr Sql kDigests =
    "SELECT d.n, d.date, d.from_ms, d.to_ms, d.as_of_txn, a.at_ms, i.at_ms, d.timezone, d.config,"
    " d.software, d.hash FROM digest d JOIN txn a ON a.n = d.as_of_txn JOIN txn i ON i.n = d.txn"
    " ORDER BY d.n";
constexpr Sql kDigest =
    "SELECT d.n, d.date, d.from_ms, d.to_ms, d.as_of_txn, a.at_ms, i.at_ms, d.timezone, d.config,"
    " d.software, d.hash, d.value FROM digest d JOIN txn a ON a.n = d.as_of_txn"
    " JOIN txn i ON i.n = d.txn WHERE d.date = ?1";
constexpr Sql kUnwritten =
    "SELECT d.date FROM unwritten_digest u JOIN digest d ON d.n = u.digest ORDER BY d.n";
constexpr Sql kPostsOfDigest = "SELECT id FROM post WHERE digest = ?1 ORDER BY placed_ms, uri";
constexpr Sql kDayCounts =
    "SELECT tag_key, posts, own, partner, programme, authors FROM day_count"
    " WHERE day = ?1 AND digest = (SELECT max(digest) FROM day_count WHERE day = ?1)"
    " ORDER BY tag_key";

constexpr Sql kUnreported =
    "SELECT id, placed_ms FROM post"
    " WHERE digest IS NULL AND origin <> 'imported' AND placed_ms >= ?1 AND placed_ms < ?2"
    " ORDER BY placed_ms, uri";

// Whether anything was first watched after the first digest was issued; no rows without a digest.
constexpr Sql kAnyWatchedLater =
    "SELECT 1 FROM digest d WHERE d.n = (SELECT min(n) FROM digest) AND (EXISTS"
    " (SELECT 1 FROM timeline WHERE since_txn > d.txn) OR EXISTS"
    " (SELECT 1 FROM watch WHERE since_txn > d.txn))";

// Where the chain ended when the earliest (source, tag) that shows post ?1 was first watched, if
// that was after the first digest. A timeline of all tags is watched for one of them since both
// are.
constexpr Sql kChainEndWhenWatched =
    "SELECT (SELECT max(to_ms) FROM digest WHERE txn < first.since) FROM"
    " (SELECT min(CASE t.tag_key WHEN '' THEN max(t.since_txn, coalesce("
    "   (SELECT min(w.since_txn) FROM watch w WHERE w.tag_key = m.tag_key), 0))"
    "   ELSE t.since_txn END) AS since FROM sighting s JOIN match m ON m.post = s.post"
    "   JOIN timeline t ON t.source = s.source AND t.tag_key IN (m.tag_key, '')"
    "   WHERE s.post = ?1) first"
    " WHERE first.since > (SELECT txn FROM digest WHERE n = (SELECT min(n) FROM digest))";

constexpr Sql kPlaces =
    "SELECT post, placed_ms FROM place"
    " WHERE tag_key = ?1 AND source = ?2 AND placed_ms >= ?3 AND placed_ms < ?4";
constexpr Sql kPostsOfAuthors =
    "SELECT DISTINCT r.post FROM json_each(?1) h JOIN revision r ON r.author_handle = h.value";

// Jumps from source to source, and takes the last place of each.
constexpr Sql kLastPlace =
    "WITH RECURSIVE each(source) AS (SELECT min(source) FROM place WHERE tag_key = ?1"
    " UNION ALL SELECT (SELECT min(source) FROM place WHERE tag_key = ?1 AND source > each.source)"
    " FROM each WHERE each.source IS NOT NULL)"
    " SELECT max((SELECT max(placed_ms) FROM place WHERE tag_key = ?1 AND source = each.source"
    " AND placed_ms < ?2)) FROM each";

Result<Day> date_of(const Rows& rows, int column) {
  const auto date = parse_day(rows.view(column));
  return date ? Result<Day>(*date) : Error{Errc::store_corrupt, "a digest without a readable date"};
}

Result<DigestRow> digest_row(const Rows& rows) {
  DigestRow row;
  row.number = rows.integer(0);
  const auto date = date_of(rows, 1);
  if (!date) {
    return date.error();
  }
  row.date = *date;
  row.window = {rows.instant(2), rows.instant(3)};
  row.as_of_txn = rows.integer(4);
  row.as_of = rows.instant(5);
  row.issued_at = rows.instant(6);
  row.timezone = rows.text(7);
  row.config = rows.text(8);
  row.software = rows.text(9);
  row.hash = rows.text(10);
  return row;
}

// What the first lookback of a source or tag that was added later brings of days that were reported
// by then is history; the days that were not are reported with it.
Result<bool> is_history(Db& db, std::int64_t post, Instant placed) {
  Rows rows = db.query(kChainEndWhenWatched, post);
  const bool history = rows.next() && placed < rows.instant(0);
  if (rows.failed()) {
    return rows.error();
  }
  return history;
}

Result<bool> any_watched_later(Db& db) {
  Rows rows = db.query(kAnyWatchedLater);
  const bool any = rows.next();
  if (rows.failed()) {
    return rows.error();
  }
  return any;
}

struct PlacedPost {
  std::int64_t post;
  Instant placed;
  friend auto operator<=>(const PlacedPost&, const PlacedPost&) = default;
};

}  // namespace

Result<std::vector<DigestRow>> Reader::digests() const {
  std::vector<DigestRow> chain;
  Rows rows = db_->query(kDigests);
  while (rows.next()) {
    auto row = digest_row(rows);
    if (!row) {
      return row.error();
    }
    chain.push_back(std::move(*row));
  }
  if (rows.failed()) {
    return rows.error();
  }
  return chain;
}

Result<DigestRow> Reader::digest(Day date) const {
  Rows rows = db_->query(kDigest, format_day(date));
  if (!rows.next()) {
    return rows.failed() ? rows.error()
                         : Error{Errc::not_found, "no digest of " + format_day(date)};
  }
  auto row = digest_row(rows);
  if (row) {
    row->value = rows.text(11);
  }
  return row;
}

Result<std::vector<Day>> Reader::unwritten_digests() const {
  std::vector<Day> dates;
  Rows rows = db_->query(kUnwritten);
  while (rows.next()) {
    const auto date = date_of(rows, 0);
    if (!date) {
      return date.error();
    }
    dates.push_back(*date);
  }
  if (rows.failed()) {
    return rows.error();
  }
  return dates;
}

Result<std::vector<std::int64_t>> Reader::posts_of_digest(std::int64_t number) const {
  return ids_of(db_->query(kPostsOfDigest, number));
}

Result<std::vector<std::int64_t>> Reader::reportable(Instant chain_start, Instant to) const {
  const auto snapshot = Snapshot::begin(*db_);
  if (!snapshot) {
    return snapshot.error();
  }
  const auto some_watched_later = any_watched_later(*db_);
  if (!some_watched_later) {
    return some_watched_later.error();
  }
  if (!*some_watched_later) {
    return ids_of(db_->query(kUnreported, chain_start, to));
  }
  std::vector<std::int64_t> found;
  Rows rows = db_->query(kUnreported, chain_start, to);
  while (rows.next()) {
    const auto history = is_history(*db_, rows.integer(0), rows.instant(1));
    if (!history) {
      return history.error();
    }
    if (!*history) {
      found.push_back(rows.integer(0));
    }
  }
  if (rows.failed()) {
    return rows.error();
  }
  return found;
}

Result<std::vector<Instant>> Reader::places(std::string_view tag_key,
                                            const std::vector<std::string>& sources,
                                            const std::vector<std::string>& excluded_handles,
                                            Window window) const {
  const auto snapshot = Snapshot::begin(*db_);
  if (!snapshot) {
    return snapshot.error();
  }
  std::vector<PlacedPost> placed;
  for (const std::string& source : sources) {
    Rows rows = db_->query(kPlaces, tag_key, source, window.from, window.to);
    while (rows.next()) {
      placed.push_back({rows.integer(0), rows.instant(1)});
    }
    if (rows.failed()) {
      return rows.error();
    }
  }
  auto excluded = ids_of(db_->query(kPostsOfAuthors, store::write_list(excluded_handles)));
  if (!excluded) {
    return excluded.error();
  }
  std::sort(placed.begin(), placed.end());
  placed.erase(std::unique(placed.begin(), placed.end()), placed.end());
  std::sort(excluded->begin(), excluded->end());
  std::vector<Instant> instants;
  instants.reserve(placed.size());
  for (const PlacedPost& each : placed) {
    if (!std::binary_search(excluded->begin(), excluded->end(), each.post)) {
      instants.push_back(each.placed);
    }
  }
  std::sort(instants.begin(), instants.end());
  return instants;
}

Result<std::vector<DayCount>> Reader::day_counts(Day day) const {
  std::vector<DayCount> counts;
  Rows rows = db_->query(kDayCounts, format_day(day));
  while (rows.next()) {
    counts.push_back({day, rows.text(0), rows.integer(1), rows.integer(2), rows.integer(3),
                      rows.integer(4), rows.integer(5)});
  }
  if (rows.failed()) {
    return rows.error();
  }
  return counts;
}

Result<std::optional<Instant>> Reader::last_place_before(std::string_view tag_key,
                                                         Instant before) const {
  std::optional<Instant> last;
  Rows rows = db_->query(kLastPlace, tag_key, before);
  if (rows.next()) {
    last = rows.maybe_instant(0);
  }
  if (rows.failed()) {
    return rows.error();
  }
  return last;
}

}  // namespace tagwatch
