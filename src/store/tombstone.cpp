#include "store/tombstone.hpp"

#include "store/pages.hpp"
#include "store/revision.hpp"

namespace tagwatch::store {
namespace {

constexpr Sql kFind = "SELECT revision, unspaced FROM post WHERE id = ?1";

constexpr Sql kBlank =
    "UPDATE revision SET url = '', author_handle = '', author_name = '', author_url = '',"
    " author_followers = NULL, author_bot = 0, author_created_on = NULL, text = '',"
    " warning = NULL, language = NULL, tags = '[]', mentions = '[]', links = '[]', media = '[]',"
    " in_reply_to = NULL, repost_of = NULL, topics = NULL WHERE post = ?1";
constexpr Sql kDropCounts = "DELETE FROM engagement WHERE post = ?1";
constexpr Sql kGone =
    "UPDATE post SET gone_txn = ?2, held = 0, topics = '[]', unspaced = 0, withheld = 0"
    " WHERE id = ?1";
constexpr Sql kHeld = "UPDATE post SET gone_txn = ?2, held = 1 WHERE id = ?1";
// Nobody is asked for it any more.
constexpr Sql kDropCandidates = "DELETE FROM candidate WHERE post = ?1";

constexpr Sql kStale =
    "INSERT OR IGNORE INTO stale_digest(digest) SELECT digest FROM post WHERE id = ?1"
    " AND digest IS NOT NULL UNION SELECT 0"
    // Digests that may have repeated it while it waited for an answer.
    " UNION SELECT d.n FROM attention a JOIN digest d ON d.n BETWEEN a.digest AND a.digest + 30"
    " WHERE a.post = ?1";
// A mail that a server may not have taken is rendered anew without it.
constexpr Sql kDropMails =
    "UPDATE outbox SET bytes = NULL WHERE bytes IS NOT NULL AND kind = 'digest' AND day IN"
    " (SELECT d.date FROM stale_digest s JOIN digest d ON d.n = s.digest)";
constexpr Sql kPurgeDue = "UPDATE purge SET due_txn = ?1 WHERE due_txn IS NULL";

}  // namespace

Result<void> make_tombstone(Db& db, std::int64_t post, std::int64_t txn) {
  RevisionKey newest{post, 0};
  bool unspaced = false;
  {
    Rows rows = db.query(kFind, post);
    if (rows.next()) {
      newest.n = rows.small(0);
      unspaced = rows.truth(1);
    }
    if (rows.failed()) {
      return rows.error();
    }
  }
  const auto last = read_revision(db, newest);
  if (!last) {
    return last.error();
  }
  if (auto taken = take_from_index(db, post, last->search_text(), unspaced); !taken) {
    return taken;
  }
  for (const auto pages : {note_gone_pages, drop_pages}) {
    if (auto done = pages(db, post); !done) {
      return done;
    }
  }
  for (const Sql sql : {kBlank, kDropCounts, kDropCandidates}) {
    if (auto done = db.run(sql, post); !done) {
      return done;
    }
  }
  if (auto gone = db.run(kGone, post, txn); !gone) {
    return gone;
  }
  const Post nothing;
  if (auto added = add_to_index(db, post, search_text(nothing, lists_of(nothing)), false); !added) {
    return added;
  }
  if (auto noted = note_stale(db, post); !noted) {
    return noted;
  }
  return note_purge_due(db, txn);
}

Result<void> mark_gone(Db& db, std::int64_t post, std::int64_t txn, Deletion deletion) {
  if (deletion == Deletion::follow) {
    return make_tombstone(db, post, txn);
  }
  if (auto dropped = db.run(kDropCandidates, post); !dropped) {
    return dropped;
  }
  if (auto noted = note_gone_pages(db, post); !noted) {
    return noted;
  }
  if (auto held = db.run(kHeld, post, txn); !held) {
    return held;
  }
  return note_stale(db, post);
}

Result<void> note_stale(Db& db, std::int64_t post) {
  auto noted = db.run(kStale, post);
  return noted ? db.run(kDropMails) : noted;
}

Result<void> note_purge_due(Db& db, std::int64_t txn) {
  return db.run(kPurgeDue, txn);
}

}  // namespace tagwatch::store
