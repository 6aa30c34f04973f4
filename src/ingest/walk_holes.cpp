// Holes: how they open and how pages close them, from either end.
#include <algorithm>
#include <utility>

#include "ingest/page_facts.hpp"
#include "tagwatch/ingest/walk.hpp"

namespace tagwatch {
namespace {

// The smallest step of time: a bound at a time includes it.
constexpr Duration kTick{1};

// True for a hole that takes nothing from coverage: the page above it overlaps what was read, and
// only that this is in order is still to be seen.
bool is_only_checked(const Hole& hole) {
  return !hole.lookback && hole.missing.from >= hole.missing.to;
}

}  // namespace

void Walk::open_hole(Bound low, const Page& page, Instant missing_from, bool lookback,
                     Instant as_of) {
  Hole hole;
  hole.low = std::move(low);
  hole.high = *page.oldest;
  hole.lookback = lookback;
  hole.missing = {missing_from, std::max(missing_from, read_from(page, as_of))};
  if (!state_.holes.empty() && is_only_checked(hole) && is_only_checked(state_.holes.front())) {
    state_.holes.front().high = hole.high;  // one check for both, down to the older bound
  } else {
    state_.holes.insert(state_.holes.begin(), hole);
  }
  state_.covered_to = hole.missing.to;
  cover(hole.missing.to, as_of);
}

// Opens the hole of history that was asked for, below all others, or lets the one that is open
// reach down to there. Only what lies before the history that is known adds to coverage.
void Walk::read_history(const Page& page) {
  if (!since_) {
    return;
  }
  const Window missing{std::min(*since_, state_.lookback_from), state_.lookback_from};
  state_.lookback_from = missing.from;
  if (!state_.holes.empty() && state_.holes.back().lookback) {
    Hole& open = state_.holes.back();
    open.low.at = std::min(open.low.at.value_or(*since_), *since_);
    open.missing.from = std::min(open.missing.from, missing.from);
  } else if (page.items == 0 || !page.more || reaches(page, Bound({}, *since_))) {
    add_covered(missing);
  } else {
    Hole hole;
    hole.low = Bound({}, *since_);
    hole.high = *page.oldest;
    hole.missing = missing;
    hole.lookback = true;
    state_.holes.push_back(hole);
  }
}

// From when on everything was read. Where the order is that of times, others of the very time at
// which a page ends may stand on the next one.
Instant Walk::read_from(const Page& page, Instant otherwise) const {
  const Duration ties = rules_.order == Order::times ? kTick : Duration{0};
  return std::min(read_down_to(page, otherwise) + ties, otherwise);
}

// True for a page of nothing but the time at which the page above it ended: asking for what is
// older than its end gives it again.
bool Walk::ends_where(const Page& page, const Bound& above) const {
  return rules_.order == Order::times && page.more && page.oldest && page.oldest->at == above.at;
}

// A bound with an id is reached by the server's own order; a bound that is a time, when the whole
// page is older, since times need not follow the order.
bool Walk::reaches(const Page& page, const Bound& low) const {
  if (!page.oldest) {
    return page.items == 0;
  }
  if (!low.id.empty() && rules_.order == Order::ids) {
    return reaches_id(page, low.id);
  }
  return low.at && newest_time(page, Instant::max()) < *low.at;
}

void Walk::take_below(const Page& page, Instant seen_as_of) {
  Hole& hole = state_.holes.front();
  if (leads_nowhere(page)) {
    give_up(hole.missing, GapReason::page_limit);
  } else if (empty_hole_is_suspect(page, hole)) {
    refuse_empty(GapReason::refused, seen_as_of);
    return;
  } else if (shrink(hole, page)) {
    return;
  } else {
    add_covered(hole.missing);
  }
  close_hole();
}

void Walk::close_hole() {
  state_.holes.erase(state_.holes.begin());
  direction_ = Direction::first_page;
  if (state_.holes.empty()) {
    state_.edge = state_.top;
  }
}

// Takes the page at the hole's upper end; false: nothing of the hole is left.
bool Walk::shrink(Hole& hole, const Page& page) {
  if (page.items == 0 || !page.more || reaches(page, hole.low)) {
    return false;
  }
  if (ends_where(page, hole.high)) {
    step_over(hole);
    return !hole.low.at || *hole.low.at <= *hole.high.at;
  }
  const Instant reached =
      std::clamp(read_from(page, hole.missing.to), hole.missing.from, hole.missing.to);
  add_covered({reached, hole.missing.to});
  hole.high = *page.oldest;
  hole.missing.to = reached;
  note_reached(page);
  if (direction_ == Direction::first_page) {
    direction_ = Direction::up_on_trial;
  }
  return true;
}

bool Walk::may_go_up() const {
  const Hole& hole = state_.holes.front();
  const bool up = direction_ == Direction::up_on_trial || direction_ == Direction::up;
  const bool comparable = !hole.low.id.empty() && hole.low.id.size() == hole.high.id.size();
  return up && comparable && rules_.order == Order::ids && rules_.reads_upwards != nullptr &&
         state_.access && rules_.reads_upwards(*state_.access);
}

// Takes the page at the hole's lower end. A server that answers with its newest posts instead would
// skip those between: only one that was seen to stop short of the upper end is believed where it
// reaches that. In doubt, the rest of the hole is read downwards.
void Walk::take_above(const Page& page) {
  Hole& hole = state_.holes.front();
  const bool above = page.items > 0 && page.oldest && page.newest &&
                     page.newest->id.size() == hole.low.id.size() &&
                     page.oldest->id.size() == hole.low.id.size() &&
                     !id_at_or_below(page.oldest->id, hole.low.id);
  const bool arrives = above && id_at_or_below(hole.high.id, page.newest->id);
  if (!above || (arrives && direction_ != Direction::up)) {
    direction_ = Direction::down;
    return;
  }
  if (arrives) {
    add_covered(hole.missing);
    close_hole();
    return;
  }
  direction_ = Direction::up;
  const Instant reached =
      std::clamp(read_up_to(page, hole.missing.from), hole.missing.from, hole.missing.to);
  add_covered({hole.missing.from, reached});
  hole.low = *page.newest;
  hole.missing.from = reached;
  if (state_.holes.size() == 1) {
    state_.edge = hole.low;
  }
}

// All that is newer than that millisecond was read; what else was posted in it is given up, in so
// many words, and the walk goes on below.
void Walk::step_over(Hole& hole) {
  const Instant at = *hole.high.at;
  add_covered({std::max(at + kTick, hole.missing.from), hole.missing.to});
  give_up({std::max(at, hole.missing.from), std::min(at + kTick, hole.missing.to)},
          GapReason::page_limit);
  hole.high = Bound({}, at - kTick);
  hole.missing.to = std::clamp(at, hole.missing.from, hole.missing.to);
}

void Walk::note_reached(const Page& page) {
  if (page.oldest && page.oldest->at) {
    reached_back_to_ = std::min(reached_back_to_.value_or(started_), *page.oldest->at);
  }
}

void Walk::take_swept(const Page& page) {
  note_reached(page);
  if (ends_where(page, *sweeping_)) {
    Page below = page;
    below.oldest = Bound({}, *sweeping_->at - kTick);
    take_sweep_page(state_.sweeps, *sweeping_, below);
    return;
  }
  take_sweep_page(state_.sweeps, *sweeping_, page);
}

}  // namespace tagwatch
