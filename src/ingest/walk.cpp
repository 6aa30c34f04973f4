#include "tagwatch/ingest/walk.hpp"

#include <algorithm>
#include <utility>

#include "ingest/page_facts.hpp"

namespace tagwatch {
namespace {

// The smallest step of time.
constexpr Duration kTick{1};
constexpr std::string_view kEmptyNow = "an empty answer where posts were shown before";
constexpr std::string_view kHidden = "there are posts, and none of them is shown or can be read";

bool newer(const Bound& a, const Bound& b, Order order) {
  if (order == Order::ids) {
    return !id_at_or_below(a.id, b.id);
  }
  return a.at && (!b.at || *a.at > *b.at);
}

}  // namespace

Walk::Walk(TimelineState state, WalkRules rules, Hashtag tag, Instant now, WalkExtras extras)
    : state_(std::move(state)), rules_(rules), tag_(std::move(tag)), started_(now) {
  if (rules_.pages) {
    due_ = std::move(extras.sweeps);
    since_ = extras.since;
  }
  // A clock that ran ahead claimed time that is still to come.
  state_.covered_to = std::min(state_.covered_to, now);
  if (state_.started && (since_ || sweep_begins(state_.sweeps, due_))) {
    state_.validators = {};  // "not modified" would not say where the newest page ends
  }
}

std::optional<Task> Walk::next(bool lookback_allowed) {
  if (over_) {
    return std::nullopt;
  }
  if (!newest_done_) {
    return Newest(tag_);
  }
  sweeping_.reset();
  asked_above_ = false;
  if (pages_ >= rules_.pages_max) {
    return std::nullopt;
  }
  if (!state_.holes.empty() && (!state_.holes.front().lookback || lookback_allowed)) {
    asked_above_ = may_go_up();
    const Hole& hole = state_.holes.front();
    return asked_above_ ? Task(Above(tag_, hole.low)) : Task(Below(tag_, hole.high));
  }
  if (const Sweep* sweep = sweep_under_way(state_.sweeps)) {
    sweeping_ = sweep->bound;
    return Below(tag_, sweep->bound);
  }
  return std::nullopt;
}

// So much do clocks that are right differ at most.
constexpr Duration kClocksDifferMax = std::chrono::minutes(10);
// A server whose clock is behind by more has a wrong one, whatever ours shows.
constexpr Duration kServerBehindMax = std::chrono::hours(24);

// The answer's time: that of ours or of the server's clock, whichever is earlier.
Instant Walk::believed(Instant seen_as_of) {
  stale_ = seen_as_of < started_ - rules_.max_age_seen;
  if (stale_ || !server_clock_) {
    return seen_as_of;
  }
  const Duration behind = started_ - *server_clock_;
  const bool differs = behind > kClocksDifferMax && behind < kServerBehindMax;
  return differs ? std::min(seen_as_of, *server_clock_) : seen_as_of;
}

void Walk::take(const Page& page, Instant answer_seen_as_of, Instant now) {
  const Instant seen_as_of = believed(answer_seen_as_of);
  ++pages_;
  const bool newest = !newest_done_;
  newest_done_ = true;
  if (sweeping_) {
    take_swept(page);
  } else if (asked_above_) {
    take_above(page);
  } else if (!newest) {
    take_below(page, seen_as_of);
  } else if (rules_.order == Order::identity) {
    take_feed(page, seen_as_of);
  } else {
    take_newest(page, seen_as_of);
  }
  if (!asked_above_) {
    items_before_ = page.items;
  }
  left_out_is_gone_ = false;
  if (refused_) {
    note_failure(*refused_, now);
  } else {
    note_success(now);
  }
}

void Walk::note_failure(const Error& error, Instant now) {
  ++state_.failures;
  state_.last_attempt = now;
  state_.last_error = describe(error);
}

// A page came and is not believed: nothing moves.
void Walk::refuse(std::string_view words, GapReason reason, Instant seen_as_of) {
  refused_ = Error{Errc::refused, std::string(words)};
  if (state_.holes.empty() || !newest_believed_) {
    state_.newest_page_had_posts = false;
    note_unseen(seen_as_of, reason);
  }
  stop(reason);
}

void Walk::refuse_empty(GapReason reason, Instant seen_as_of) {
  refuse(kEmptyNow, reason, seen_as_of);
}

// Nothing was seen since the last good answer.
void Walk::note_unseen(Instant until, GapReason reason) {
  give_up({state_.started ? state_.covered_to : state_.since, until}, reason);
  // The first pass was to read the whole lookback, when nobody had asked yet.
  if (!state_.started) {
    give_up({state_.since - rules_.first_lookback, state_.since}, GapReason::not_running);
  }
}

void Walk::give_up(Window window, GapReason reason) {
  if (window.from < window.to) {
    spans_.push_back({window, reason, {}});
  }
}

void Walk::note_success(Instant now) {
  state_.failures = 0;
  state_.last_success = now;
  state_.last_attempt = now;
  state_.last_error.clear();
  state_.not_before.reset();
}

void Walk::unchanged(Instant seen_as_of, Instant now) {
  ++pages_;
  newest_done_ = true;
  cover(state_.covered_to, believed(seen_as_of));
  note_success(now);
}

void Walk::failed(const Error& error, Instant now) {
  over_ = true;
  note_failure(error, now);
  if (sweeping_) {
    return;  // what it reads was covered before
  }
  const GapReason reason = traits(error.code).gap;
  if (newest_done_) {
    stop(reason);
    return;
  }
  note_unseen(now, reason);
}

void Walk::stop(GapReason reason) {
  over_ = true;
  for (Hole& hole : state_.holes) {
    hole.reason = reason;
    if (!hole.lookback) {
      give_up(hole.missing, reason);
    }
  }
}

bool Walk::stated_open() const {
  return state_.access && state_.access->stated && state_.access->all_open();
}

// Below a short page there may be nothing, as what was there may have been deleted.
bool Walk::was_full() const {
  return !items_before_ || (*items_before_ > 1 && *items_before_ >= state_.items_most);
}

// What was gone when an empty page was believed does not come back.
bool Walk::top_may_be_there() const {
  const bool known_gone = !state_.newest_page_had_posts && state_.failures == 0;
  return !state_.top.id.empty() && !known_gone;
}

std::optional<std::string> Walk::left_out(const Page& page) const {
  if (page.items > 0 || sweeping_ || asked_above_ || !stated_open()) {
    return std::nullopt;
  }
  if (!newest_done_) {
    return top_may_be_there() ? std::optional(state_.top.id) : std::nullopt;
  }
  const std::string& below = state_.holes.front().low.id;
  return was_full() && !below.empty() ? std::optional(below) : std::nullopt;
}

// A feed that showed posts and shows none now may have been closed: many servers answer 200 with an
// empty list then. Only a server that states that its tag feeds are open is believed, and only when
// the newest post that it showed is gone.
bool Walk::empty_answer_is_suspect(const Page& page) const {
  const bool showed_posts = !state_.top.id.empty() || !state_.identities.empty();
  const bool believed = stated_open() && (left_out_is_gone_ || !top_may_be_there());
  return page.items == 0 && showed_posts && !believed;
}

// Nothing below a full page, where something was seen before: closed in between, most likely.
bool Walk::empty_hole_is_suspect(const Page& page, const Hole& hole) const {
  const bool believed = stated_open() && left_out_is_gone_;
  return page.items == 0 && !hole.low.id.empty() && was_full() && !believed;
}

void Walk::take_newest(const Page& page, Instant seen_as_of) {
  if (empty_answer_is_suspect(page)) {
    refuse_empty(GapReason::refused, seen_as_of);
    return;
  }
  if (leads_nowhere(page)) {
    refuse(kHidden, GapReason::refused, seen_as_of);
    return;
  }
  newest_believed_ = true;
  state_.newest_page_had_posts = page.items > page.unreadable;
  state_.items_most = std::max(state_.items_most, page.items);
  // Ids of another length have no order with those before: times say what is still to be read.
  const bool renumbered = page.newest && rules_.order == Order::ids && !state_.top.id.empty() &&
                          page.newest->id.size() != state_.top.id.size() &&
                          !reaches_id(page, state_.top.id);
  const Bound low = renumbered ? Bound({}, state_.covered_to) : state_.top;
  if (!state_.started) {
    start(page, seen_as_of);
  } else {
    begin_sweeps(state_.sweeps, due_, page, started_);
    if (page.items == 0 || reaches(page, low) || !page.more) {
      cover(state_.covered_to, seen_as_of);
    } else {
      open_hole(low, page, state_.covered_to, false, seen_as_of);
    }
    read_history(page);
  }
  if (page.newest && (renumbered || newer(*page.newest, state_.top, rules_.order))) {
    state_.top = *page.newest;
    if (rules_.order == Order::times && state_.top.at) {
      // A time to come would hide what is posted until then.
      state_.top.at = std::min(*state_.top.at, seen_as_of);
    }
  }
  if (state_.holes.empty()) {
    state_.edge = state_.top;
  }
}

void Walk::start(const Page& page, Instant seen_as_of) {
  state_.started = true;
  count_as_swept(state_.sweeps, due_, started_);
  state_.lookback_from = since_.value_or(started_ - rules_.first_lookback);
  state_.edge = Bound({}, state_.lookback_from);
  state_.covered_to = state_.lookback_from;
  if (page.items == 0 || !page.more || reaches(page, state_.edge)) {
    cover(state_.lookback_from, seen_as_of);
  } else {
    open_hole(state_.edge, page, state_.lookback_from, true, seen_as_of);
  }
}

// A feed shows its newest items and cannot be asked for more. It covers back to the answer before
// when it follows on from it, or when that answer was empty. Where all items of that answer are
// gone, some may have come and gone between the two.
void Walk::take_feed(const Page& page, Instant seen_as_of) {
  if (empty_answer_is_suspect(page)) {
    refuse_empty(GapReason::bad_answer, seen_as_of);
    return;
  }
  state_.newest_page_had_posts = page.items > page.unreadable;
  const bool follows =
      state_.identities.empty() || follows_on(page, state_.identities, state_.top.at);
  // Of a feed that was never seen before nobody knows which items are pinned below its newest.
  const std::size_t strays = state_.started ? kStrays : std::max(kStrays, page.posts.size() / 3);
  const Instant ends =
      read_down_to(follows ? page : without_known(page, state_.identities), seen_as_of, strays);
  // Others of the very time at which the page ends may have scrolled out of it.
  const Instant shown_from = rules_.time_ordered ? std::min(ends + kTick, seen_as_of) : seen_as_of;
  if (!state_.started) {
    state_.started = true;
    state_.lookback_from = std::max(shown_from, started_ - rules_.first_lookback);
    state_.covered_to = state_.lookback_from;
    cover(state_.lookback_from, seen_as_of);
  } else if (follows) {
    cover(state_.covered_to, seen_as_of);
  } else {
    const Instant lost_to = std::max(shown_from, state_.covered_to);
    spans_.push_back({{state_.covered_to, lost_to}, GapReason::window_scrolled_away, {}});
    state_.covered_to = lost_to;
    cover(lost_to, seen_as_of);
  }
  state_.identities = identities_by_time(page);
  if (page.newest) {
    state_.top = *page.newest;
  }
  state_.edge = state_.top;
}

void Walk::cover(Instant from, Instant to) {
  if (stale_) {
    return;
  }
  add_covered({from, to});
  state_.covered_to = std::max(state_.covered_to, to);
}

void Walk::add_covered(Window window) {
  if (window.from >= window.to) {
    return;
  }
  spans_.push_back({window, std::nullopt, {}});
  reached_back_to_ = std::min(reached_back_to_.value_or(window.from), window.from);
}

std::vector<CoverageSpan> Walk::take_spans() {
  return std::exchange(spans_, {});
}

}  // namespace tagwatch
