// Is a store whole? Pages and rows are checked where they are; the search index, which SQLite
// checks by a statement that writes, on a copy.
#include <fmt/format.h>

#include "store/copy.hpp"
#include "store/open.hpp"
#include "tagwatch/store/care.hpp"

namespace tagwatch {
namespace {

using store::Db;
using store::Rows;
using store::Sql;

constexpr Sql kForeignKeys =
    "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2";

constexpr Sql kWithoutText =
    "SELECT count(*) FROM post p WHERE NOT EXISTS"
    " (SELECT 1 FROM revision WHERE post = p.id AND n = p.revision)";

// With a rank of 1 it also compares the index with what it was made from.
constexpr const char* kCheckWords =
    "INSERT INTO post_fts(post_fts, rank) VALUES('integrity-check', 1)";
constexpr const char* kCheckUnspaced =
    "INSERT INTO post_fts_unspaced(post_fts_unspaced, rank) VALUES('integrity-check', 1)";

using Damage = std::vector<std::string>;

// A check that stumbles over damage has found it.
Result<void> note_or_fail(const Error& error, Damage& damage) {
  if (error.code != Errc::store_corrupt) {
    return error;
  }
  damage.push_back(error.context);
  return {};
}

Result<void> check_pages(Db& db, Damage& damage) {
  Rows rows = db.query("PRAGMA integrity_check");
  while (rows.next()) {
    if (rows.view(0) != "ok") {
      damage.push_back("pages and rows: " + rows.text(0));
    }
  }
  return rows.failed() ? note_or_fail(rows.error(), damage) : Result<void>();
}

Result<void> check_references(Db& db, Damage& damage) {
  Rows rows = db.query(kForeignKeys);
  while (rows.next()) {
    damage.push_back(fmt::format("references: {} of \"{}\" name what is not in \"{}\"",
                                 rows.integer(2) == 1 ? "one row" : rows.text(2) + " rows",
                                 rows.view(0), rows.view(1)));
  }
  return rows.failed() ? note_or_fail(rows.error(), damage) : Result<void>();
}

Result<void> check_texts(Db& db, Damage& damage) {
  Rows rows = db.query(kWithoutText);
  if (rows.next() && rows.integer(0) > 0) {
    damage.push_back(fmt::format("posts: {} without a text", rows.integer(0)));
  }
  return rows.failed() ? note_or_fail(rows.error(), damage) : Result<void>();
}

Result<void> check_index(Db& db, Damage& damage) {
  auto copy = Db::open({}, Db::Access::create);
  if (!copy) {
    return copy.error();
  }
  if (auto copied = store::copy_database(db, **copy); !copied) {
    return note_or_fail(copied.error(), damage);
  }
  for (const char* check : {kCheckWords, kCheckUnspaced}) {
    if (auto checked = (*copy)->execute(check); !checked) {
      if (checked.error().code != Errc::store_corrupt) {
        return checked;
      }
      damage.push_back(
          fmt::format("search index: that of {} does not say what the posts say",
                      check == kCheckWords ? "words" : "scripts without spaces between words"));
    }
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> check_store(const std::filesystem::path& path) {
  auto db = store::open_for_checking(path);
  if (!db) {
    return db.error();
  }
  Damage damage;
  for (const auto check : {check_pages, check_references, check_texts, check_index}) {
    if (auto checked = check(**db, damage); !checked) {
      return checked.error();
    }
  }
  return damage;
}

}  // namespace tagwatch
