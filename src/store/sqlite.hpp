// SQLite behind three small owners: Db (a connection), Rows (one run of a statement), Transaction.
//
// Owns connections and prepared statements; knows no table. Errors become Errc here and nowhere
// else. One connection belongs to one thread at a time. The only header that names sqlite3.
#pragma once

#include <sqlite3.h>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tagwatch/base/error.hpp"
#include "tagwatch/base/time.hpp"

namespace tagwatch::store {

/// SQL text that lives as long as the program, so that its address can stand for it.
class Sql {
 public:
  consteval Sql(const char* text) : text_(text) {}
  [[nodiscard]] const char* text() const { return text_; }

 private:
  const char* text_;
};

/// Binds the parameters of one run, by position.
class Binder {
 public:
  /// `copies`: text is copied; otherwise it must stay until the run is over.
  Binder(sqlite3_stmt* statement, bool copies) : statement_(statement), copies_(copies) {}

  template <class... Args>
  [[nodiscard]] int bind_all(const Args&... args) {
    (bind(args), ...);
    return code_;
  }

 private:
  void bind(std::nullptr_t) { note(sqlite3_bind_null(statement_, ++position_)); }
  void bind(bool truth) { bind_integer(truth ? 1 : 0); }
  template <std::integral T>
  void bind(T number) {
    bind_integer(static_cast<std::int64_t>(number));
  }
  void bind(Instant at) { bind_integer(to_ms(at)); }
  void bind(std::string_view text);
  void bind(const std::string& text) { bind(std::string_view(text)); }
  void bind(const char* text) { bind(std::string_view(text)); }
  template <class T>
  void bind(const std::optional<T>& maybe) {
    maybe ? bind(*maybe) : bind(nullptr);
  }
  void bind_integer(std::int64_t number) {
    note(sqlite3_bind_int64(statement_, ++position_, number));
  }
  void note(int code) { code_ = code_ == SQLITE_OK ? code : code_; }

  sqlite3_stmt* statement_;
  bool copies_;
  int position_ = 0;
  int code_ = SQLITE_OK;
};

class Db;

/// One run of a statement. Hands the statement back, reset and cleared, when it goes.
///
///     Rows rows = db.query(kSql, key);
///     while (rows.next()) { … rows.integer(0) … }
///     if (rows.failed()) return rows.error();
class Rows {
 public:
  Rows(Rows&& other) noexcept;
  Rows& operator=(Rows&&) = delete;
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  ~Rows();

  /// Moves to the next row; false at the end and after an error.
  [[nodiscard]] bool next();
  [[nodiscard]] bool failed() const { return error_.has_value(); }
  /// Only when failed().
  [[nodiscard]] const Error& error() const { return *error_; }

  // Columns of the current row, from 0. NULL is 0, "" or nullopt.
  [[nodiscard]] bool null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] int small(int column) const { return static_cast<int>(integer(column)); }
  [[nodiscard]] bool truth(int column) const { return integer(column) != 0; }
  [[nodiscard]] Instant instant(int column) const { return from_ms(integer(column)); }
  [[nodiscard]] std::string text(int column) const { return std::string(view(column)); }
  /// Valid until next().
  [[nodiscard]] std::string_view view(int column) const;
  [[nodiscard]] std::optional<std::int64_t> maybe_integer(int column) const;
  [[nodiscard]] std::optional<Instant> maybe_instant(int column) const;
  [[nodiscard]] std::optional<std::string> maybe_text(int column) const;

 private:
  friend class Db;
  Rows(Db& db, sqlite3_stmt* statement, const char* key)
      : db_(&db), statement_(statement), key_(key) {}
  Db* db_;
  sqlite3_stmt* statement_;
  const char* key_;  // nullptr: for one use
  std::optional<Error> error_;
};

/// A connection. Its statements are prepared once, at their first use.
class Db {
 public:
  enum class Access { read, write, create };

  /// Opens the file; sets nothing.
  /// Errors: store_missing, store_corrupt, store_full, store_failed.
  [[nodiscard]] static Result<std::shared_ptr<Db>> open(const std::filesystem::path& path,
                                                        Access access);
  ~Db();
  Db(const Db&) = delete;
  Db& operator=(const Db&) = delete;

  /// Runs a statement to its end. Text is not copied: arguments live through the call.
  template <class... Args>
  [[nodiscard]] Result<void> run(Sql sql, const Args&... args) {
    Rows rows = take(sql);
    start(rows, false, args...);
    while (rows.next()) {
    }
    return done(rows);
  }

  /// Starts a statement that answers with rows. Text is copied.
  template <class... Args>
  [[nodiscard]] Rows query(Sql sql, const Args&... args) {
    Rows rows = take(sql);
    start(rows, true, args...);
    return rows;
  }

  /// As query(), for SQL that is put together at run time: prepared for this run only.
  template <class... Args>
  [[nodiscard]] Rows query_once(const std::string& sql, const Args&... args) {
    Rows rows = prepare(sql.c_str(), nullptr);
    start(rows, true, args...);
    return rows;
  }

  /// Runs a script of several statements without parameters.
  [[nodiscard]] Result<void> execute(const char* script);

  /// Rows that the last statement inserted, changed or deleted.
  [[nodiscard]] int changes() const { return sqlite3_changes(handle_); }
  [[nodiscard]] std::int64_t last_insert_id() const { return sqlite3_last_insert_rowid(handle_); }
  [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }
  [[nodiscard]] sqlite3* handle() const { return handle_; }
  [[nodiscard]] const std::string& path() const { return path_; }

  /// Writes the journal back into the database and empties it.
  /// Errors: store_busy, when a reader needs what is in it.
  [[nodiscard]] Result<void> empty_journal();

  /// The connection shall write its journal back into the database when it closes.
  void checkpoint_on_close() { checkpoint_on_close_ = true; }

  /// What SQLite's `code` means for the program, with what to do about it.
  [[nodiscard]] Error error_of(int code) const;

 private:
  friend class Rows;
  Db(sqlite3* handle, std::string path) : handle_(handle), path_(std::move(path)) {}

  template <class... Args>
  void start(Rows& rows, bool copies, const Args&... args) {
    if (!rows.failed()) {
      const int code = Binder(rows.statement_, copies).bind_all(args...);
      if (code != SQLITE_OK) {
        rows.error_ = error_of(code);
      }
    }
  }
  [[nodiscard]] Rows take(Sql sql);
  [[nodiscard]] Rows prepare(const char* sql, const char* key);
  void give_back(sqlite3_stmt* statement, const char* key);
  [[nodiscard]] static Result<void> done(const Rows& rows);

  sqlite3* handle_;
  std::string path_;
  bool checkpoint_on_close_ = false;
  std::unordered_map<const char*, std::vector<sqlite3_stmt*>> idle_;
};

/// A write transaction: rolled back unless it was committed.
class Transaction {
 public:
  [[nodiscard]] static Result<Transaction> begin(Db& db);
  Transaction(Transaction&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  [[nodiscard]] Result<void> commit();

 private:
  explicit Transaction(Db& db) : db_(&db) {}
  Db* db_;
};

/// Keeps what is read the same until it goes. Inside another one, or inside a Transaction, it does
/// nothing.
class Snapshot {
 public:
  [[nodiscard]] static Result<Snapshot> begin(Db& db);
  Snapshot(Snapshot&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
  Snapshot& operator=(Snapshot&&) = delete;
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot();

 private:
  explicit Snapshot(Db* db) : db_(db) {}
  Db* db_;  // nullptr: an outer one holds
};

/// The first column of every row.
[[nodiscard]] Result<std::vector<std::int64_t>> ids_of(Rows rows);

}  // namespace tagwatch::store
