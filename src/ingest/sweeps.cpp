#include "tagwatch/ingest/sweeps.hpp"

#include <algorithm>

#include "ingest/page_facts.hpp"

namespace tagwatch {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr Duration kShort = hours(6);
constexpr Duration kShortEvery = minutes(15);
constexpr Duration kDaily = hours(48);
constexpr Duration kWeekly = days(7);
// The long sweeps begin so long before the digest must be ready.
constexpr minutes kBeforeDigest{45};

// The last time at or before `now` that a daily sweep was to begin, on `weekday` if one is given.
Instant last_beginning(const SweepRules& rules, Instant now, std::optional<unsigned> weekday) {
  Day day = rules.timezone.day_of(now) + days(1);
  for (;; day -= days(1)) {
    const Instant begins = rules.timezone.at(day, rules.ready_by) - kBeforeDigest;
    const bool right_day = !weekday || std::chrono::weekday(day).c_encoding() == *weekday;
    if (begins <= now && right_day) {
      return begins;
    }
  }
}

std::vector<Sweep>::iterator find(std::vector<Sweep>& sweeps, Duration window) {
  return std::find_if(sweeps.begin(), sweeps.end(),
                      [window](const Sweep& sweep) { return sweep.window == window; });
}

bool is_due(const Sweep& sweep, const SweepDue& due) {
  return !sweep.under_way() && sweep.started < due.since;
}

// Down to where the sweep reads: its window before the sweep before it.
Instant reads_down_to(const Sweep& sweep) {
  return sweep.previous_started.value_or(sweep.started) - sweep.window;
}

// The times of a page need not follow its order: only a page that is older as a whole ends a sweep.
void advance(Sweep& sweep, const Page& page) {
  const bool beyond = newest_time(page, sweep.started) < reads_down_to(sweep);
  const bool over = page.items == 0 || !page.more || !page.oldest || beyond;
  sweep.bound = over ? Bound() : *page.oldest;
}

}  // namespace

std::vector<SweepDue> sweeps_due(const SweepRules& rules, Instant now) {
  return {{kShort, now - kShortEvery},
          {kDaily, last_beginning(rules, now, std::nullopt)},
          {kWeekly, last_beginning(rules, now, std::chrono::Sunday.c_encoding())}};
}

bool sweep_begins(const std::vector<Sweep>& sweeps, const std::vector<SweepDue>& due) {
  return std::any_of(due.begin(), due.end(), [&](const SweepDue& each) {
    const auto known = std::find_if(sweeps.begin(), sweeps.end(), [&](const Sweep& sweep) {
      return sweep.window == each.window;
    });
    return known == sweeps.end() || is_due(*known, each);
  });
}

void count_as_swept(std::vector<Sweep>& sweeps, const std::vector<SweepDue>& due, Instant now) {
  sweeps.clear();
  for (const SweepDue& each : due) {
    sweeps.push_back({each.window, now, std::nullopt, {}});
  }
}

void begin_sweeps(std::vector<Sweep>& sweeps, const std::vector<SweepDue>& due, const Page& newest,
                  Instant now) {
  for (const SweepDue& each : due) {
    auto sweep = find(sweeps, each.window);
    if (sweep == sweeps.end()) {
      sweep = sweeps.insert(sweep, {each.window, now, std::nullopt, {}});
    } else if (is_due(*sweep, each)) {
      sweep->previous_started = sweep->started;
      sweep->started = now;
    } else {
      continue;
    }
    advance(*sweep, newest);
  }
  std::sort(sweeps.begin(), sweeps.end(),
            [](const Sweep& a, const Sweep& b) { return a.window < b.window; });
}

const Sweep* sweep_under_way(const std::vector<Sweep>& sweeps) {
  const auto found = std::find_if(sweeps.begin(), sweeps.end(),
                                  [](const Sweep& sweep) { return sweep.under_way(); });
  return found == sweeps.end() ? nullptr : &*found;
}

// `bound` is a copy: it may be the one of a sweep that moves on.
void take_sweep_page(std::vector<Sweep>& sweeps, Bound bound, const Page& page) {
  for (Sweep& sweep : sweeps) {
    if (sweep.under_way() && sweep.bound == bound) {
      advance(sweep, page);
    }
  }
}

}  // namespace tagwatch
