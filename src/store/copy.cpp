#include "store/copy.hpp"

#include <cerrno>

namespace tagwatch::store {

Result<void> copy_database(Db& from, Db& to) {
  constexpr int kAllPages = -1;
  sqlite3_backup* backup = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
  if (backup == nullptr) {
    return to.error_of(sqlite3_errcode(to.handle()));
  }
  errno = 0;
  const int stepped = sqlite3_backup_step(backup, kAllPages);
  const int finished = sqlite3_backup_finish(backup);
  if (stepped != SQLITE_DONE) {
    return to.error_of(stepped);
  }
  if (finished != SQLITE_OK) {
    return to.error_of(finished);
  }
  return {};
}

}  // namespace tagwatch::store
