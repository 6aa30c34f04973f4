#include "store/timeline_writer.hpp"

#include <algorithm>

#include "store/lists.hpp"
#include "store/timeline_rows.hpp"

namespace tagwatch::store {
namespace {

constexpr Sql kFind = "SELECT id FROM timeline WHERE source = ?1 AND tag_key = ?2";
constexpr Sql kAdd = "INSERT INTO timeline(source, tag_key, since_txn, txn) VALUES(?1, ?2, ?3, ?3)";
constexpr Sql kSave =
    "UPDATE timeline SET txn = ?2, started = ?3, edge = ?4, edge_ms = ?5, top = ?6, top_ms = ?7,"
    " covered_to_ms = ?8, lookback_from_ms = ?9, etag = ?10, last_modified = ?11,"
    " validators_url = ?12, moved_to = ?13, identities = ?14, items_most = ?15, local_open = ?16,"
    " remote_open = ?17, access_stated = ?18, server_software = ?19, newest_page_had_posts = ?20,"
    " failures = ?21, last_success_ms = ?22, last_attempt_ms = ?23, last_error = ?24,"
    " not_before_ms = ?25, next_poll_ms = ?26, control_had_posts = ?27, control_asked_ms = ?28"
    " WHERE id = ?1";

constexpr Sql kOpenHole =
    "INSERT INTO hole(timeline, position, low, low_ms, high, high_ms, missing_from_ms,"
    " missing_to_ms, lookback, reason, opened_txn)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
constexpr Sql kWalkHole =
    "UPDATE hole SET position = ?2, low = ?3, low_ms = ?4, high = ?5, high_ms = ?6,"
    " missing_from_ms = ?7, missing_to_ms = ?8, lookback = ?9, reason = ?10 WHERE id = ?1";
constexpr Sql kCloseHole = "UPDATE hole SET closed_txn = ?2 WHERE id = ?1";

constexpr Sql kSaveSweep =
    "INSERT INTO sweep(timeline, window_ms, started_ms, previous_started_ms, bound, bound_ms, txn)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(timeline, window_ms) DO UPDATE SET"
    " started_ms = excluded.started_ms, previous_started_ms = excluded.previous_started_ms,"
    " bound = excluded.bound, bound_ms = excluded.bound_ms, txn = excluded.txn";

constexpr Sql kDropSweep = "DELETE FROM sweep WHERE timeline = ?1 AND window_ms = ?2";

constexpr Sql kWatched = "SELECT tag_key, spelled FROM watch WHERE until_txn IS NULL";
constexpr Sql kWatchTag = "INSERT INTO watch(tag_key, spelled, since_txn) VALUES(?1, ?2, ?3)";
constexpr Sql kSpellTag = "UPDATE watch SET spelled = ?2 WHERE tag_key = ?1 AND until_txn IS NULL";
constexpr Sql kDropTag = "UPDATE watch SET until_txn = ?2 WHERE tag_key = ?1 AND until_txn IS NULL";

// Takes out of `open` the row for which `fits` holds; 0 for none.
template <class Fits>
std::int64_t take_row(std::vector<Hole>& open, Fits fits) {
  const auto found = std::find_if(open.begin(), open.end(), fits);
  if (found == open.end()) {
    return 0;
  }
  const std::int64_t id = found->id;
  open.erase(found);
  return id;
}

// For each of `holes` the open row that it goes on with, taken out of `open`: its own, or, before
// it has an id, one with a common bound, for a walk moves one end and leaves the other. 0: a new
// hole.
std::vector<std::int64_t> rows_of(const std::vector<Hole>& holes, std::vector<Hole>& open) {
  std::vector<std::int64_t> rows(holes.size());
  for (std::size_t at = 0; at < holes.size(); ++at) {
    if (holes[at].id != 0) {
      rows[at] = take_row(open, [&](const Hole& row) { return row.id == holes[at].id; });
    }
  }
  for (std::size_t at = 0; at < holes.size(); ++at) {
    if (holes[at].id == 0) {
      rows[at] = take_row(open, [&](const Hole& row) {
        return row.low == holes[at].low || row.high == holes[at].high;
      });
    }
  }
  return rows;
}

}  // namespace

struct TimelineWriter::Watched {
  std::string tag_key;
  std::string spelled;
};

Result<void> TimelineWriter::save(const TimelineId& id, const TimelineState& state,
                                  std::int64_t txn) {
  const auto timeline = ensure(id, txn);
  if (!timeline) {
    return timeline.error();
  }
  std::optional<bool> local;
  std::optional<bool> remote;
  std::optional<bool> stated;
  std::optional<std::string_view> software;
  if (state.access) {
    local = state.access->local_open;
    remote = state.access->remote_open;
    stated = state.access->stated;
    software = state.access->software;
  }
  if (auto saved =
          db_.run(kSave, *timeline, txn, state.started, state.edge.id, state.edge.at, state.top.id,
                  state.top.at, state.covered_to, state.lookback_from, state.validators.etag,
                  state.validators.last_modified, state.validators_for, state.moved_to,
                  write_list(state.identities), state.items_most, local, remote, stated, software,
                  state.newest_page_had_posts, state.failures, state.last_success,
                  state.last_attempt, state.last_error, state.not_before, state.next_poll,
                  state.control_had_posts, state.control_asked);
      !saved) {
    return saved.error();
  }
  if (auto saved = save_sweeps(*timeline, state.sweeps, txn); !saved) {
    return saved.error();
  }
  return save_holes(*timeline, state.holes, txn);
}

Result<void> TimelineWriter::save_sweeps(std::int64_t timeline, const std::vector<Sweep>& sweeps,
                                         std::int64_t txn) {
  const auto known = store::sweeps(db_, timeline);
  if (!known) {
    return known.error();
  }
  for (const Sweep& sweep : *known) {
    const bool kept = std::any_of(sweeps.begin(), sweeps.end(),
                                  [&](const Sweep& each) { return each.window == sweep.window; });
    if (!kept) {
      if (auto dropped = db_.run(kDropSweep, timeline, sweep.window.count()); !dropped) {
        return dropped.error();
      }
    }
  }
  for (const Sweep& sweep : sweeps) {
    if (std::find(known->begin(), known->end(), sweep) != known->end()) {
      continue;
    }
    if (auto saved = db_.run(kSaveSweep, timeline, sweep.window.count(), sweep.started,
                             sweep.previous_started, sweep.bound.id, sweep.bound.at, txn);
        !saved) {
      return saved.error();
    }
  }
  return {};
}

Result<std::optional<std::int64_t>> TimelineWriter::find(const TimelineId& id) {
  std::optional<std::int64_t> found;
  Rows rows = db_.query(kFind, id.source, id.tag_key);
  if (rows.next()) {
    found = rows.integer(0);
  }
  if (rows.failed()) {
    return rows.error();
  }
  return found;
}

Result<std::int64_t> TimelineWriter::ensure(const TimelineId& id, std::int64_t txn) {
  const auto found = find(id);
  if (!found) {
    return found.error();
  }
  if (*found) {
    return **found;
  }
  if (auto added = db_.run(kAdd, id.source, id.tag_key, txn); !added) {
    return added.error();
  }
  return db_.last_insert_id();
}

Result<void> TimelineWriter::save_holes(std::int64_t timeline, const std::vector<Hole>& holes,
                                        std::int64_t txn) {
  auto known = open_holes(db_, timeline);
  if (!known) {
    return known.error();
  }
  const bool unchanged = *known == holes;
  if (unchanged) {
    return {};
  }
  std::vector<Hole> open = std::move(*known);
  const std::vector<std::int64_t> rows = rows_of(holes, open);
  for (std::size_t position = 0; position < holes.size(); ++position) {
    const Hole& hole = holes[position];
    if (auto saved = save_hole(timeline, hole, rows[position], position, txn); !saved) {
      return saved.error();
    }
  }
  for (const Hole& gone : open) {
    if (auto closed = db_.run(kCloseHole, gone.id, txn); !closed) {
      return closed.error();
    }
  }
  return {};
}

Result<void> TimelineWriter::save_hole(std::int64_t timeline, const Hole& hole, std::int64_t id,
                                       std::size_t position, std::int64_t txn) {
  if (id != 0) {
    return db_.run(kWalkHole, id, position, hole.low.id, hole.low.at, hole.high.id, hole.high.at,
                   hole.missing.from, hole.missing.to, hole.lookback, name(hole.reason));
  }
  return db_.run(kOpenHole, timeline, position, hole.low.id, hole.low.at, hole.high.id,
                 hole.high.at, hole.missing.from, hole.missing.to, hole.lookback, name(hole.reason),
                 txn);
}

Result<std::vector<TimelineWriter::Watched>> TimelineWriter::watched() {
  std::vector<Watched> tags;
  Rows rows = db_.query(kWatched);
  while (rows.next()) {
    tags.push_back({rows.text(0), rows.text(1)});
  }
  if (rows.failed()) {
    return rows.error();
  }
  return tags;
}

Result<bool> TimelineWriter::watch_changes(const std::vector<Hashtag>& tags,
                                           const std::vector<TimelineId>& timelines) {
  const auto known = watched();
  if (!known) {
    return known.error();
  }
  const bool same_tags =
      known->size() == tags.size() && std::all_of(tags.begin(), tags.end(), [&](const auto& tag) {
        return std::any_of(known->begin(), known->end(), [&](const Watched& each) {
          return each.tag_key == tag.key() && each.spelled == tag.spelled();
        });
      });
  if (!same_tags) {
    return true;
  }
  for (const TimelineId& id : timelines) {
    const auto found = find(id);
    if (!found) {
      return found.error();
    }
    if (!*found) {
      return true;
    }
  }
  return false;
}

Result<void> TimelineWriter::watch(const std::vector<Hashtag>& tags,
                                   const std::vector<TimelineId>& timelines, std::int64_t txn) {
  const auto known = watched();
  if (!known) {
    return known.error();
  }
  std::vector<Watched> gone = *known;
  for (const Hashtag& tag : tags) {
    const auto is_it = [&](const Watched& each) { return each.tag_key == tag.key(); };
    const bool is_new = std::none_of(known->begin(), known->end(), is_it);
    std::erase_if(gone, is_it);
    auto noted = is_new ? db_.run(kWatchTag, tag.key(), tag.spelled(), txn)
                        : db_.run(kSpellTag, tag.key(), tag.spelled());
    if (!noted) {
      return noted.error();
    }
  }
  for (const Watched& tag : gone) {
    if (auto dropped = db_.run(kDropTag, tag.tag_key, txn); !dropped) {
      return dropped.error();
    }
  }
  for (const TimelineId& id : timelines) {
    if (auto row = ensure(id, txn); !row) {
      return row.error();
    }
  }
  return {};
}

}  // namespace tagwatch::store
