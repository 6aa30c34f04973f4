// The table of the outbox; see schema.hpp.
#pragma once

namespace tagwatch::store {

inline constexpr const char* kOutbox = R"sql(
-- Sendings of digests, and of notices that there is none; sending 2 and more were asked for again.
-- The bytes of a digest are kept only while it is in doubt whether they were taken.
CREATE TABLE outbox(
  id INTEGER PRIMARY KEY,
  day TEXT NOT NULL,
  kind TEXT NOT NULL,
  delivery TEXT NOT NULL,
  recipient TEXT NOT NULL,
  sending INTEGER NOT NULL,
  key TEXT NOT NULL,
  state TEXT NOT NULL,
  bytes TEXT,
  sha256 TEXT NOT NULL DEFAULT '',
  tries INTEGER NOT NULL DEFAULT 0,
  made_ms INTEGER NOT NULL,
  next_try_ms INTEGER NOT NULL,
  changed_ms INTEGER NOT NULL,
  answer TEXT NOT NULL DEFAULT '',
  UNIQUE(day, kind, delivery, recipient, sending)
) STRICT;
CREATE INDEX outbox_open ON outbox(id) WHERE state IN ('pending', 'failed', 'in_doubt');
)sql";

}  // namespace tagwatch::store
