#include "bench/bare_store.hpp"

#include <cstdlib>
#include <iostream>

#include "store/schema.hpp"

namespace tagwatch::bench {
namespace {

constexpr int kCheckpointPages = 12'000;

constexpr std::array<std::string_view, kTables> kSql{
    "INSERT INTO txn(n, at_ms) VALUES(?, ?)",
    "INSERT INTO fetch(source, tag_key, task, started_ms, seen_as_of_ms, status, items, new_posts,"
    " outcome, txn) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "INSERT INTO post(id, uri, platform, kind, created_ms, created_known, placed_ms,"
    " first_seen_ms, last_seen_ms, origin, txn, revision, revised_ms, revised_by_own, unspaced,"
    " withheld, indexable, topics) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "INSERT INTO revision(post, n, txn, source, created_ms, edited_ms, url, author_handle,"
    " author_name, author_url, author_followers, author_bot, author_created_on, text, warning,"
    " language, tags, mentions, links, media, in_reply_to, repost_of)"
    " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "INSERT INTO post_fts(rowid, text, warning, tags) VALUES(?, ?, ?, ?)",
    "INSERT INTO post_fts_unspaced(rowid, text, warning, tags) VALUES(?, ?, ?, ?)",
    "INSERT INTO alias(key, post) VALUES(?, ?)",
    "INSERT INTO sighting(source, native_id, post, first_seen_ms, own, txn)"
    " VALUES(?, ?, ?, ?, ?, ?)",
    "INSERT INTO match(post, tag_key, spelled, by_phrase, txn) VALUES(?, ?, ?, ?, ?)",
    "INSERT INTO place(tag_key, source, placed_ms, post) VALUES(?, ?, ?, ?)",
    "INSERT INTO engagement(post, source, txn, as_of_ms, likes, reposts, replies, quotes)"
    " VALUES(?, ?, ?, ?, ?, ?, ?, ?)"};

[[noreturn]] void give_up(sqlite3* db, std::string_view at) {
  std::cerr << "bare store: " << at << ": " << sqlite3_errmsg(db) << '\n';
  std::exit(1);
}

}  // namespace

std::string_view sql_of(Into table) {
  return kSql.at(static_cast<std::size_t>(table));
}

const std::vector<std::string>& pragmas() {
  static const std::vector<std::string> kPragmas{
      "journal_mode = WAL",   "synchronous = FULL",
      "cache_size = -262144", "journal_size_limit = 67108864",
      "foreign_keys = ON",    "trusted_schema = OFF",
      "cell_size_check = ON", "mmap_size = 0",
      "secure_delete = ON",   "wal_autocheckpoint = " + std::to_string(kCheckpointPages)};
  return kPragmas;
}

BareStore::BareStore(const std::string& path) {
  if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK) {
    give_up(db_, path);
  }
  for (const std::string& pragma : pragmas()) {
    execute(("PRAGMA " + pragma).c_str());
  }
  execute(store::kFirstSchema);
  for (std::size_t table = 0; table < kTables; ++table) {
    const std::string_view sql = kSql.at(table);
    if (sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                           &statements_.at(table), nullptr) != SQLITE_OK) {
      give_up(db_, sql);
    }
  }
}

BareStore::~BareStore() {
  for (sqlite3_stmt* statement : statements_) {
    sqlite3_finalize(statement);
  }
  sqlite3_close(db_);
}

void BareStore::add(const Row& row) {
  sqlite3_stmt* statement = statements_[static_cast<std::size_t>(row.table)];
  int position = 0;
  for (const Value& value : row.values) {
    ++position;
    std::visit([&](const auto& plain) { bind(statement, position, plain); }, value);
  }
  finish(statement);
}

void BareStore::execute(const char* sql) {
  if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    give_up(db_, sql);
  }
}

void BareStore::finish(sqlite3_stmt* statement) {
  if (sqlite3_step(statement) != SQLITE_DONE) {
    give_up(db_, sqlite3_sql(statement));
  }
  sqlite3_reset(statement);
}

}  // namespace tagwatch::bench
