// Which time of a (source, tag) was covered, and which attempts failed, kept in few rows.
//
// Three rules keep the table small without losing what coverage_of() asks for:
// - A covered span melts into covered rows that it overlaps or touches. The row's commit is the
// last
//   one that made it longer.
// - A failed attempt speaks only of time that was not covered before it. A later attempt from the
//   same cause that contains an earlier one takes its place.
// - A failed attempt stays when its time is read later; it then also names the commit that read it.
//   Where only a part was read, the row is cut in two.
// So a failed row is either refilled or wholly uncovered, and the covered row that contains a
// refilled one is never older than its refilling: read back as a failed span and a covered span
// with the time of the refilling, "first read later at" comes out right.
#pragma once

#include "store/sqlite.hpp"
#include "tagwatch/store/batch.hpp"

namespace tagwatch::store {

class CoverageWriter {
 public:
  explicit CoverageWriter(Db& db) : db_(db) {}

  /// Adds `span` (its recorded_at is ignored) as of commit `txn`. Empty windows add nothing.
  [[nodiscard]] Result<void> record(const TimelineId& source_and_tag, const CoverageSpan& span,
                                    std::int64_t txn);

 private:
  struct Row;
  [[nodiscard]] Result<std::vector<Row>> covered(const TimelineId& id, Window window);
  [[nodiscard]] Result<std::vector<Row>> pending(const TimelineId& id, Window window);
  [[nodiscard]] Result<void> record_failed(const TimelineId& id, const CoverageSpan& span,
                                           std::int64_t txn);
  [[nodiscard]] Result<void> record_covered(const TimelineId& id, Window window, std::int64_t txn);
  [[nodiscard]] Result<void> refill(const TimelineId& id, Window window, std::int64_t txn);
  [[nodiscard]] Result<void> refill_row(const TimelineId& id, const Row& row, Window window,
                                        std::int64_t txn);

  Db& db_;
};

}  // namespace tagwatch::store
