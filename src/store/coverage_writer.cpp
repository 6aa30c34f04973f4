#include "store/coverage_writer.hpp"

#include <algorithm>

namespace tagwatch::store {
namespace {

// Rows that overlap or touch ?3 to ?4.
constexpr Sql kCovered =
    "SELECT id, from_ms, to_ms FROM coverage WHERE source = ?1 AND tag_key = ?2"
    " AND to_ms >= ?3 AND from_ms <= ?4 AND reason IS NULL ORDER BY from_ms";
constexpr Sql kPending =
    "SELECT id, from_ms, to_ms, reason, txn FROM coverage WHERE source = ?1 AND tag_key = ?2"
    " AND to_ms > ?3 AND from_ms < ?4 AND reason IS NOT NULL AND refilled_txn IS NULL";
constexpr Sql kSupersede =
    "DELETE FROM coverage WHERE source = ?1 AND tag_key = ?2 AND to_ms BETWEEN ?3 AND ?4"
    " AND from_ms >= ?3 AND reason = ?5 AND refilled_txn IS NULL";
constexpr Sql kAdd =
    "INSERT INTO coverage(source, tag_key, from_ms, to_ms, reason, txn)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6)";
constexpr Sql kWiden = "UPDATE coverage SET from_ms = ?2, to_ms = ?3, txn = ?4 WHERE id = ?1";
constexpr Sql kRefill =
    "UPDATE coverage SET from_ms = ?2, to_ms = ?3, refilled_txn = ?4 WHERE id = ?1";
constexpr Sql kDrop = "DELETE FROM coverage WHERE id = ?1";

}  // namespace

struct CoverageWriter::Row {
  std::int64_t id = 0;
  Window window;
  std::string reason;  // of failed attempts
  std::int64_t txn = 0;
};

Result<void> CoverageWriter::record(const TimelineId& id, const CoverageSpan& span,
                                    std::int64_t txn) {
  if (span.window.from >= span.window.to) {
    return {};
  }
  return span.reason ? record_failed(id, span, txn) : record_covered(id, span.window, txn);
}

Result<std::vector<CoverageWriter::Row>> CoverageWriter::covered(const TimelineId& id,
                                                                 Window window) {
  std::vector<Row> found;
  Rows rows = db_.query(kCovered, id.source, id.tag_key, window.from, window.to);
  while (rows.next()) {
    found.push_back({rows.integer(0), {rows.instant(1), rows.instant(2)}, {}, 0});
  }
  if (rows.failed()) {
    return rows.error();
  }
  return found;
}

Result<std::vector<CoverageWriter::Row>> CoverageWriter::pending(const TimelineId& id,
                                                                 Window window) {
  std::vector<Row> found;
  Rows rows = db_.query(kPending, id.source, id.tag_key, window.from, window.to);
  while (rows.next()) {
    found.push_back(
        {rows.integer(0), {rows.instant(1), rows.instant(2)}, rows.text(3), rows.integer(4)});
  }
  if (rows.failed()) {
    return rows.error();
  }
  return found;
}

Result<void> CoverageWriter::record_failed(const TimelineId& id, const CoverageSpan& span,
                                           std::int64_t txn) {
  const auto known = covered(id, span.window);
  if (!known) {
    return known.error();
  }
  const std::string_view reason = tagwatch::name(*span.reason);
  const auto add = [&](Window piece) -> Result<void> {
    if (piece.from >= piece.to) {
      return {};
    }
    if (auto superseded = db_.run(kSupersede, id.source, id.tag_key, piece.from, piece.to, reason);
        !superseded) {
      return superseded.error();
    }
    return db_.run(kAdd, id.source, id.tag_key, piece.from, piece.to, reason, txn);
  };
  Instant from = span.window.from;
  for (const Row& row : *known) {
    if (auto added = add({from, std::min(row.window.from, span.window.to)}); !added) {
      return added.error();
    }
    from = std::max(from, row.window.to);
  }
  return add({from, span.window.to});
}

Result<void> CoverageWriter::record_covered(const TimelineId& id, Window window, std::int64_t txn) {
  const auto known = covered(id, window);
  if (!known) {
    return known.error();
  }
  const bool says_nothing_new = known->size() == 1 && known->front().window.from <= window.from &&
                                known->front().window.to >= window.to;
  if (says_nothing_new) {
    return {};
  }
  if (auto refilled = refill(id, window, txn); !refilled) {
    return refilled.error();
  }
  if (known->empty()) {
    return db_.run(kAdd, id.source, id.tag_key, window.from, window.to, nullptr, txn);
  }
  for (std::size_t at = 1; at < known->size(); ++at) {
    if (auto dropped = db_.run(kDrop, (*known)[at].id); !dropped) {
      return dropped.error();
    }
  }
  return db_.run(kWiden, known->front().id, std::min(window.from, known->front().window.from),
                 std::max(window.to, known->back().window.to), txn);
}

Result<void> CoverageWriter::refill(const TimelineId& id, Window window, std::int64_t txn) {
  const auto failed = pending(id, window);
  if (!failed) {
    return failed.error();
  }
  for (const Row& row : *failed) {
    if (auto refilled = refill_row(id, row, window, txn); !refilled) {
      return refilled.error();
    }
  }
  return {};
}

Result<void> CoverageWriter::refill_row(const TimelineId& id, const Row& row, Window window,
                                        std::int64_t txn) {
  const Window read{std::max(row.window.from, window.from), std::min(row.window.to, window.to)};
  for (const Window rest : {Window{row.window.from, read.from}, Window{read.to, row.window.to}}) {
    if (rest.from < rest.to) {
      if (auto kept = db_.run(kAdd, id.source, id.tag_key, rest.from, rest.to, row.reason, row.txn);
          !kept) {
        return kept.error();
      }
    }
  }
  return db_.run(kRefill, row.id, read.from, read.to, txn);
}

}  // namespace tagwatch::store
