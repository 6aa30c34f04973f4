#include "store/sqlite.hpp"

#include <cerrno>
#include <cstring>

namespace tagwatch::store {
namespace {

// How long a closing writer waits for readers that keep its journal from being emptied,
// milliseconds: a stop must not hang on a long export.
constexpr int kCloseWaitMs = 500;

bool disk_is_full(int system_error) {
  return system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG;
}

Errc errc_of(int code, int system_error) {
  switch (code & 0xFF) {
    case SQLITE_FULL:
      return Errc::store_full;
    case SQLITE_IOERR:
      return disk_is_full(system_error) ? Errc::store_full : Errc::store_failed;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return Errc::store_corrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Errc::store_busy;
    default:
      return Errc::store_failed;
  }
}

std::string_view advice(Errc code) {
  switch (code) {
    case Errc::store_full:
      return "free some space; what was being written is not stored";
    case Errc::store_corrupt:
      return "keep the file as it is and put a backup in its place";
    case Errc::store_busy:
      return "another program holds the file; try again";
    default:
      return {};
  }
}

}  // namespace

void Binder::bind(std::string_view text) {
  // SQLite takes a null pointer for NULL; an empty text is not that.
  const char* bytes = text.data() == nullptr ? "" : text.data();
  note(sqlite3_bind_text64(statement_, ++position_, bytes, text.size(),
                           copies_ ? SQLITE_TRANSIENT : SQLITE_STATIC, SQLITE_UTF8));
}

Rows::Rows(Rows&& other) noexcept
    : db_(other.db_),
      statement_(std::exchange(other.statement_, nullptr)),
      key_(other.key_),
      error_(std::move(other.error_)) {}

Rows::~Rows() {
  if (statement_ != nullptr) {
    db_->give_back(statement_, key_);
  }
}

bool Rows::next() {
  if (failed()) {
    return false;
  }
  errno = 0;
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) {
    return true;
  }
  if (code != SQLITE_DONE) {
    error_ = db_->error_of(code);
  }
  return false;
}

bool Rows::null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Rows::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Rows::view(int column) const {
  const unsigned char* bytes = sqlite3_column_text(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return bytes == nullptr ? std::string_view()
                          : std::string_view(reinterpret_cast<const char*>(bytes),
                                             static_cast<std::size_t>(size));
}

std::optional<std::int64_t> Rows::maybe_integer(int column) const {
  return null(column) ? std::nullopt : std::optional(integer(column));
}

std::optional<Instant> Rows::maybe_instant(int column) const {
  return null(column) ? std::nullopt : std::optional(instant(column));
}

std::optional<std::string> Rows::maybe_text(int column) const {
  return null(column) ? std::nullopt : std::optional(text(column));
}

Result<std::shared_ptr<Db>> Db::open(const std::filesystem::path& path, Access access) {
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_PRIVATECACHE;
  flags |= access == Access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  flags |= access == Access::create ? SQLITE_OPEN_CREATE : 0;
  sqlite3* handle = nullptr;
  errno = 0;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  if (handle == nullptr) {
    return Error{Errc::store_failed, path.string() + ": out of memory"};
  }
  std::shared_ptr<Db> db(new Db(handle, path.string()));
  if (code != SQLITE_OK) {
    return db->error_of(code);
  }
  return db;
}

Db::~Db() {
  for (const auto& [key, statements] : idle_) {
    for (sqlite3_stmt* statement : statements) {
      sqlite3_finalize(statement);
    }
  }
  if (checkpoint_on_close_) {
    sqlite3_busy_timeout(handle_, kCloseWaitMs);
    sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  }
  sqlite3_close(handle_);
}

Result<void> Db::execute(const char* script) {
  errno = 0;
  const int code = sqlite3_exec(handle_, script, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) {
    return error_of(code);
  }
  return {};
}

Result<void> Db::empty_journal() {
  errno = 0;
  const int code =
      sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (code != SQLITE_OK) {
    return error_of(code);
  }
  return {};
}

Error Db::error_of(int code) const {
  // SQLite does not note the system's error of a failed COMMIT, but errno still has it.
  const int system_error = errno != 0 ? errno : sqlite3_system_errno(handle_);
  const Errc errc = errc_of(code, system_error);
  std::string context = path_ + ": " + sqlite3_errstr(code & 0xFF);
  const std::string_view detail = sqlite3_errmsg(handle_);
  if (detail != sqlite3_errstr(code & 0xFF)) {
    context += " (" + std::string(detail) + ")";
  }
  const bool of_the_system = (code & 0xFF) == SQLITE_IOERR || (code & 0xFF) == SQLITE_CANTOPEN;
  if (of_the_system && system_error != 0) {
    context += ", " + std::string(std::strerror(system_error));
  }
  if (const std::string_view what_to_do = advice(errc); !what_to_do.empty()) {
    context += "; " + std::string(what_to_do);
  }
  return {errc, std::move(context)};
}

Rows Db::take(Sql sql) {
  std::vector<sqlite3_stmt*>& idle = idle_[sql.text()];
  if (idle.empty()) {
    return prepare(sql.text(), sql.text());
  }
  sqlite3_stmt* statement = idle.back();
  idle.pop_back();
  return {*this, statement, sql.text()};
}

Rows Db::prepare(const char* sql, const char* key) {
  sqlite3_stmt* statement = nullptr;
  const unsigned flags = key == nullptr ? 0 : SQLITE_PREPARE_PERSISTENT;
  const int code = sqlite3_prepare_v3(handle_, sql, -1, flags, &statement, nullptr);
  Rows rows(*this, statement, key);
  if (code != SQLITE_OK) {
    rows.error_ = error_of(code);
  }
  return rows;
}

void Db::give_back(sqlite3_stmt* statement, const char* key) {
  if (key == nullptr) {
    sqlite3_finalize(statement);
    return;
  }
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  idle_[key].push_back(statement);
}

Result<void> Db::done(const Rows& rows) {
  if (rows.failed()) {
    return rows.error();
  }
  return {};
}

Result<Transaction> Transaction::begin(Db& db) {
  if (auto begun = db.run("BEGIN IMMEDIATE"); !begun) {
    return begun.error();
  }
  return Transaction(db);
}

Transaction::~Transaction() {
  // SQLite has already rolled back by itself after some errors (a full disk).
  if (db_ != nullptr && db_->in_transaction()) {
    (void)db_->run("ROLLBACK");
  }
}

Result<void> Transaction::commit() {
  if (auto committed = db_->run("COMMIT"); !committed) {
    return committed.error();
  }
  db_ = nullptr;
  return {};
}

Result<std::vector<std::int64_t>> ids_of(Rows rows) {
  std::vector<std::int64_t> found;
  while (rows.next()) {
    found.push_back(rows.integer(0));
  }
  if (rows.failed()) {
    return rows.error();
  }
  return found;
}

Result<Snapshot> Snapshot::begin(Db& db) {
  if (db.in_transaction()) {
    return Snapshot(nullptr);
  }
  if (auto begun = db.run("BEGIN"); !begun) {
    return begun.error();
  }
  return Snapshot(&db);
}

Snapshot::~Snapshot() {
  if (db_ != nullptr && db_->in_transaction()) {
    (void)db_->run("COMMIT");
  }
}

}  // namespace tagwatch::store
