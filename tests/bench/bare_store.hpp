// The cheapest way to fill the store's tables: prepared statements of SQLite's C API in a loop,
// which look nothing up and leave conflicts to the tables.
#pragma once

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tagwatch::bench {

/// One statement a table.
enum class Into {
  txn,
  fetch,
  post,
  revision,
  words,     ///< post_fts
  unspaced,  ///< post_fts_unspaced
  alias,
  sighting,
  match,
  place,
  engagement,
};
inline constexpr std::size_t kTables = 11;

/// The statement that adds a row, for any binding of SQLite.
[[nodiscard]] std::string_view sql_of(Into table);
/// The settings of the store's writer.
[[nodiscard]] const std::vector<std::string>& pragmas();

using Value = std::variant<std::nullptr_t, std::int64_t, std::string>;
struct Row {
  Into table;
  std::vector<Value> values;
};

/// Ends the program with a message on anything that goes wrong.
class BareStore {
 public:
  /// A new store in the file `path`, which is not there yet.
  explicit BareStore(const std::string& path);
  BareStore(const BareStore&) = delete;
  BareStore& operator=(const BareStore&) = delete;
  /// Writes the journal back, as the store's writer does.
  ~BareStore();

  void begin() { execute("BEGIN IMMEDIATE"); }
  void commit() { execute("COMMIT"); }
  void add(const Row& row);
  /// The same from values that are bound as they stand. Texts live until the call is over.
  template <class... Args>
  void add(Into table, const Args&... args) {
    sqlite3_stmt* statement = statements_[static_cast<std::size_t>(table)];
    int position = 0;
    (bind(statement, ++position, args), ...);
    finish(statement);
  }

 private:
  void execute(const char* sql);
  void finish(sqlite3_stmt* statement);
  static void bind(sqlite3_stmt* statement, int position, std::nullptr_t) {
    sqlite3_bind_null(statement, position);
  }
  static void bind(sqlite3_stmt* statement, int position, std::int64_t number) {
    sqlite3_bind_int64(statement, position, number);
  }
  static void bind(sqlite3_stmt* statement, int position, std::string_view text) {
    const char* bytes = text.data() == nullptr ? "" : text.data();  // a null pointer binds NULL
    sqlite3_bind_text(statement, position, bytes, static_cast<int>(text.size()), SQLITE_STATIC);
  }
  template <class T>
  static void bind(sqlite3_stmt* statement, int position, const std::optional<T>& maybe) {
    maybe ? bind(statement, position, *maybe) : bind(statement, position, nullptr);
  }

  sqlite3* db_ = nullptr;
  std::array<sqlite3_stmt*, kTables> statements_{};
};

}  // namespace tagwatch::bench
