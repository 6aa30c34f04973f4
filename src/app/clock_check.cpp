#include "app/clock_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "app/moment.hpp"
#include "tagwatch/digest/chain.hpp"

namespace tagwatch {
namespace {

// Clocks that are set over the network differ by far less.
constexpr Duration kDifferenceMax = std::chrono::minutes(10);
// Answers that are older say nothing of the clock as it is now.
constexpr Duration kAnswerAgeMax = std::chrono::hours(24);
// A digest that makes up for more days than that is rare enough to look twice.
constexpr std::size_t kMissedDaysMax = 7;

// What the time is by the servers' clocks. More than half of them must be behind for it to be
// behind; nullopt where none tells.
std::optional<Instant> time_of_servers(const std::vector<AnswerTime>& answers, Instant now) {
  std::vector<Duration> ahead;
  for (const AnswerTime& answer : answers) {
    if (answer.theirs) {
      ahead.push_back(*answer.theirs - answer.ours);
    }
  }
  if (ahead.empty()) {
    return std::nullopt;
  }
  std::sort(ahead.begin(), ahead.end());
  return now + ahead[ahead.size() / 2];
}

}  // namespace

void warn_of_clock(Session& session, const Config& config) {
  const Result<Reader> reader = Reader::open(config.store.path);
  if (!reader) {
    return;
  }
  const Result<Committed> last = reader->last_commit();
  const Instant now = session.clock.now();
  const Result<bool> was_ahead = reader->clock_was_ahead(now);
  if (last && last->at - now > kDifferenceMax && !(was_ahead && *was_ahead)) {
    const Zone& zone = config.monitor.timezone;
    session.err << fmt::format(
        "tagwatch: this machine's clock says {}, but the store's last commit is of {}: set the "
        "clock\n",
        local_moment(now, zone), local_moment(last->at, zone));
  }
}

Result<void> check_clock(const Reader& reader, Window window, const Zone& zone, Instant now) {
  const auto answers = reader.newest_answers({now - kAnswerAgeMax, now + Duration{1}});
  if (!answers) {
    return answers.error();
  }
  const auto theirs = time_of_servers(*answers, now);
  if (theirs && *theirs + kDifferenceMax < window.to) {
    return Error{Errc::clock_wrong,
                 fmt::format("this machine's clock says {}, but by the clocks of the servers that "
                             "answered last it is {}, and {} is not over; set the clock, run "
                             "`tagwatch poll`, and try again",
                             local_moment(now, zone), local_moment(*theirs, zone),
                             format_day(zone.day_of(window.to - Duration{1})))};
  }
  const std::size_t missed = days_of(window, zone).size() - 1;
  if (missed > kMissedDaysMax && answers->empty()) {
    return Error{Errc::clock_wrong,
                 fmt::format("{} missed days would be made up for at once, and no source has "
                             "answered within 24 hours by this machine's clock, which says {}; see "
                             "that it is right, and run `tagwatch poll` first",
                             missed, local_moment(now, zone))};
  }
  return {};
}

Result<void> check_clock_for_pruning(const Reader& reader, const Zone& zone, Instant now) {
  const auto answers = reader.newest_answers({now - kAnswerAgeMax, now + Duration{1}});
  const auto ever = reader.newest_answers({Instant::min(), Instant::max()});
  if (!answers || !ever) {
    return answers ? ever.error() : answers.error();
  }
  const auto theirs = time_of_servers(*answers, now);
  if (theirs && *theirs + kDifferenceMax < now) {
    return Error{Errc::clock_wrong,
                 fmt::format("nothing was pruned: this machine's clock says {}, but by the clocks "
                             "of the servers that answered last it is {}; set the clock, run "
                             "`tagwatch poll`, and try again",
                             local_moment(now, zone), local_moment(*theirs, zone))};
  }
  if (answers->empty() && !ever->empty()) {
    return Error{Errc::clock_wrong,
                 fmt::format("nothing was pruned: no source has answered within 24 hours by this "
                             "machine's clock, which says {}; see that it is right, and run "
                             "`tagwatch poll` first",
                             local_moment(now, zone))};
  }
  return {};
}

}  // namespace tagwatch
