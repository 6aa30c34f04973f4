#include "wording.hpp"

#include <fmt/format.h>

#include <array>

namespace tagwatch::wording {
namespace {

using std::chrono::minutes;

/// More names in one sentence are not read.
constexpr std::size_t kNamesMax = 3;

// The stretch in whole minutes, outwards, so that half a minute is not "from 03:10 to 03:10".
Window whole_minutes(Window stretch) {
  return {std::chrono::floor<minutes>(stretch.from), next_minute(stretch.to)};
}

}  // namespace

std::string number(std::int64_t count) {
  std::string digits = std::to_string(count);
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string small_number(std::int64_t count) {
  constexpr std::array<std::string_view, 10> kSmall{"no",   "one", "two",   "three", "four",
                                                    "five", "six", "seven", "eight", "nine"};
  return count >= 0 && count < 10 ? std::string(kSmall.at(static_cast<std::size_t>(count)))
                                  : number(count);
}

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", number(count), count == 1 ? one : many);
}

std::string counted_first(std::int64_t count, std::string_view one, std::string_view many) {
  return sentence_case(fmt::format("{} {}", small_number(count), count == 1 ? one : many));
}

std::string listed(const std::vector<std::string>& items, std::string_view last_word) {
  std::string all;
  for (std::size_t at = 0; at < items.size(); ++at) {
    if (at > 0) {
      all += at + 1 == items.size() ? fmt::format(" {} ", last_word) : ", ";
    }
    all += items[at];
  }
  return all;
}

std::string listed_sources(const std::vector<std::string>& names) {
  if (names.size() <= kNamesMax + 1) {  // "one other source" would be no shorter than its name
    return listed(names);
  }
  std::vector<std::string> some(names.begin(), names.begin() + kNamesMax);
  some.push_back(small_number(static_cast<std::int64_t>(names.size() - kNamesMax)) +
                 " other sources");
  return listed(some);
}

std::string sentence_case(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

std::string weekday_and_day(Day day) {
  const std::string date = format_long_day(day);
  return fmt::format("{} {}", weekday_name(day), date.substr(0, date.rfind(' ')));
}

std::string clock_time(Instant at, Window day, const Zone& zone) {
  return at == day.to ? "24:00" : format_time_of_day(zone.local(at).since_midnight);
}

std::string moment(Instant at, Window day, const Zone& zone) {
  const std::string clock = clock_time(at, day, zone);
  const bool inside = day.from <= at && at <= day.to;
  return inside ? clock : fmt::format("{} on {}", clock, format_short_day(zone.local(at).day));
}

Instant next_minute(Instant at) {
  return std::chrono::ceil<minutes>(at);
}

std::string from_to(Window stretch, Window day, const Zone& zone) {
  const Window shown = whole_minutes(stretch);
  const std::string from_zone = zone.local(shown.from).zone_name;
  // The last moment inside decides: at the end of the stretch another zone may begin.
  const std::string to_zone = zone.local(shown.to - Duration{1}).zone_name;
  return fmt::format("from {}{} to {} {}", clock_time(shown.from, day, zone),
                     from_zone == to_zone ? "" : " " + from_zone, clock_time(shown.to, day, zone),
                     to_zone);
}

std::string from(Instant at, Window day, const Zone& zone) {
  const Instant shown = next_minute(at);
  return fmt::format("from {} {}", clock_time(shown, day, zone), zone.local(shown).zone_name);
}

std::string span(Window stretch, Window day, const Zone& zone) {
  const Window shown = whole_minutes(stretch);
  return fmt::format("{}–{}", clock_time(shown.from, day, zone), clock_time(shown.to, day, zone));
}

}  // namespace tagwatch::wording
