// The outbox: what is to be sent is committed before anything is, and each step of it.
#include "tagwatch/store/outbox.hpp"

#include <array>

#include "store/sqlite.hpp"
#include "tagwatch/base/sha256.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch {
namespace {

using store::Db;
using store::Rows;
using store::Sql;

// The sending is there already, or another one of the same was not asked for.
constexpr Sql kAdd =
    "INSERT OR IGNORE INTO outbox(day, kind, delivery, recipient, sending, key, state, bytes,"
    " made_ms, next_try_ms, changed_ms) VALUES(?1, ?2, ?3, ?4, ?5, ?6, 'pending', ?7, ?8, ?8, ?8)";
constexpr Sql kDropNotices =
    "DELETE FROM outbox WHERE day = ?1 AND kind = 'no_digest' AND state IN ('pending', 'failed')";
constexpr Sql kInDoubt =
    "UPDATE outbox SET state = 'in_doubt', bytes = ?2, sha256 = ?3, tries = ?4, changed_ms = ?5,"
    " answer = '' WHERE id = ?1 AND state IN ('pending', 'failed', 'in_doubt')";
constexpr Sql kOutcome =
    "UPDATE outbox SET state = ?2, tries = ?3, next_try_ms = ?4, changed_ms = ?5, answer = ?6,"
    " bytes = CASE WHEN ?2 = 'in_doubt' OR (?2 = 'failed' AND kind = 'no_digest') THEN bytes END"
    " WHERE id = ?1";
constexpr Sql kOfDays =
    "SELECT id, day, kind, delivery, recipient, sending, key, state, bytes, sha256, tries, made_ms,"
    " next_try_ms, changed_ms, answer FROM outbox WHERE day >= ?1 AND day <= ?2 ORDER BY id";
constexpr Sql kOpen =
    "SELECT id, day, kind, delivery, recipient, sending, key, state, bytes, sha256, tries, made_ms,"
    " next_try_ms, changed_ms, answer FROM outbox"
    " WHERE state IN ('pending', 'failed', 'in_doubt') ORDER BY id";

constexpr std::array kStates{OutboxState::pending, OutboxState::failed, OutboxState::in_doubt,
                             OutboxState::sent, OutboxState::dead};

Error unreadable(const Rows& rows) {
  return {Errc::store_corrupt, "row " + rows.text(0) + " of the outbox cannot be read"};
}

Result<OutboxRow> row_of(const Rows& rows) {
  OutboxRow row;
  row.id = rows.integer(0);
  const auto day = parse_day(rows.view(1));
  const bool is_digest = rows.view(2) == name(OutboxKind::digest);
  if (!day || (!is_digest && rows.view(2) != name(OutboxKind::no_digest))) {
    return unreadable(rows);
  }
  row.day = *day;
  row.kind = is_digest ? OutboxKind::digest : OutboxKind::no_digest;
  row.delivery = rows.text(3);
  row.recipient = rows.text(4);
  row.sending = rows.small(5);
  row.key = rows.text(6);
  bool known = false;
  for (const OutboxState state : kStates) {
    if (rows.view(7) == name(state)) {
      row.state = state;
      known = true;
    }
  }
  row.bytes = rows.maybe_text(8);
  if (!known || (!is_digest && row.state == OutboxState::in_doubt && !row.bytes)) {
    return unreadable(rows);
  }
  row.sha256 = rows.text(9);
  row.tries = rows.small(10);
  row.made = rows.instant(11);
  row.next_try = rows.instant(12);
  row.changed = rows.instant(13);
  row.answer = rows.text(14);
  return row;
}

Result<std::vector<OutboxRow>> all_of(Rows rows) {
  std::vector<OutboxRow> found;
  while (rows.next()) {
    auto row = row_of(rows);
    if (!row) {
      return row.error();
    }
    found.push_back(std::move(*row));
  }
  if (rows.failed()) {
    return rows.error();
  }
  return found;
}

}  // namespace

std::string_view name(OutboxKind kind) {
  return kind == OutboxKind::digest ? "digest" : "no_digest";
}

std::string_view name(OutboxState state) {
  switch (state) {
    case OutboxState::pending:
      return "pending";
    case OutboxState::failed:
      return "failed";
    case OutboxState::in_doubt:
      return "in_doubt";
    case OutboxState::sent:
      return "sent";
    case OutboxState::dead:
      break;
  }
  return "dead";
}

bool is_open(OutboxState state) {
  return state != OutboxState::sent && state != OutboxState::dead;
}

Result<std::vector<OutboxRow>> Reader::outbox(Day first, Day last) const {
  return all_of(db_->query(kOfDays, format_day(first), format_day(last)));
}

Result<std::vector<OutboxRow>> Reader::open_outbox() const {
  return all_of(db_->query(kOpen));
}

Result<int> Writer::add_to_outbox(const std::vector<OutboxRow>& rows) {
  auto transaction = store::Transaction::begin(*db_);
  if (!transaction) {
    return transaction.error();
  }
  int added = 0;
  for (const OutboxRow& row : rows) {
    const std::string day = format_day(row.day);
    if (auto put = db_->run(kAdd, day, name(row.kind), row.delivery, row.recipient, row.sending,
                            row.key, row.bytes, clock_->now());
        !put) {
      return put.error();
    }
    added += db_->changes();
    if (row.kind == OutboxKind::digest) {
      if (auto dropped = db_->run(kDropNotices, day); !dropped) {
        return dropped.error();
      }
    }
  }
  if (auto committed = transaction->commit(); !committed) {
    return committed.error();
  }
  return added;
}

Result<void> Writer::note_in_doubt(const OutboxRow& row, std::string_view bytes) {
  if (auto noted =
          db_->run(kInDoubt, row.id, bytes, sha256_hex(bytes), row.tries + 1, clock_->now());
      !noted) {
    return noted;
  }
  return db_->changes() == 1 ? Result<void>()
                             : Error{Errc::usage, "it was sent or given up meanwhile"};
}

Result<void> Writer::note_outcome(const OutboxRow& row) {
  return db_->run(kOutcome, row.id, name(row.state), row.tries, row.next_try, clock_->now(),
                  row.answer);
}

}  // namespace tagwatch
