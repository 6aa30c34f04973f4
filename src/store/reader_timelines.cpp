// Timelines, their coverage and their fetches, for reports.
#include "store/clock_ahead.hpp"
#include "store/timeline_rows.hpp"
#include "tagwatch/store/reader.hpp"

namespace tagwatch {
namespace {

using store::Rows;
using store::Snapshot;
using store::Sql;

constexpr Sql kCoverage =
    "SELECT c.from_ms, c.to_ms, c.reason, x.at_ms, y.at_ms FROM coverage c"
    " JOIN txn x ON x.n = c.txn LEFT JOIN txn y ON y.n = c.refilled_txn"
    " WHERE c.source = ?1 AND c.tag_key = ?2 AND c.to_ms > ?3 AND c.from_ms < ?4"
    " ORDER BY c.from_ms, c.to_ms, c.id";
constexpr Sql kPolls =
    "SELECT count(*), count(*) FILTER (WHERE outcome <> 'ok') FROM fetch"
    " WHERE source = ?1 AND tag_key = ?2 AND started_ms >= ?3 AND started_ms < ?4"
    " AND task <> 'posts'";
// The newest answer of each timeline; of a source the best comes last.
constexpr Sql kAnswers =
    "SELECT t.source, f.started_ms, f.server_ms FROM timeline t JOIN fetch f ON f.id ="
    " (SELECT id FROM fetch WHERE source = t.source AND tag_key = t.tag_key AND started_ms >= ?1"
    " AND started_ms < ?2 AND status <> 0 ORDER BY started_ms DESC, id DESC LIMIT 1)"
    " ORDER BY t.source, f.server_ms IS NOT NULL, f.started_ms, f.id";

}  // namespace

Result<std::vector<TimelineRow>> Reader::timelines() const {
  const auto snapshot = Snapshot::begin(*db_);
  if (!snapshot) {
    return snapshot.error();
  }
  return store::all_timelines(*db_);
}

Result<TimelineState> Reader::timeline(const TimelineId& id) const {
  const auto snapshot = Snapshot::begin(*db_);
  if (!snapshot) {
    return snapshot.error();
  }
  auto state = store::timeline_state(*db_, id);
  if (!state) {
    return state.error();
  }
  return std::move(*state).value_or(TimelineState());
}

Result<std::vector<CoverageSpan>> Reader::coverage(const TimelineId& source_and_tag,
                                                   Window window) const {
  std::vector<CoverageSpan> spans;
  Rows rows =
      db_->query(kCoverage, source_and_tag.source, source_and_tag.tag_key, window.from, window.to);
  while (rows.next()) {
    const Window stretch{rows.instant(0), rows.instant(1)};
    if (rows.null(2)) {
      spans.push_back({stretch, std::nullopt, rows.instant(3)});
      continue;
    }
    spans.push_back({stretch, gap_reason_from_name(rows.view(2)), rows.instant(3)});
    if (!rows.null(4)) {
      spans.push_back({stretch, std::nullopt, rows.instant(4)});
    }
  }
  if (rows.failed()) {
    return rows.error();
  }
  return spans;
}

Result<Reader::Polls> Reader::polls(const TimelineId& id, Window window) const {
  Polls polls;
  Rows rows = db_->query(kPolls, id.source, id.tag_key, window.from, window.to);
  if (rows.next()) {
    polls.polls = rows.small(0);
    polls.failures = rows.small(1);
  }
  if (rows.failed()) {
    return rows.error();
  }
  return polls;
}

Result<bool> Reader::clock_was_ahead(Instant now) const {
  return store::clock_was_ahead(*db_, now);
}

Result<std::vector<AnswerTime>> Reader::newest_answers(Window window) const {
  std::vector<AnswerTime> answers;
  Rows rows = db_->query(kAnswers, window.from, window.to);
  while (rows.next()) {
    AnswerTime answer{rows.text(0), rows.instant(1), rows.maybe_instant(2)};
    if (answer.theirs && *answer.theirs < store::kFirstBelievableClock) {
      answer.theirs.reset();
    }
    if (!answers.empty() && answers.back().source == answer.source) {
      answers.back() = std::move(answer);
    } else {
      answers.push_back(std::move(answer));
    }
  }
  if (rows.failed()) {
    return rows.error();
  }
  return answers;
}

}  // namespace tagwatch
