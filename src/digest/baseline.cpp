#include "baseline.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tagwatch {
namespace {

constexpr int kLowPercent = 10;
constexpr int kHighPercent = 90;

bool is_weekend(Day day) {
  const std::chrono::weekday weekday{day};
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

bool touched_by_event(Window day, const std::vector<CalendarEvent>& events) {
  return std::any_of(events.begin(), events.end(), [&](const CalendarEvent& event) {
    return event.window.from < day.to && day.from < event.window.to;
  });
}

// The smallest of `sorted` that at least `percent` of them do not exceed.
std::int64_t nearest_rank(const std::vector<std::int64_t>& sorted, int percent) {
  const std::size_t rank = (sorted.size() * static_cast<std::size_t>(percent) + 99) / 100;
  return sorted.at(std::max<std::size_t>(rank, 1) - 1);
}

std::int64_t count_within(const std::vector<Instant>& places, Window window) {
  const auto from = std::lower_bound(places.begin(), places.end(), window.from);
  return std::lower_bound(from, places.end(), window.to) - from;
}

// The sources of `tag` that were complete in the judged time, and are known to show posts: of a
// feed that may be closed to us no day is a zero.
std::vector<const WatchedTimeline*> complete_sources(const std::vector<WatchedTimeline>& watch,
                                                     const Hashtag& tag, const Judged& judged) {
  std::vector<const WatchedTimeline*> sources;
  for (const WatchedTimeline& timeline : watch) {
    if (timeline.tag == tag && known_open(timeline.state) &&
        coverage_in(timeline, judged).word == CoverageWord::complete) {
      sources.push_back(&timeline);
    }
  }
  return sources;
}

}  // namespace

std::vector<Day> comparable_days(Day day, int baseline_days, const Zone& zone,
                                 const std::vector<CalendarEvent>& events,
                                 const std::vector<const WatchedTimeline*>& sources) {
  std::vector<Day> days;
  for (Day past = day - std::chrono::days(baseline_days); past < day;
       past += std::chrono::days(1)) {
    const Window window = zone.window(past);
    const bool seen = std::all_of(sources.begin(), sources.end(), [&](const auto* timeline) {
      return was_read(timeline->read, window);
    });
    if (seen && window.from < window.to && !touched_by_event(window, events)) {
      days.push_back(past);
    }
  }
  return days;
}

UsualRange usual_range(Day day, std::int64_t counted, const std::vector<PastDay>& comparable) {
  std::vector<std::int64_t> same_weekday;
  std::vector<std::int64_t> same_group;
  for (const PastDay& past : comparable) {
    if (is_weekend(past.day) == is_weekend(day)) {
      same_group.push_back(past.posts);
    }
    if (std::chrono::weekday{past.day} == std::chrono::weekday{day}) {
      same_weekday.push_back(past.posts);
    }
  }
  constexpr auto kNeeded = static_cast<std::size_t>(kComparableDaysMin);
  std::vector<std::int64_t>& taken = same_weekday.size() >= kNeeded ? same_weekday : same_group;
  if (taken.size() < kNeeded) {
    return {std::nullopt,
            fmt::format("cannot tell yet ({} of {})", taken.size(), kComparableDaysMin)};
  }
  std::sort(taken.begin(), taken.end());
  return {Usual{nearest_rank(taken, kLowPercent), nearest_rank(taken, kHighPercent),
                static_cast<int>(taken.size()), counted},
          ""};
}

Result<UsualRange> usual_of(const Reader& reader, const DigestOptions& options,
                            const Accounts& accounts, const std::vector<WatchedTimeline>& watch,
                            const Hashtag& tag, Day day, const Judged& judged) {
  const auto sources = complete_sources(watch, tag, judged);
  if (sources.empty()) {
    return UsualRange{std::nullopt, "cannot tell, as no source is known to have been read in full"};
  }
  std::vector<std::string> names;
  for (const WatchedTimeline* timeline : sources) {
    names.push_back(timeline->source.name);
  }
  const auto places =
      reader.places(tag.key(), names, accounts.counted_apart(), baseline_window(day, options));
  if (!places) {
    return places.error();
  }
  std::vector<PastDay> past;
  for (const Day comparable :
       comparable_days(day, options.baseline_days, options.zone, options.events, sources)) {
    past.push_back({comparable, count_within(*places, options.zone.window(comparable))});
  }
  return usual_range(day, count_within(*places, judged.window), past);
}

Window baseline_window(Day day, const DigestOptions& options) {
  return {options.zone.window(day - std::chrono::days(options.baseline_days)).from,
          options.zone.window(day).to};
}

}  // namespace tagwatch
