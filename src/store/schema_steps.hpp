// What came to the tables of the store after the first schema, step by step. A step that was
// released never changes.
#pragma once

namespace tagwatch::store {

inline constexpr const char* kControlTag = R"sql(
ALTER TABLE timeline ADD COLUMN control_had_posts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE timeline ADD COLUMN control_asked_ms INTEGER;
)sql";

// Deletions: which posts are missing where a source should show them, what is still to be done
// about those that are gone, and what changed since a digest.
inline constexpr const char* kDeletions = R"sql(
-- Gone, and its content is kept as a record all the same.
ALTER TABLE post ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
CREATE INDEX post_gone ON post(gone_txn) WHERE gone_txn IS NOT NULL;
CREATE INDEX revision_edit ON revision(txn) WHERE n > 1;
CREATE INDEX alias_post ON alias(post);
CREATE INDEX match_ended ON match(until_txn) WHERE until_txn IS NOT NULL;

-- Posts that a source did not show where it should have, and what it said when it was asked for
-- them by id. `missing`: still to be asked for; `asked`: how often that led to nothing.
CREATE TABLE candidate(
  source TEXT NOT NULL,
  native_id TEXT NOT NULL,
  post INTEGER NOT NULL REFERENCES post(id),
  missing INTEGER NOT NULL,
  gone INTEGER NOT NULL,
  asked INTEGER NOT NULL,
  next_ms INTEGER NOT NULL,
  txn INTEGER NOT NULL,
  PRIMARY KEY(source, native_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX candidate_post ON candidate(post);

-- Digests whose files may still quote what is gone; 0 stands for every preview.
CREATE TABLE stale_digest(
  digest INTEGER PRIMARY KEY
) STRICT;

-- One row: since which commit the file may hold bytes of what is gone (null: it holds none), and
-- when it was purged last.
CREATE TABLE purge(
  id INTEGER PRIMARY KEY CHECK(id = 1),
  due_txn INTEGER,
  done_ms INTEGER NOT NULL
) STRICT;
INSERT INTO purge(id, due_txn, done_ms) VALUES(1, NULL, 0);

DROP VIEW newest_post;
DROP VIEW post_revision;
CREATE VIEW post_revision AS
  SELECT p.id, p.uri, p.platform, p.kind, p.revision, p.created_ms, p.created_known, p.placed_ms,
    p.first_seen_ms, p.last_seen_ms, p.origin, p.txn, p.digest, p.gone_txn IS NOT NULL AS gone,
    p.withheld, p.indexable, p.topics, r.source, r.created_ms AS claimed_ms, r.edited_ms, r.url,
    r.author_handle, r.author_name, r.author_url, r.author_followers, r.author_bot,
    r.author_created_on, r.text, r.warning, r.language, r.tags, r.mentions, r.links, r.media,
    r.in_reply_to, r.repost_of, r.n, r.txn AS revised_txn, p.held, p.gone_txn
  FROM post p JOIN revision r ON r.post = p.id;
CREATE VIEW newest_post AS SELECT * FROM post_revision WHERE n = revision;
)sql";

// Issued digests whose files, or whose copy on stdout, may not be written yet.
inline constexpr const char* kUnwrittenDigests = R"sql(
CREATE TABLE unwritten_digest(
  digest INTEGER PRIMARY KEY REFERENCES digest(n)
) STRICT;
)sql";

// What the server's clock showed when it answered.
inline constexpr const char* kServerClock = R"sql(
ALTER TABLE fetch ADD COLUMN server_ms INTEGER;
)sql";

// What an edit, or the network of a post that a feed showed first, changes of a post's row.
inline constexpr const char* kRevisedRow = R"sql(
-- As the post's row was until the next revision came; null in the newest: as it is.
ALTER TABLE revision ADD COLUMN platform TEXT;
ALTER TABLE revision ADD COLUMN kind TEXT;
ALTER TABLE revision ADD COLUMN topics TEXT;

-- By a phrase until this commit, by the tag since.
ALTER TABLE match ADD COLUMN tagged_txn INTEGER;

DROP VIEW newest_post;
DROP VIEW post_revision;
CREATE VIEW post_revision AS
  SELECT p.id, p.uri, coalesce(r.platform, p.platform) AS platform,
    coalesce(r.kind, p.kind) AS kind, p.revision, p.created_ms, p.created_known, p.placed_ms,
    p.first_seen_ms, p.last_seen_ms, p.origin, p.txn, p.digest, p.gone_txn IS NOT NULL AS gone,
    p.withheld, p.indexable, coalesce(r.topics, p.topics) AS topics, r.source,
    r.created_ms AS claimed_ms, r.edited_ms, r.url, r.author_handle, r.author_name, r.author_url,
    r.author_followers, r.author_bot, r.author_created_on, r.text, r.warning, r.language, r.tags,
    r.mentions, r.links, r.media, r.in_reply_to, r.repost_of, r.n, r.txn AS revised_txn, p.held,
    p.gone_txn
  FROM post p JOIN revision r ON r.post = p.id;
CREATE VIEW newest_post AS SELECT * FROM post_revision WHERE n = revision;
)sql";

inline constexpr const char* kPruned = R"sql(
-- Posts that were pruned: half of the hash of each uri that one was shown under, and the digest that
-- had reported it.
CREATE TABLE pruned(
  high INTEGER NOT NULL,
  low INTEGER NOT NULL,
  digest INTEGER REFERENCES digest(n),
  PRIMARY KEY(high, low)
) STRICT, WITHOUT ROWID;
)sql";

inline constexpr const char* kAttention = R"sql(
-- Posts that wait for an answer, or waited for one: why, which digest said so first (none where a
-- person was faster), and the commit by which a person closed the matter.
CREATE TABLE attention(
  post INTEGER PRIMARY KEY REFERENCES post(id),
  reasons TEXT NOT NULL,
  digest INTEGER REFERENCES digest(n),
  closed_txn INTEGER REFERENCES txn(n)
) STRICT;
CREATE INDEX attention_by_digest ON attention(digest);
)sql";

}  // namespace tagwatch::store
