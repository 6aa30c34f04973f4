#include "tagwatch/digest/chain.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tagwatch {
namespace {

constexpr std::chrono::days kOneDay{1};

std::string local_time_words(Instant at, const Zone& zone) {
  const LocalTime local = zone.local(at);
  return fmt::format("{} {} {}", format_day(local.day), format_time_of_day(local.since_midnight),
                     local.zone_name);
}

}  // namespace

Chain::Chain(const std::vector<DigestRow>& issued, Zone zone, Instant now)
    : zone_(std::move(zone)), now_(now) {
  links_.reserve(issued.size());
  for (const DigestRow& row : issued) {
    links_.push_back({row.date, row.window});
  }
}

Day Chain::yesterday() const {
  return zone_.day_of(now_) - kOneDay;
}

Instant Chain::start() const {
  return empty() ? zone_.window(yesterday()).from : links_.front().window.from;
}

Instant Chain::end() const {
  return empty() ? zone_.window(yesterday()).from : links_.back().window.to;
}

bool Chain::bears(Day date) const {
  return std::any_of(links_.begin(), links_.end(),
                     [&](const Link& link) { return link.date == date; });
}

std::optional<Day> Chain::holder(Day day) const {
  const Instant last_moment = zone_.window(day).to - Duration{1};
  for (const Link& link : links_) {
    if (link.window.from <= last_moment && last_moment < link.window.to) {
      return link.date;
    }
  }
  return std::nullopt;
}

Result<Window> Chain::issuable(Day date) const {
  const Window day = zone_.window(date);
  const std::string wanted = format_day(date);
  if (day.to > now_) {
    return Error{Errc::usage, fmt::format("{} is not over: its digest can be issued from {} on",
                                          wanted, local_time_words(day.to, zone_))};
  }
  if (bears(date)) {
    return Error{Errc::usage, fmt::format("the digest of {} is issued already", wanted)};
  }
  if (empty()) {
    if (date != yesterday()) {
      return Error{
          Errc::usage,
          fmt::format("the first digest is that of yesterday, {}; {} can only be previewed",
                      format_day(yesterday()), wanted)};
    }
    return day;
  }
  if (day.to <= end() && end() > now_) {
    return Error{
        Errc::usage,
        fmt::format("the digest of {}, a day that is not over by this machine's clock, was issued "
                    "already, so the clock was ahead then; to issue {}, put a backup from before "
                    "that (of `tagwatch db backup`) in the store's place",
                    format_day(links_.back().date), wanted)};
  }
  if (day.to <= end()) {
    const auto held_by = holder(date);
    return Error{
        Errc::usage,
        held_by ? fmt::format("{} was reported in the digest of {}; it can only be previewed",
                              wanted, format_day(*held_by))
                : fmt::format("{} is before the first digest; it can only be previewed", wanted)};
  }
  return Window{end(), day.to};
}

std::vector<DayPart> days_of(Window window, const Zone& zone) {
  std::vector<DayPart> parts;
  for (Day day = zone.day_of(window.from); window.from < window.to; day += kOneDay) {
    const Window whole = zone.window(day);
    if (whole.from >= window.to) {
      break;
    }
    const Window part{std::max(whole.from, window.from), std::min(whole.to, window.to)};
    if (part.from < part.to) {  // a day that the zone skipped has no time
      parts.push_back({day, part});
    }
  }
  return parts;
}

}  // namespace tagwatch
