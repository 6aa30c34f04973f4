#include "store/post_rows.hpp"

#include <algorithm>

#include "store/lists.hpp"
#include "store/post_writer.hpp"

namespace tagwatch::store {
namespace {

constexpr Sql kMatches =
    "SELECT tag_key, spelled, by_phrase OR tagged_txn > ?2 FROM match WHERE post = ?1 AND txn <= ?2"
    " AND (until_txn IS NULL OR until_txn > ?2) ORDER BY tag_key";
constexpr Sql kSightings =
    "SELECT source, native_id, first_seen_ms, own FROM sighting WHERE post = ?1"
    " AND txn <= ?2 ORDER BY first_seen_ms, source, native_id";
constexpr Sql kCounts =
    "SELECT source, as_of_ms, likes, reposts, replies, quotes FROM engagement WHERE post = ?1"
    " AND txn <= ?2 ORDER BY source, txn";

struct Observation {
  std::string source;
  Instant as_of{};
  Engagement counts;
};

std::int64_t total(const Engagement& counts) {
  return counts.likes.value_or(0) + counts.reposts.value_or(0) + counts.replies.value_or(0) +
         counts.quotes.value_or(0);
}

Author author_of(const Rows& rows) {
  Author author;
  author.handle = rows.text(21);
  author.name = rows.text(22);
  author.url = rows.text(23);
  author.followers = rows.maybe_integer(24);
  author.bot = rows.truth(25);
  if (!rows.null(26)) {
    author.created_on = parse_day(rows.view(26));
  }
  return author;
}

Result<void> read_lists(const Rows& rows, PostRecord& record) {
  auto topics = read_list(rows.view(16));
  auto tags = read_list(rows.view(30));
  auto mentions = read_list(rows.view(31));
  auto links = read_rows(rows.view(32), 2);
  auto media = read_rows(rows.view(33), 3);
  for (const auto* list : {&topics, &tags, &mentions}) {
    if (!*list) {
      return list->error();
    }
  }
  if (!links || !media) {
    return links ? media.error() : links.error();
  }
  record.topics = std::move(*topics);
  for (const std::string& tag : *tags) {
    record.post.tags.emplace_back(tag);
  }
  record.post.mentions = std::move(*mentions);
  for (Texts& link : *links) {
    record.post.links.push_back({std::move(link[0]), std::move(link[1])});
  }
  for (Texts& media_row : *media) {
    record.post.media.push_back(
        {std::move(media_row[0]), std::move(media_row[1]), std::move(media_row[2])});
  }
  return {};
}

void read_columns(const Rows& rows, PostRecord& record) {
  record.id = rows.integer(0);
  record.revision = rows.small(36);
  record.created = rows.instant(5);
  record.created_known = rows.truth(6);
  record.placed = rows.instant(7);
  record.first_seen = rows.instant(8);
  record.last_seen = rows.instant(9);
  record.origin = origin_from_name(rows.view(10));
  record.txn = rows.integer(11);
  record.digest = rows.maybe_integer(12);
  record.deleted = rows.truth(13);
  record.held = rows.truth(38);
  Post& post = record.post;
  post.uri = rows.text(1);
  post.platform = rows.text(2);
  post.kind = post_kind_from_name(rows.view(3));
  post.withheld = rows.truth(14);
  post.indexable = rows.truth(15);
  post.created_at = rows.maybe_instant(18);
  post.edited_at = rows.maybe_instant(19);
  post.url = rows.text(20);
  post.author = author_of(rows);
  post.text = rows.text(27);
  post.content_warning = rows.maybe_text(28);
  post.language = rows.maybe_text(29);
  post.in_reply_to = rows.maybe_text(34);
  post.repost_of = rows.maybe_text(35);
}

Result<void> read_matches(Db& db, std::int64_t as_of_txn, PostRecord& record) {
  Rows rows = db.query(kMatches, record.id, as_of_txn);
  while (rows.next()) {
    record.matches.push_back({rows.text(0), rows.text(1), rows.truth(2)});
  }
  if (rows.failed()) {
    return rows.error();
  }
  return {};
}

// Also the native id that `source` knows the post by, and the sources that are its author's server.
Result<std::vector<std::string>> read_sightings(Db& db, std::string_view source,
                                                std::int64_t as_of_txn, PostRecord& record) {
  std::vector<std::string> own;
  Rows rows = db.query(kSightings, record.id, as_of_txn);
  while (rows.next()) {
    record.sightings.push_back({rows.text(0), rows.text(1), rows.instant(2)});
    const Sighting& sighting = record.sightings.back();
    if (sighting.source == source && record.post.native_id.empty()) {
      record.post.native_id = sighting.native_id;
    }
    if (rows.truth(3)) {
      own.push_back(sighting.source);
    }
  }
  if (rows.failed()) {
    return rows.error();
  }
  return own;
}

// The newest counts of the author's own server, else the highest of the newest of each source.
Result<void> read_counts(Db& db, const std::vector<std::string>& own, std::int64_t as_of_txn,
                         PostRecord& record) {
  std::vector<Observation> newest;
  Rows rows = db.query(kCounts, record.id, as_of_txn);
  while (rows.next()) {
    if (newest.empty() || newest.back().source != rows.view(0)) {
      newest.push_back({rows.text(0), {}, {}});
    }
    newest.back().as_of = rows.instant(1);
    newest.back().counts = {rows.maybe_integer(2), rows.maybe_integer(3), rows.maybe_integer(4),
                            rows.maybe_integer(5)};
  }
  if (rows.failed()) {
    return rows.error();
  }
  const auto is_own = [&](const Observation& each) {
    return std::find(own.begin(), own.end(), each.source) != own.end();
  };
  const auto best = std::max_element(newest.begin(), newest.end(),
                                     [&](const Observation& a, const Observation& b) {
                                       return std::tuple(is_own(a), total(a.counts), a.as_of) <
                                              std::tuple(is_own(b), total(b.counts), b.as_of);
                                     });
  if (best != newest.end()) {
    record.post.engagement = best->counts;
    record.engagement_as_of = best->as_of;
  }
  return {};
}

// The latest time among what is known of the post: it was there then.
Instant last_evidence(const PostRecord& record) {
  Instant last = record.engagement_as_of.value_or(record.first_seen);
  for (const Sighting& sighting : record.sightings) {
    last = std::max(last, sighting.first_seen);
  }
  return last;
}

}  // namespace

Result<PostRecord> post_record(Db& db, const Rows& rows, std::int64_t as_of_txn) {
  PostRecord record;
  read_columns(rows, record);
  if (auto read = read_lists(rows, record); !read) {
    return Error{read.error().code, db.path() + ": " + read.error().context};
  }
  if (auto read = read_matches(db, as_of_txn, record); !read) {
    return read.error();
  }
  const auto own = read_sightings(db, rows.view(17), as_of_txn, record);
  if (!own) {
    return own.error();
  }
  if (auto read = read_counts(db, *own, as_of_txn, record); !read) {
    return read.error();
  }
  if (as_of_txn != kEveryCommit) {
    // What is kept as a record is so as it was; nothing brings other content back.
    const bool gone_by_then = rows.maybe_integer(39).value_or(kEveryCommit) <= as_of_txn;
    record.deleted = record.held ? gone_by_then : record.deleted;
    record.last_seen = last_evidence(record);
    record.created = record.post.created_at.value_or(record.first_seen);
    record.created_known = record.post.created_at.has_value();
  }
  return record;
}

}  // namespace tagwatch::store
