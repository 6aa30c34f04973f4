#include "tagwatch/ingest/walk.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace tagwatch {
namespace {

Instant time_of(const Bound& bound, Instant otherwise) {
  return std::min(bound.at.value_or(otherwise), otherwise);
}

bool newer(const Bound& a, const Bound& b, Order order) {
  if (order == Order::ids) {
    return !id_at_or_below(a.id, b.id);
  }
  return a.at && (!b.at || *a.at > *b.at);
}

bool any_known(const std::vector<std::string>& identities, const std::vector<std::string>& known) {
  const std::set<std::string_view> set(known.begin(), known.end());
  return std::any_of(identities.begin(), identities.end(),
                     [&](const std::string& identity) { return set.contains(identity); });
}

}  // namespace

Walk::Walk(TimelineState state, WalkRules rules, Hashtag tag, Instant now)
    : state_(std::move(state)), rules_(rules), tag_(std::move(tag)), started_(now) {}

std::optional<Task> Walk::next(bool lookback_allowed) const {
  if (over_) {
    return std::nullopt;
  }
  if (!newest_done_) {
    return Newest(tag_);
  }
  if (pages_ >= rules_.pages_max || state_.holes.empty()) {
    return std::nullopt;
  }
  const Hole& hole = state_.holes.front();
  if (hole.lookback && !lookback_allowed) {
    return std::nullopt;
  }
  return Below(tag_, hole.high);
}

void Walk::take(const Page& page, Instant seen_as_of, Instant now) {
  ++pages_;
  const bool newest = !newest_done_;
  newest_done_ = true;
  if (!newest) {
    take_below(page);
  } else if (rules_.order == Order::identity) {
    take_feed(page, seen_as_of);
  } else {
    take_newest(page, seen_as_of);
  }
  note_success(now);
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
  cover(state_.covered_to, seen_as_of);
  note_success(now);
}

void Walk::failed(const Error& error, Instant now) {
  over_ = true;
  ++state_.failures;
  state_.last_attempt = now;
  state_.last_error = describe(error);
  const GapReason reason = traits(error.code).gap;
  if (newest_done_) {
    stop(reason);
    return;
  }
  // The first pass was to read the whole lookback.
  const Instant from = state_.started ? state_.covered_to : state_.since - rules_.first_lookback;
  if (from < now) {
    spans_.push_back({{from, now}, reason, {}});
  }
}

void Walk::stop(GapReason reason) {
  over_ = true;
  for (Hole& hole : state_.holes) {
    hole.reason = reason;
    if (!hole.lookback && hole.missing.from < hole.missing.to) {
      spans_.push_back({hole.missing, reason, {}});
    }
  }
}

// A feed that showed posts and shows none now may have been closed: many servers answer 200 with an
// empty list then. Only a server that states that its tag feeds are open is believed.
bool Walk::empty_answer_is_suspect(const Page& page) const {
  const bool open = state_.access && state_.access->stated && state_.access->local_open &&
                    state_.access->remote_open;
  const bool showed_posts = !state_.top.id.empty() || !state_.identities.empty();
  return page.items == 0 && showed_posts && !open;
}

void Walk::take_newest(const Page& page, Instant seen_as_of) {
  if (empty_answer_is_suspect(page)) {
    state_.newest_page_had_posts = false;
    spans_.push_back(
        {{state_.covered_to, std::max(seen_as_of, state_.covered_to)}, GapReason::refused, {}});
    return;
  }
  state_.newest_page_had_posts = page.items > 0;
  if (!state_.started) {
    start(page, seen_as_of);
  } else if (page.items == 0 || reaches(page, state_.top) || !page.more) {
    cover(state_.covered_to, seen_as_of);
  } else {
    open_hole(state_.top, page, state_.covered_to, false, seen_as_of);
  }
  if (page.newest && newer(*page.newest, state_.top, rules_.order)) {
    state_.top = *page.newest;
  }
  if (state_.holes.empty()) {
    state_.edge = state_.top;
  }
}

void Walk::start(const Page& page, Instant seen_as_of) {
  state_.started = true;
  state_.lookback_from = started_ - rules_.first_lookback;
  state_.edge = Bound({}, state_.lookback_from);
  state_.covered_to = state_.lookback_from;
  if (page.items == 0 || !page.more || reaches(page, state_.edge)) {
    cover(state_.lookback_from, seen_as_of);
  } else {
    open_hole(state_.edge, page, state_.lookback_from, true, seen_as_of);
  }
}

void Walk::open_hole(Bound low, const Page& page, Instant missing_from, bool lookback,
                     Instant as_of) {
  Hole hole;
  hole.low = std::move(low);
  hole.high = *page.oldest;
  hole.lookback = lookback;
  hole.missing = {missing_from, std::max(missing_from, time_of(*page.oldest, as_of))};
  state_.holes.insert(state_.holes.begin(), hole);
  state_.covered_to = hole.missing.to;
  cover(hole.missing.to, as_of);
}

// A bound with an id is reached by the server's own order; a bound that is a time, when the whole
// page is older, since times need not follow the order.
bool Walk::reaches(const Page& page, const Bound& low) const {
  if (!page.oldest) {
    return true;
  }
  if (!low.id.empty() && rules_.order == Order::ids) {
    return id_at_or_below(page.oldest->id, low.id);
  }
  return low.at && page.newest && page.newest->at && *page.newest->at < *low.at;
}

void Walk::take_below(const Page& page) {
  Hole& hole = state_.holes.front();
  if (page.items > 0 && page.more && !reaches(page, hole.low)) {
    const Instant reached =
        std::clamp(time_of(*page.oldest, hole.missing.to), hole.missing.from, hole.missing.to);
    add_covered({reached, hole.missing.to});
    hole.high = *page.oldest;
    hole.missing.to = reached;
    return;
  }
  add_covered(hole.missing);
  state_.holes.erase(state_.holes.begin());
  if (state_.holes.empty()) {
    state_.edge = state_.top;
  }
}

// A feed shows its newest items and cannot be asked for more. It covers back to the answer before
// when an item of that answer is still there, when that answer was empty, or when this one is not
// full: fewer items than the feed has shown at once, so that nothing can have scrolled away. What
// is counted are identities: an item that is pinned or stands twice makes no answer fuller.
void Walk::take_feed(const Page& page, Instant seen_as_of) {
  if (empty_answer_is_suspect(page)) {
    state_.newest_page_had_posts = false;
    spans_.push_back(
        {{state_.covered_to, std::max(seen_as_of, state_.covered_to)}, GapReason::bad_answer, {}});
    return;
  }
  state_.newest_page_had_posts = page.items > 0;
  const Instant shown_from =
      page.oldest && rules_.time_ordered ? time_of(*page.oldest, seen_as_of) : seen_as_of;
  const int shown = static_cast<int>(page.identities.size());
  state_.items_most = std::max(state_.items_most, shown);
  const bool nothing_scrolled = state_.identities.empty() || shown < state_.items_most ||
                                any_known(page.identities, state_.identities);
  if (!state_.started) {
    state_.started = true;
    state_.lookback_from = std::max(shown_from, started_ - rules_.first_lookback);
    state_.covered_to = state_.lookback_from;
    cover(state_.lookback_from, seen_as_of);
  } else if (nothing_scrolled) {
    cover(state_.covered_to, seen_as_of);
  } else {
    const Instant lost_to = std::max(shown_from, state_.covered_to);
    spans_.push_back({{state_.covered_to, lost_to}, GapReason::window_scrolled_away, {}});
    state_.covered_to = lost_to;
    cover(lost_to, seen_as_of);
  }
  state_.identities = page.identities;
  if (page.newest) {
    state_.top = *page.newest;
  }
  state_.edge = state_.top;
}

void Walk::cover(Instant from, Instant to) {
  if (to < started_ - rules_.max_age_seen) {
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
