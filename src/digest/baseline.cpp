#include "baseline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace tagwatch {
namespace {

constexpr int kLowPercent = 10;
constexpr int kHighPercent = 90;

unsigned weekday_of(Day day) {
  return std::chrono::weekday{day}.iso_encoding();
}

unsigned is_weekend(Day day) {
  const std::chrono::weekday weekday{day};
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday ? 1 : 0;
}

LikeDays posts_of(const std::vector<PastDay>& days) {
  LikeDays counts;
  for (const PastDay& day : days) {
    counts.push_back(day.posts);
  }
  return counts;
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
  const auto groups = [&](auto group_of) {
    std::map<unsigned, std::vector<PastDay>> days;
    for (const PastDay& past : comparable) {
      days[group_of(past.day)].push_back(past);
    }
    return std::pair(days[group_of(day)], days);
  };
  constexpr auto kNeeded = static_cast<std::size_t>(kComparableDaysMin);
  auto [taken, like] = groups(weekday_of);
  if (taken.size() < kNeeded) {
    std::tie(taken, like) = groups(is_weekend);
  }
  UsualRange range;
  if (taken.size() < kNeeded) {
    range.reason = fmt::format("cannot tell yet ({} of {})", taken.size(), kComparableDaysMin);
    return range;
  }
  std::vector<LikeDays> counts;
  for (const auto& [group, days] : like) {
    counts.push_back(posts_of(days));
  }
  LikeDays sorted = posts_of(taken);
  std::sort(sorted.begin(), sorted.end());
  range.usual = Usual{nearest_rank(sorted, kLowPercent), nearest_rank(sorted, kHighPercent),
                      static_cast<int>(taken.size()), counted};
  range.expected = expectation_of(sorted, dispersion_of(counts));
  for (const PastDay& past : taken) {
    range.days.push_back(past.day);
  }
  return range;
}

Result<UsualRange> usual_of(const Reader& reader, const DigestOptions& options,
                            const Accounts& accounts, const std::vector<WatchedTimeline>& watch,
                            const Hashtag& tag, Day day, const Judged& judged) {
  const auto sources = complete_sources(watch, tag, judged);
  if (sources.empty()) {
    UsualRange range;
    range.reason = "cannot tell, as no source is known to have been read in full";
    return range;
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
  UsualRange range = usual_range(day, count_within(*places, judged.window), past);
  range.sources = std::move(names);
  return range;
}

Window baseline_window(Day day, const DigestOptions& options) {
  return {options.zone.window(day - std::chrono::days(options.baseline_days)).from,
          options.zone.window(day).to};
}

}  // namespace tagwatch
