#include "store/timeline_rows.hpp"

#include "store/lists.hpp"

namespace tagwatch::store {
namespace {

constexpr Sql kHoles =
    "SELECT id, low, low_ms, high, high_ms, missing_from_ms, missing_to_ms, lookback, reason"
    " FROM hole WHERE timeline = ?1 AND closed_txn IS NULL ORDER BY position";

// ?1 NULL: every timeline.
constexpr Sql kTimelines =
    "SELECT t.id, t.source, t.tag_key, t.since_txn, x.at_ms, started, edge, edge_ms, top, top_ms,"
    " covered_to_ms, lookback_from_ms, etag, last_modified, validators_url, moved_to, identities,"
    " items_most, local_open, remote_open, access_stated, server_software, newest_page_had_posts,"
    " failures, last_success_ms, last_attempt_ms, last_error, not_before_ms, next_poll_ms,"
    " control_had_posts, control_asked_ms"
    " FROM timeline t JOIN txn x ON x.n = t.since_txn"
    " WHERE ?1 IS NULL OR (t.source = ?1 AND t.tag_key = ?2) ORDER BY t.source, t.tag_key";

constexpr Sql kSweeps =
    "SELECT window_ms, started_ms, previous_started_ms, bound, bound_ms FROM sweep"
    " WHERE timeline = ?1 ORDER BY window_ms";

Result<TimelineRow> timeline_row(const Rows& rows) {
  TimelineRow row;
  row.id = {rows.text(1), rows.text(2)};
  TimelineState& state = row.state;
  state.since_txn = rows.integer(3);
  state.since = rows.instant(4);
  state.started = rows.truth(5);
  state.edge = {rows.text(6), rows.maybe_instant(7)};
  state.top = {rows.text(8), rows.maybe_instant(9)};
  state.covered_to = rows.instant(10);
  state.lookback_from = rows.instant(11);
  state.validators = {rows.text(12), rows.text(13)};
  state.validators_for = rows.text(14);
  state.moved_to = rows.text(15);
  auto identities = read_list(rows.view(16));
  if (!identities) {
    return identities.error();
  }
  state.identities = std::move(*identities);
  state.items_most = rows.small(17);
  if (!rows.null(18)) {
    state.access = AccessInfo{rows.truth(18), rows.truth(19), rows.truth(20), rows.text(21)};
  }
  state.newest_page_had_posts = rows.truth(22);
  state.failures = rows.small(23);
  state.last_success = rows.maybe_instant(24);
  state.last_attempt = rows.maybe_instant(25);
  state.last_error = rows.text(26);
  state.not_before = rows.maybe_instant(27);
  state.next_poll = rows.instant(28);
  state.control_had_posts = rows.truth(29);
  state.control_asked = rows.maybe_instant(30);
  return row;
}

Result<std::vector<TimelineRow>> read(Db& db, const std::optional<TimelineId>& id) {
  std::vector<TimelineRow> timelines;
  Rows rows =
      id ? db.query(kTimelines, id->source, id->tag_key) : db.query(kTimelines, nullptr, nullptr);
  while (rows.next()) {
    auto row = timeline_row(rows);
    if (!row) {
      return row.error();
    }
    auto holes = open_holes(db, rows.integer(0));
    if (!holes) {
      return holes.error();
    }
    row->state.holes = std::move(*holes);
    auto known_sweeps = sweeps(db, rows.integer(0));
    if (!known_sweeps) {
      return known_sweeps.error();
    }
    row->state.sweeps = std::move(*known_sweeps);
    timelines.push_back(std::move(*row));
  }
  if (rows.failed()) {
    return rows.error();
  }
  return timelines;
}

}  // namespace

Result<std::vector<Hole>> open_holes(Db& db, std::int64_t timeline) {
  std::vector<Hole> holes;
  Rows rows = db.query(kHoles, timeline);
  while (rows.next()) {
    Hole hole;
    hole.id = rows.integer(0);
    hole.low = {rows.text(1), rows.maybe_instant(2)};
    hole.high = {rows.text(3), rows.maybe_instant(4)};
    hole.missing = {rows.instant(5), rows.instant(6)};
    hole.lookback = rows.truth(7);
    hole.reason = gap_reason_from_name(rows.view(8));
    holes.push_back(std::move(hole));
  }
  if (rows.failed()) {
    return rows.error();
  }
  return holes;
}

Result<std::vector<Sweep>> sweeps(Db& db, std::int64_t timeline) {
  std::vector<Sweep> sweeps;
  Rows rows = db.query(kSweeps, timeline);
  while (rows.next()) {
    Sweep sweep;
    sweep.window = Duration{rows.integer(0)};
    sweep.started = rows.instant(1);
    sweep.previous_started = rows.maybe_instant(2);
    sweep.bound = {rows.text(3), rows.maybe_instant(4)};
    sweeps.push_back(std::move(sweep));
  }
  if (rows.failed()) {
    return rows.error();
  }
  return sweeps;
}

Result<std::optional<TimelineState>> timeline_state(Db& db, const TimelineId& id) {
  auto timelines = read(db, id);
  if (!timelines) {
    return timelines.error();
  }
  if (timelines->empty()) {
    return std::optional<TimelineState>();
  }
  return std::optional<TimelineState>(std::move(timelines->front().state));
}

Result<std::vector<TimelineRow>> all_timelines(Db& db) {
  return read(db, std::nullopt);
}

}  // namespace tagwatch::store
