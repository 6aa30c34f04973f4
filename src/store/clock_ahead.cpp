#include "store/clock_ahead.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "store/commit_log.hpp"

namespace tagwatch::store {
namespace {

// Clocks that are right differ by less.
constexpr Duration kTolerance = std::chrono::minutes(10);
// A wait that is longer than any server may ask for.
constexpr Duration kWaitMax = std::chrono::days(2);
constexpr Sql kLatestOfServers =
    "SELECT max(server_ms) FROM (SELECT server_ms FROM fetch WHERE server_ms >= ?1"
    " ORDER BY id DESC LIMIT 100)";
constexpr Sql kFirstOfServers = "SELECT min(server_ms) FROM fetch WHERE server_ms >= ?1";

// ?1: now, ?2: the last commit before the clock ran ahead, ?3: its time. Coverage goes back to it,
// as the next page says again what it covers.
constexpr std::array kTakeBack{
    Sql("DELETE FROM coverage WHERE txn > ?2 AND from_ms >= ?3"),
    Sql("UPDATE coverage SET to_ms = ?3 WHERE txn > ?2 AND to_ms > ?3"),
    Sql("UPDATE timeline SET covered_to_ms = min(covered_to_ms, ?3),"
        " last_success_ms = min(last_success_ms, ?3), last_attempt_ms = min(last_attempt_ms, ?3),"
        " control_asked_ms = min(control_asked_ms, ?3), next_poll_ms = min(next_poll_ms, ?1),"
        " not_before_ms = NULL, lookback_from_ms = min(lookback_from_ms, ?1) WHERE txn > ?2"),
    Sql("UPDATE hole SET missing_from_ms = min(missing_from_ms, ?3),"
        " missing_to_ms = ?1 WHERE closed_txn IS NULL AND missing_to_ms > ?1"),
    Sql("UPDATE sweep SET started_ms = min(started_ms, ?3),"
        " previous_started_ms = min(previous_started_ms, ?3) WHERE txn > ?2"),
    Sql("UPDATE fetch SET started_ms = coalesce(min(server_ms, ?1), ?3),"
        " seen_as_of_ms = coalesce(min(server_ms, ?1), ?3) WHERE txn > ?2 AND started_ms > ?1"),
};
// What else is to come becomes now.
constexpr std::array kMoveToNow{
    Sql("UPDATE candidate SET next_ms = ?1 WHERE next_ms > ?1 AND txn > ?2"),
    Sql("UPDATE sighting SET first_seen_ms = ?1 WHERE first_seen_ms > ?1 AND txn > ?2"),
    Sql("UPDATE engagement SET as_of_ms = ?1 WHERE as_of_ms > ?1 AND txn > ?2"),
    Sql("UPDATE OR REPLACE place SET placed_ms = ?1 WHERE placed_ms > ?1 AND post IN"
        " (SELECT id FROM post WHERE digest IS NULL AND txn > ?2)"),
    Sql("UPDATE post SET placed_ms = min(placed_ms, ?1), first_seen_ms = ?1,"
        " created_ms = iif(created_known, created_ms, ?1), revised_ms = min(revised_ms, ?1)"
        " WHERE first_seen_ms > ?1 AND digest IS NULL AND txn > ?2"),
    Sql("UPDATE txn SET at_ms = ?1 WHERE at_ms > ?1 AND n > ?2"),
};
constexpr Sql kLastSeen = "UPDATE post SET last_seen_ms = ?1 WHERE last_seen_ms > ?1";
constexpr Sql kPurged = "UPDATE purge SET done_ms = ?1 WHERE done_ms > ?1";
constexpr Sql kHosts =
    "UPDATE host SET requests_since_ms = min(requests_since_ms, ?1),"
    " paging_since_ms = min(paging_since_ms, ?1), last_request_ms = min(last_request_ms, ?1),"
    " not_before_ms = iif(not_before_ms > ?2, NULL, not_before_ms)";

Result<std::optional<Instant>> server_clock(Db& db, Sql sql) {
  std::optional<Instant> shown;
  Rows rows = db.query(sql, kFirstBelievableClock);
  if (rows.next()) {
    shown = rows.maybe_instant(0);
  }
  if (rows.failed()) {
    return rows.error();
  }
  return shown;
}

// The commit before the clock ran ahead. Of a store that was made then there is none, and nothing
// was read before the first answer.
Result<Committed> last_right(Db& db, Instant now) {
  auto last = last_commit(db, now);
  if (!last || last->txn > 0) {
    return last;
  }
  const auto first_answer = server_clock(db, kFirstOfServers);
  if (!first_answer) {
    return first_answer.error();
  }
  last->at = std::min(first_answer->value_or(now), now);
  return last;
}

Result<void> take_back(Db& db, Instant now, const Committed& right) {
  for (const Sql sql : kTakeBack) {
    if (auto done = db.run(sql, now, right.txn, right.at); !done) {
      return done;
    }
  }
  for (const Sql sql : kMoveToNow) {
    if (auto done = db.run(sql, now, right.txn); !done) {
      return done;
    }
  }
  for (const Sql sql : {kLastSeen, kPurged}) {
    if (auto done = db.run(sql, now); !done) {
      return done;
    }
  }
  return db.run(kHosts, now, now + kWaitMax);
}

}  // namespace

Result<bool> clock_was_ahead(Db& db, Instant now) {
  const auto last = last_commit(db);
  if (!last) {
    return last.error();
  }
  if (last->at <= now + kTolerance) {
    return false;
  }
  const auto servers = server_clock(db, kLatestOfServers);
  if (!servers) {
    return servers.error();
  }
  // Where none tells, or one tells later, it may be the clock of now that is wrong.
  return *servers && **servers <= now + kTolerance;
}

Result<bool> take_back_time_to_come(Db& db, Instant now) {
  const auto ahead = clock_was_ahead(db, now);
  if (!ahead || !*ahead) {
    return ahead;
  }
  auto transaction = Transaction::begin(db);
  if (!transaction) {
    return transaction.error();
  }
  const auto right = last_right(db, now);
  if (!right) {
    return right.error();
  }
  if (auto done = take_back(db, now, *right); !done) {
    return done.error();
  }
  auto committed = transaction->commit();
  return committed ? Result<bool>(true) : committed.error();
}

}  // namespace tagwatch::store
