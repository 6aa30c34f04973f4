// What a person or the office's rules take out of the store, and the bytes that it leaves behind.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "store/commit_log.hpp"
#include "store/pruned.hpp"
#include "store/revision.hpp"
#include "store/tombstone.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch {
namespace {

using store::Db;
using store::Rows;
using store::Sql;

// Posts that are taken out in one transaction.
constexpr int kPostsPerCommit = 500;

// With what the source that named the author calls the post: a feed may have shown it first.
constexpr Sql kOfHandle =
    "SELECT DISTINCT p.id, coalesce(s.native_id, p.uri) FROM revision r"
    " JOIN post p ON p.id = r.post LEFT JOIN sighting s ON s.post = r.post AND s.source = r.source"
    " WHERE r.author_handle = ?1 AND (p.gone_txn IS NULL OR p.held = 1)";
constexpr Sql kOfPrefix =
    "SELECT id FROM post WHERE (gone_txn IS NULL OR held = 1) AND id IN"
    " (SELECT id FROM post WHERE uri > ?1 AND uri < ?2 UNION ALL"
    "  SELECT s.post FROM sighting s JOIN revision r ON r.post = s.post AND r.source = s.source"
    "  WHERE s.native_id > ?1 AND s.native_id < ?2 AND r.author_handle <> '')";
constexpr Sql kHeld = "SELECT id FROM post WHERE gone_txn IS NOT NULL AND held = 1";

constexpr Sql kOld =
    "SELECT id FROM post WHERE placed_ms < ?1 AND (gone_txn IS NULL OR held = 1)"
    " AND id NOT IN (SELECT value FROM json_each(?3)) LIMIT ?2";
constexpr Sql kIndexed = "SELECT revision, unspaced FROM post WHERE id = ?1";
constexpr Sql kDropPlaces =
    "DELETE FROM place WHERE (tag_key, source, placed_ms, post) IN"
    " (SELECT m.tag_key, s.source, p.placed_ms, p.id FROM post p JOIN match m ON m.post = p.id"
    " JOIN sighting s ON s.post = p.id WHERE p.id = ?1)";
constexpr Sql kDropOldCounts =
    "DELETE FROM engagement WHERE as_of_ms < ?1 AND txn < (SELECT max(e.txn) FROM engagement e"
    " WHERE e.post = engagement.post AND e.source = engagement.source)";

constexpr Sql kIsPurged = "UPDATE purge SET due_txn = NULL, done_ms = ?1";
constexpr Sql kRewritten =
    "DELETE FROM stale_digest WHERE digest = (SELECT n FROM digest WHERE date = ?1)";
constexpr Sql kPreviewsRewritten = "DELETE FROM stale_digest WHERE digest = 0";

// "at://did:plc:abc/" of a post of Bluesky, where the account has one name for good; else "".
std::string account_prefix(std::string_view uri) {
  constexpr std::string_view kScheme = "at://";
  const std::size_t slash = uri.find('/', kScheme.size());
  const bool is_account = uri.starts_with(kScheme) && slash != std::string_view::npos;
  return is_account ? std::string(uri.substr(0, slash + 1)) : std::string();
}

Result<std::vector<std::int64_t>> posts_of(Db& db, const std::string& handle) {
  std::vector<std::int64_t> posts;
  std::vector<std::string> prefixes;
  {
    Rows rows = db.query(kOfHandle, handle);
    while (rows.next()) {
      posts.push_back(rows.integer(0));
      const std::string prefix = account_prefix(rows.view(1));
      if (!prefix.empty() && (prefixes.empty() || prefixes.back() != prefix)) {
        prefixes.push_back(prefix);
      }
    }
    if (rows.failed()) {
      return rows.error();
    }
  }
  for (const std::string& prefix : prefixes) {
    const auto more = ids_of(db.query(kOfPrefix, prefix, prefix + "\xFF"));
    if (!more) {
      return more.error();
    }
    posts.insert(posts.end(), more->begin(), more->end());
  }
  std::sort(posts.begin(), posts.end());
  posts.erase(std::unique(posts.begin(), posts.end()), posts.end());
  return posts;
}

// Takes a post with all that is known of it, but for what keeps it from being reported again.
Result<void> drop_post(Db& db, std::int64_t post) {
  for (const auto note : {store::note_stale, store::note_pruned}) {
    if (auto noted = note(db, post); !noted) {
      return noted;
    }
  }
  store::RevisionKey newest{post, 0};
  bool unspaced = false;
  {
    Rows rows = db.query(kIndexed, post);
    if (rows.next()) {
      newest.n = rows.small(0);
      unspaced = rows.truth(1);
    }
    if (rows.failed()) {
      return rows.error();
    }
  }
  const auto last = store::read_revision(db, newest);
  if (!last) {
    return last.error();
  }
  if (auto taken = store::take_from_index(db, post, last->search_text(), unspaced); !taken) {
    return taken;
  }
  static constexpr std::array<Sql, 9> kDrops{kDropPlaces,
                                             "DELETE FROM match WHERE post = ?1",
                                             "DELETE FROM candidate WHERE post = ?1",
                                             "DELETE FROM sighting WHERE post = ?1",
                                             "DELETE FROM engagement WHERE post = ?1",
                                             "DELETE FROM alias WHERE post = ?1",
                                             "DELETE FROM attention WHERE post = ?1",
                                             "DELETE FROM revision WHERE post = ?1",
                                             "DELETE FROM post WHERE id = ?1"};
  for (const Sql drop : kDrops) {
    if (auto dropped = db.run(drop, post); !dropped) {
      return dropped;
    }
  }
  return {};
}

// Runs `each` over `posts` in one transaction with a commit of its own.
template <class Each>
Result<void> in_one_commit(Db& db, const Clock& clock, const std::vector<std::int64_t>& posts,
                           Each each) {
  auto transaction = store::Transaction::begin(db);
  if (!transaction) {
    return transaction.error();
  }
  const auto commit = store::next_commit(db, clock);
  if (!commit) {
    return commit.error();
  }
  for (const std::int64_t post : posts) {
    if (auto done = each(post, commit->txn); !done) {
      return done;
    }
  }
  if (auto noted = store::note_purge_due(db, commit->txn); !noted) {
    return noted;
  }
  return transaction->commit();
}

// Posts that the next digest will report, as a JSON list of their ids: however old, they stay until
// it has.
Result<std::string> owed_to_digests(const Reader& reader) {
  const auto chain = reader.digests();
  if (!chain || chain->empty()) {
    return chain ? Result<std::string>("[]") : chain.error();
  }
  const auto ids = reader.reportable(chain->front().window.from, Instant::max());
  return ids ? Result<std::string>(fmt::format("[{}]", fmt::join(*ids, ","))) : ids.error();
}

// The number of posts that are blank now.
Result<std::int64_t> make_tombstones(Db& db, const Clock& clock,
                                     const std::vector<std::int64_t>& posts) {
  if (posts.empty()) {
    return 0;
  }
  const auto blank = [&db](std::int64_t post, std::int64_t txn) {
    return store::make_tombstone(db, post, txn);
  };
  if (auto done = in_one_commit(db, clock, posts, blank); !done) {
    return done.error();
  }
  return static_cast<std::int64_t>(posts.size());
}

}  // namespace

Result<std::int64_t> Writer::erase(std::string_view handle) {
  const std::string shown =
      handle.starts_with('@') ? std::string(handle) : "@" + std::string(handle);
  const auto posts = posts_of(*db_, shown);
  if (!posts) {
    return posts.error();
  }
  return make_tombstones(*db_, *clock_, *posts);
}

Result<std::int64_t> Writer::release_held() {
  const auto posts = ids_of(db_->query(kHeld));
  if (!posts) {
    return posts.error();
  }
  return make_tombstones(*db_, *clock_, *posts);
}

Result<Pruned> Writer::prune(const Retention& retention) {
  Pruned pruned;
  const auto owed = owed_to_digests(reader_);
  if (!owed) {
    return owed.error();
  }
  const auto drop = [this](std::int64_t post, std::int64_t) { return drop_post(*db_, post); };
  while (retention.posts) {
    const auto posts = ids_of(db_->query(kOld, *retention.posts, kPostsPerCommit, *owed));
    if (!posts) {
      return posts.error();
    }
    if (posts->empty()) {
      break;
    }
    if (auto done = in_one_commit(*db_, *clock_, *posts, drop); !done) {
      return done.error();
    }
    pruned.posts += static_cast<std::int64_t>(posts->size());
  }
  if (retention.observations) {
    if (auto dropped = db_->run(kDropOldCounts, *retention.observations); !dropped) {
      return dropped.error();
    }
    pruned.observations = db_->changes();
  }
  return pruned;
}

// secure_delete alone is not enough: a page that SQLite rebuilds keeps bytes of rows that moved to
// another one, and the search index keeps words until its parts are merged.
Result<void> Writer::purge() {
  for (const char* script :
       {"INSERT INTO post_fts(post_fts) VALUES('optimize')",
        "INSERT INTO post_fts_unspaced(post_fts_unspaced) VALUES('optimize')", "VACUUM"}) {
    if (auto done = db_->execute(script); !done) {
      return done.error();
    }
  }
  if (auto emptied = db_->empty_journal(); !emptied) {
    return emptied.error();
  }
  return db_->run(kIsPurged, clock_->now());
}

Result<void> Writer::note_rewritten(std::optional<Day> date) {
  return date ? db_->run(kRewritten, format_day(*date)) : db_->run(kPreviewsRewritten);
}

}  // namespace tagwatch
