#include "store/commit_log.hpp"

#include <algorithm>

namespace tagwatch::store {
namespace {

constexpr Sql kLast = "SELECT n, at_ms FROM txn WHERE at_ms <= ?1 ORDER BY n DESC LIMIT 1";
constexpr Sql kAdd = "INSERT INTO txn(n, at_ms) VALUES(?1, ?2)";

}  // namespace

Result<Committed> last_commit(Db& db, Instant until) {
  Committed last;
  Rows rows = db.query(kLast, until);
  if (rows.next()) {
    last.txn = rows.integer(0);
    last.at = rows.instant(1);
  }
  if (rows.failed()) {
    return rows.error();
  }
  return last;
}

Result<Committed> next_commit(Db& db, const Clock& clock) {
  auto commit = last_commit(db);
  if (!commit) {
    return commit.error();
  }
  commit->txn += 1;
  commit->at = std::max(commit->at, clock.now());
  if (auto added = db.run(kAdd, commit->txn, commit->at); !added) {
    return added.error();
  }
  return *commit;
}

}  // namespace tagwatch::store
