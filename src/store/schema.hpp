// The tables of the first schema; schema_steps.hpp has what came later. Times are UTC milliseconds
// (`_ms`); rows that change carry the commit (`txn`) that wrote them.
#pragma once

namespace tagwatch::store {

inline constexpr const char* kFirstSchema = R"sql(
-- Commits: numbered, with times that never go back.
CREATE TABLE txn(
  n INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL
) STRICT;

-- Since when a tag is watched, and until when it was.
CREATE TABLE watch(
  tag_key TEXT NOT NULL,
  spelled TEXT NOT NULL,
  since_txn INTEGER NOT NULL REFERENCES txn(n),
  until_txn INTEGER REFERENCES txn(n),
  PRIMARY KEY(tag_key, since_txn)
) STRICT, WITHOUT ROWID;

-- What was spent of each host's budget, shared by every process.
CREATE TABLE host(
  name TEXT PRIMARY KEY,
  requests INTEGER NOT NULL,
  requests_since_ms INTEGER NOT NULL,
  paging INTEGER NOT NULL,
  paging_since_ms INTEGER NOT NULL,
  not_before_ms INTEGER,
  last_request_ms INTEGER
) STRICT, WITHOUT ROWID;

-- A source's feed of one tag ('' where one answer serves every tag): where its reading stands.
CREATE TABLE timeline(
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  tag_key TEXT NOT NULL,
  since_txn INTEGER NOT NULL REFERENCES txn(n),
  txn INTEGER NOT NULL,
  started INTEGER NOT NULL DEFAULT 0,
  edge TEXT NOT NULL DEFAULT '',
  edge_ms INTEGER,
  top TEXT NOT NULL DEFAULT '',
  top_ms INTEGER,
  covered_to_ms INTEGER NOT NULL DEFAULT 0,
  lookback_from_ms INTEGER NOT NULL DEFAULT 0,
  etag TEXT NOT NULL DEFAULT '',
  last_modified TEXT NOT NULL DEFAULT '',
  validators_url TEXT NOT NULL DEFAULT '',
  moved_to TEXT NOT NULL DEFAULT '',
  identities TEXT NOT NULL DEFAULT '[]',
  items_most INTEGER NOT NULL DEFAULT 0,
  local_open INTEGER,
  remote_open INTEGER,
  access_stated INTEGER,
  server_software TEXT,
  newest_page_had_posts INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  last_success_ms INTEGER,
  last_attempt_ms INTEGER,
  last_error TEXT NOT NULL DEFAULT '',
  not_before_ms INTEGER,
  next_poll_ms INTEGER NOT NULL DEFAULT 0,
  UNIQUE(source, tag_key)
) STRICT;

-- Where a re-reading of a stretch of time stands; one kind of sweep for each length.
CREATE TABLE sweep(
  timeline INTEGER NOT NULL REFERENCES timeline(id),
  window_ms INTEGER NOT NULL,
  started_ms INTEGER NOT NULL,
  previous_started_ms INTEGER,
  bound TEXT NOT NULL DEFAULT '',
  bound_ms INTEGER,
  txn INTEGER NOT NULL,
  PRIMARY KEY(timeline, window_ms)
) STRICT, WITHOUT ROWID;

-- Parts of a timeline that were not read yet; closed ones are history.
CREATE TABLE hole(
  id INTEGER PRIMARY KEY,
  timeline INTEGER NOT NULL REFERENCES timeline(id),
  position INTEGER NOT NULL,
  low TEXT NOT NULL,
  low_ms INTEGER,
  high TEXT NOT NULL,
  high_ms INTEGER,
  missing_from_ms INTEGER NOT NULL,
  missing_to_ms INTEGER NOT NULL,
  lookback INTEGER NOT NULL,
  reason TEXT NOT NULL,
  opened_txn INTEGER NOT NULL,
  closed_txn INTEGER
) STRICT;
CREATE INDEX hole_open ON hole(timeline, position) WHERE closed_txn IS NULL;

-- Time that was covered (no reason), and attempts that failed (with theirs).
CREATE TABLE coverage(
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  tag_key TEXT NOT NULL,
  from_ms INTEGER NOT NULL,
  to_ms INTEGER NOT NULL,
  reason TEXT,
  txn INTEGER NOT NULL,
  refilled_txn INTEGER
) STRICT;
CREATE INDEX coverage_end ON coverage(source, tag_key, to_ms);

CREATE TABLE fetch(
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  tag_key TEXT NOT NULL,
  task TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  seen_as_of_ms INTEGER NOT NULL,
  status INTEGER NOT NULL,
  items INTEGER NOT NULL,
  new_posts INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  txn INTEGER NOT NULL
) STRICT;
CREATE INDEX fetch_started ON fetch(source, tag_key, started_ms);

CREATE TABLE digest(
  n INTEGER PRIMARY KEY,
  date TEXT NOT NULL UNIQUE,
  from_ms INTEGER NOT NULL,
  to_ms INTEGER NOT NULL,
  as_of_txn INTEGER NOT NULL REFERENCES txn(n),
  txn INTEGER NOT NULL REFERENCES txn(n),
  timezone TEXT NOT NULL,
  config TEXT NOT NULL,
  software TEXT NOT NULL,
  value TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

-- What a digest reported of a day, for restating it later.
CREATE TABLE day_count(
  digest INTEGER NOT NULL REFERENCES digest(n),
  day TEXT NOT NULL,
  tag_key TEXT NOT NULL,
  posts INTEGER NOT NULL,
  own INTEGER NOT NULL,
  partner INTEGER NOT NULL,
  programme INTEGER NOT NULL,
  authors INTEGER NOT NULL,
  PRIMARY KEY(digest, day, tag_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX day_count_day ON day_count(day);

-- A post, however many servers show it. `id` is the order of arrival; outside only `uri` counts.
-- `revised_ms` is the latest time that a server claims for its content, 0 for none.
CREATE TABLE post(
  id INTEGER PRIMARY KEY,
  uri TEXT NOT NULL UNIQUE,
  platform TEXT NOT NULL,
  kind TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  created_known INTEGER NOT NULL,
  placed_ms INTEGER NOT NULL,
  first_seen_ms INTEGER NOT NULL,
  last_seen_ms INTEGER NOT NULL,
  origin TEXT NOT NULL,
  txn INTEGER NOT NULL,
  digest INTEGER REFERENCES digest(n),
  gone_txn INTEGER,
  revision INTEGER NOT NULL,
  revised_ms INTEGER NOT NULL,
  revised_by_own INTEGER NOT NULL,
  unspaced INTEGER NOT NULL,
  withheld INTEGER NOT NULL,
  indexable INTEGER NOT NULL,
  topics TEXT NOT NULL
) STRICT;
CREATE INDEX post_created ON post(created_ms);
CREATE INDEX post_unreported ON post(placed_ms) WHERE digest IS NULL AND origin <> 'imported';
CREATE INDEX post_reported ON post(digest, placed_ms) WHERE digest IS NOT NULL;
CREATE INDEX post_unspaced ON post(id) WHERE unspaced = 1;

-- Other keys by which a post is found: the uri of a merged item, the page that it links to.
CREATE TABLE alias(
  key TEXT PRIMARY KEY,
  post INTEGER NOT NULL REFERENCES post(id)
) STRICT, WITHOUT ROWID;

-- What a post said, edit by edit. Lists are JSON arrays of strings.
CREATE TABLE revision(
  id INTEGER PRIMARY KEY,
  post INTEGER NOT NULL REFERENCES post(id),
  n INTEGER NOT NULL,
  txn INTEGER NOT NULL,
  source TEXT NOT NULL,
  created_ms INTEGER,
  edited_ms INTEGER,
  url TEXT NOT NULL,
  author_handle TEXT NOT NULL COLLATE NOCASE,
  author_name TEXT NOT NULL,
  author_url TEXT NOT NULL,
  author_followers INTEGER,
  author_bot INTEGER NOT NULL,
  author_created_on TEXT,
  text TEXT NOT NULL,
  warning TEXT,
  language TEXT,
  tags TEXT NOT NULL,
  mentions TEXT NOT NULL,
  links TEXT NOT NULL,
  media TEXT NOT NULL,
  in_reply_to TEXT,
  repost_of TEXT,
  UNIQUE(post, n)
) STRICT;
CREATE INDEX revision_author ON revision(author_handle, post);

-- Why a post was kept for a watched tag.
CREATE TABLE match(
  post INTEGER NOT NULL REFERENCES post(id),
  tag_key TEXT NOT NULL,
  spelled TEXT NOT NULL,
  by_phrase INTEGER NOT NULL,
  txn INTEGER NOT NULL,
  until_txn INTEGER,
  PRIMARY KEY(post, tag_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE sighting(
  source TEXT NOT NULL,
  native_id TEXT NOT NULL,
  post INTEGER NOT NULL REFERENCES post(id),
  first_seen_ms INTEGER NOT NULL,
  own INTEGER NOT NULL,
  txn INTEGER NOT NULL,
  PRIMARY KEY(source, native_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sighting_post ON sighting(post, first_seen_ms, own);

-- The places of posts by tag and source, in order: a baseline of months is one short scan.
CREATE TABLE place(
  tag_key TEXT NOT NULL,
  source TEXT NOT NULL,
  placed_ms INTEGER NOT NULL,
  post INTEGER NOT NULL REFERENCES post(id),
  PRIMARY KEY(tag_key, source, placed_ms, post)
) STRICT, WITHOUT ROWID;

-- Counts as each source gave them; a row only where they changed.
CREATE TABLE engagement(
  post INTEGER NOT NULL REFERENCES post(id),
  source TEXT NOT NULL,
  txn INTEGER NOT NULL,
  as_of_ms INTEGER NOT NULL,
  likes INTEGER,
  reposts INTEGER,
  replies INTEGER,
  quotes INTEGER,
  PRIMARY KEY(post, source, txn)
) STRICT, WITHOUT ROWID;

-- A post with its newest revision.
CREATE VIEW post_revision AS
  SELECT p.id, p.uri, p.platform, p.kind, p.revision, p.created_ms, p.created_known, p.placed_ms,
    p.first_seen_ms, p.last_seen_ms, p.origin, p.txn, p.digest, p.gone_txn IS NOT NULL AS gone,
    p.withheld, p.indexable, p.topics, r.source, r.created_ms AS claimed_ms, r.edited_ms, r.url,
    r.author_handle, r.author_name, r.author_url, r.author_followers, r.author_bot,
    r.author_created_on, r.text, r.warning, r.language, r.tags, r.mentions, r.links, r.media,
    r.in_reply_to, r.repost_of, r.n, r.txn AS revised_txn
  FROM post p JOIN revision r ON r.post = p.id;
CREATE VIEW newest_post AS SELECT * FROM post_revision WHERE n = revision;

-- Full text of the newest revisions, written by statements (never by triggers). Scripts that set no
-- spaces between words are found by the second table. Authors are not in it: what people said is
-- searched, not people.
CREATE VIEW newest_text(id, text, warning, tags) AS
  SELECT p.id, r.text, r.warning, r.tags
  FROM post p JOIN revision r ON r.post = p.id AND r.n = p.revision;
CREATE VIEW newest_unspaced_text(id, text, warning, tags) AS
  SELECT p.id, r.text, r.warning, r.tags
  FROM post p JOIN revision r ON r.post = p.id AND r.n = p.revision WHERE p.unspaced = 1;
CREATE VIRTUAL TABLE post_fts USING fts5(
  text, warning, tags,
  content = 'newest_text', content_rowid = 'id', columnsize = 0,
  tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE post_fts_unspaced USING fts5(
  text, warning, tags,
  content = 'newest_unspaced_text', content_rowid = 'id', columnsize = 0,
  tokenize = 'trigram');
)sql";

}  // namespace tagwatch::store
