#include "store/open.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "store/migrations.hpp"
#include "store/site_key.hpp"

namespace tagwatch::store {
namespace {

namespace fs = std::filesystem;

// How long a statement waits for a lock of SQLite's own (recovery, a checkpoint), milliseconds.
constexpr int kBusyWaitMs = 5000;
// A checkpoint every so many pages of 4 KiB: fewer checkpoints make writing faster, and the journal
// stays well below 64 MiB.
constexpr int kCheckpointPages = 12'000;
// The longest value or row, bytes: an issued digest of a very busy day fits many times over.
constexpr int kValueBytesMax = 256 << 20;
// Our own SQL is far flatter.
constexpr int kExpressionDepthMax = 200;
// One: VACUUM attaches a database of its own.
constexpr int kAttachedMax = 1;

// A limit, not a reservation: pages are taken as they are touched. With 256 MiB the rate of writing
// stays flat up to a million posts.
constexpr const char* kWriterPragmas = R"sql(
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA cache_size = -262144;
PRAGMA journal_size_limit = 67108864;
)sql";

constexpr const char* kReaderPragmas = R"sql(
PRAGMA query_only = ON;
PRAGMA cache_size = -16384;
)sql";

constexpr const char* kCommonPragmas = R"sql(
PRAGMA foreign_keys = ON;
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA mmap_size = 0;
PRAGMA secure_delete = ON;
)sql";

Result<void> apply_common_settings(Db& db) {
  sqlite3* handle = db.handle();
  sqlite3_busy_timeout(handle, kBusyWaitMs);
  for (const int switched_off :
       {SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION}) {
    sqlite3_db_config(handle, switched_off, 0, nullptr);
  }
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, kValueBytesMax);
  sqlite3_limit(handle, SQLITE_LIMIT_EXPR_DEPTH, kExpressionDepthMax);
  sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, kAttachedMax);
  return db.execute(kCommonPragmas);
}

// What a statement over a reader's connection may do: read. FTS5 itself asks for data_version.
int allow_reading(void*, int action, const char* first, const char*, const char*, const char*) {
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
    case SQLITE_TRANSACTION:
      return SQLITE_OK;
    case SQLITE_FUNCTION:
      return SQLITE_OK;
    // Asked when a virtual table is declared; nothing is written: the connection cannot.
    case SQLITE_UPDATE:
      return first != nullptr && std::strcmp(first, "sqlite_master") == 0 ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_PRAGMA:
      return first != nullptr && std::strcmp(first, "data_version") == 0 ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_DENY;
  }
}

// SQLite takes a file shorter than this, its page, for a database that is still to be made.
constexpr std::uintmax_t kPageBytes = 4096;

// What is left of a store must not become a new one: that would hide the loss. An empty file is new
// unless a site key lies beside it, which is made after the store.
Result<void> refuse_stump(const fs::path& path) {
  std::error_code failed;
  const std::uintmax_t size = fs::file_size(path, failed);
  if (failed || size >= kPageBytes) {
    return {};
  }
  if (size == 0 && !fs::exists(site_key_path(path), failed)) {
    return {};
  }
  return Error{Errc::store_corrupt,
               path.string() +
                   " has lost what was in it; put a backup in its place, or remove it "
                   "to start anew"};
}

Result<void> use_journal_that_stays(Db& db) {
  // A reader without the right to make -wal and -shm finds them after a clean close, too.
  int persist = 1;
  const int code = sqlite3_file_control(db.handle(), nullptr, SQLITE_FCNTL_PERSIST_WAL, &persist);
  if (code != SQLITE_OK) {
    return db.error_of(code);
  }
  sqlite3_wal_autocheckpoint(db.handle(), kCheckpointPages);
  Rows mode = db.query("PRAGMA journal_mode");
  const bool is_wal = mode.next() && mode.view(0) == "wal";
  if (mode.failed()) {
    return mode.error();
  }
  if (!is_wal) {
    return Error{Errc::store_failed,
                 db.path() +
                     ": this file system cannot hold a write-ahead log; put the store on a "
                     "local disk"};
  }
  return {};
}

}  // namespace

Result<void> require_file(const fs::path& path) {
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (status.type() == fs::file_type::not_found) {
    return Error{Errc::store_missing,
                 path.string() +
                     " does not exist; `tagwatch poll --init` makes it, or set "
                     "store.path to where it is"};
  }
  if (status.type() == fs::file_type::directory) {
    return Error{Errc::io, path.string() + " is a folder; store.path must name a file"};
  }
  if (failed || ::faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) != 0) {
    const int reason = failed ? failed.value() : errno;
    return Error{Errc::io, path.string() + " cannot be read: " + std::strerror(reason) +
                               "; run as the user that owns it"};
  }
  return {};
}

Result<std::shared_ptr<Db>> open_for_reading(const fs::path& path) {
  auto db = open_for_checking(path);
  if (db) {
    sqlite3_set_authorizer((*db)->handle(), allow_reading, nullptr);
  }
  return db;
}

Result<std::shared_ptr<Db>> open_for_checking(const fs::path& path) {
  if (auto there = require_file(path); !there) {
    return there.error();
  }
  auto db = Db::open(path, Db::Access::read);
  if (!db) {
    return db.error();
  }
  sqlite3_wal_autocheckpoint((*db)->handle(), 0);
  sqlite3_db_config((*db)->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  if (auto applied = apply_common_settings(**db); !applied) {
    return applied.error();
  }
  if (auto applied = (*db)->execute(kReaderPragmas); !applied) {
    return applied.error();
  }
  if (auto known = require_current(**db); !known) {
    return known.error();
  }
  return db;
}

namespace {

Result<std::shared_ptr<Db>> open_and_migrate(const fs::path& path, bool create) {
  auto db = Db::open(path, create ? Db::Access::create : Db::Access::write);
  if (!db) {
    return db.error();
  }
  if (auto applied = apply_common_settings(**db); !applied) {
    return applied.error();
  }
  // Before anything is written: a file of another program stays as it is.
  if (auto known = require_known(**db, create); !known) {
    return known.error();
  }
  if (auto applied = (*db)->execute(kWriterPragmas); !applied) {
    return applied.error();
  }
  if (auto journal = use_journal_that_stays(**db); !journal) {
    return journal.error();
  }
  if (auto migrated = migrate(**db); !migrated) {
    return migrated.error();
  }
  (*db)->checkpoint_on_close();
  return db;
}

}  // namespace

Result<std::shared_ptr<Db>> open_for_writing(const fs::path& path, bool create) {
  if (auto whole = refuse_stump(path); !whole) {
    return whole.error();
  }
  std::error_code ignored;
  // What was to be a new store and could not be made is not left behind half made.
  const bool is_new = create && !fs::exists(path, ignored);
  auto db = open_and_migrate(path, create);
  if (!db && is_new) {
    for (const char* suffix : {"", "-wal", "-shm"}) {
      fs::remove(path.string() + suffix, ignored);
    }
  }
  return db;
}

}  // namespace tagwatch::store
