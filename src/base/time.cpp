#include "tagwatch/base/time.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <charconv>

namespace tagwatch {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 7> kWeekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};

constexpr int kYearMin = 1970;
constexpr int kYearMax = 2200;
constexpr Duration kOffsetMax = 18h;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Takes between `min` and `max` digits off the front.
std::optional<int> take_number(std::string_view& text, std::size_t min, std::size_t max) {
  std::size_t length = 0;
  while (length < text.size() && length < max && is_digit(text[length])) {
    ++length;
  }
  if (length < min) {
    return std::nullopt;
  }
  int value = 0;
  std::from_chars(text.data(), text.data() + length, value);
  text.remove_prefix(length);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

void skip_spaces(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == '\n' ||
                           text.front() == '\r')) {
    text.remove_prefix(1);
  }
}

std::string_view trim(std::string_view text) {
  skip_spaces(text);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) {
    text.remove_suffix(1);
  }
  return text;
}

std::optional<Instant> make_instant(int year, int month, int day, Duration time_of_day) {
  const std::chrono::year_month_day ymd{std::chrono::year{year},
                                        std::chrono::month{static_cast<unsigned>(month)},
                                        std::chrono::day{static_cast<unsigned>(day)}};
  if (!ymd.ok() || year < kYearMin || year > kYearMax) {
    return std::nullopt;
  }
  return Instant{std::chrono::sys_days{ymd}.time_since_epoch() + time_of_day};
}

// "HH:MM[:SS]" in range; a leap second counts as the second before.
std::optional<Duration> take_time(std::string_view& text, bool seconds_required) {
  const auto hour = take_number(text, 1, 2);
  if (!hour || !take(text, ':')) {
    return std::nullopt;
  }
  const auto minute = take_number(text, 2, 2);
  if (!minute) {
    return std::nullopt;
  }
  int second = 0;
  if (take(text, ':')) {
    const auto read = take_number(text, 2, 2);
    if (!read) {
      return std::nullopt;
    }
    second = *read == 60 ? 59 : *read;
  } else if (seconds_required) {
    return std::nullopt;
  }
  if (*hour > 24 || *minute > 59 || second > 59 || (*hour == 24 && (*minute > 0 || second > 0))) {
    return std::nullopt;
  }
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(second);
}

// "+05:30", "-0500", "+05". Offsets in use end at -12:00 and +14:00, those of local mean time
// before at -15:56 and +15:13: what is beyond 18 hours is none.
std::optional<Duration> take_offset(std::string_view& text) {
  const bool minus = !text.empty() && text.front() == '-';
  if (!take(text, '+') && !take(text, '-')) {
    return std::nullopt;
  }
  const auto hours = take_number(text, 2, 2);
  if (!hours) {
    return std::nullopt;
  }
  take(text, ':');
  const int minutes = take_number(text, 2, 2).value_or(0);
  const Duration offset = std::chrono::hours(*hours) + std::chrono::minutes(minutes);
  if (minutes > 59 || offset > kOffsetMax) {
    return std::nullopt;
  }
  return minus ? -offset : offset;
}

std::optional<int> month_from_name(std::string_view text) {
  if (text.size() < 3) {
    return std::nullopt;
  }
  for (std::size_t index = 0; index < kMonths.size(); ++index) {
    bool same = true;
    for (std::size_t at = 0; at < 3; ++at) {
      same = same && std::tolower(static_cast<unsigned char>(text[at])) ==
                         std::tolower(static_cast<unsigned char>(kMonths[index][at]));
    }
    if (same) {
      return static_cast<int>(index) + 1;
    }
  }
  return std::nullopt;
}

std::string_view take_word(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && std::isalpha(static_cast<unsigned char>(text[length])) != 0) {
    ++length;
  }
  const std::string_view word = text.substr(0, length);
  text.remove_prefix(length);
  return word;
}

std::optional<int> take_year(std::string_view& text) {
  const std::size_t before = text.size();
  const auto year = take_number(text, 2, 4);
  if (!year || (before - text.size()) == 3) {
    return std::nullopt;
  }
  if (before - text.size() == 2) {
    return *year < 50 ? 2000 + *year : 1900 + *year;
  }
  return year;
}

// Named zones of RFC 822; every other name is taken as UTC.
Duration named_zone(std::string_view zone) {
  struct Row {
    std::string_view name;
    int hours;
  };
  constexpr std::array kZones{Row{"EST", -5}, Row{"EDT", -4}, Row{"CST", -6}, Row{"CDT", -5},
                              Row{"MST", -7}, Row{"MDT", -6}, Row{"PST", -8}, Row{"PDT", -7},
                              Row{"CET", 1},  Row{"CEST", 2}, Row{"BST", 1},  Row{"JST", 9}};
  for (const Row& row : kZones) {
    if (row.name == zone) {
      return std::chrono::hours(row.hours);
    }
  }
  return 0h;
}

std::chrono::year_month_day civil(Day day) {
  return std::chrono::year_month_day{day};
}

}  // namespace

Instant SystemClock::now() const {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now());
}

std::string format_rfc3339(Instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day ymd{day};
  const std::chrono::hh_mm_ss time{at - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(ymd.year()),
                     static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count(),
                     time.subseconds().count());
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  text = trim(text);
  const auto year = take_number(text, 4, 4);
  if (!year || !take(text, '-')) {
    return std::nullopt;
  }
  const auto month = take_number(text, 2, 2);
  if (!month || !take(text, '-')) {
    return std::nullopt;
  }
  const auto day = take_number(text, 2, 2);
  if (!day) {
    return std::nullopt;
  }
  if (text.empty()) {
    return make_instant(*year, *month, *day, 0ms);
  }
  if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) {
    return std::nullopt;
  }
  auto time = take_time(text, false);
  if (!time) {
    return std::nullopt;
  }
  if (take(text, '.') || take(text, ',')) {
    int scale = 100;
    std::size_t digits = 0;
    while (!text.empty() && is_digit(text.front())) {
      *time += Duration{scale * (text.front() - '0')};
      scale /= 10;
      ++digits;
      text.remove_prefix(1);
    }
    if (digits == 0) {
      return std::nullopt;
    }
  }
  skip_spaces(text);
  Duration offset{};
  if (!take(text, 'Z') && !take(text, 'z') && !text.empty()) {
    const auto read = take_offset(text);
    if (!read) {
      return std::nullopt;
    }
    offset = *read;
  }
  return text.empty() ? make_instant(*year, *month, *day, *time - offset) : std::nullopt;
}

std::optional<Instant> parse_rfc822(std::string_view text) {
  text = trim(text);
  std::string_view rest = text;
  const std::string_view first = take_word(rest);
  std::optional<int> month;
  if (!first.empty()) {  // a weekday: "Mon," or, in the asctime form, "Mon "
    take(rest, ',');
    skip_spaces(rest);
    if (!rest.empty() && !is_digit(rest.front())) {
      month = month_from_name(take_word(rest));
      skip_spaces(rest);
    }
  }
  const auto day = take_number(rest, 1, 2);
  if (!day) {
    return std::nullopt;
  }
  std::optional<int> year;
  if (!month) {
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == '-')) {
      rest.remove_prefix(1);
    }
    month = month_from_name(take_word(rest));
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == '-')) {
      rest.remove_prefix(1);
    }
    year = take_year(rest);
    if (!month || !year) {
      return std::nullopt;
    }
  }
  skip_spaces(rest);
  Duration time{};
  if (!rest.empty() && is_digit(rest.front())) {
    const auto read = take_time(rest, false);
    if (!read) {
      return std::nullopt;
    }
    time = *read;
  }
  skip_spaces(rest);
  if (!year) {  // asctime: the year stands last
    year = take_year(rest);
    if (!year) {
      return std::nullopt;
    }
  }
  if (rest.empty()) {
    return make_instant(*year, *month, *day, time);
  }
  const std::optional<Duration> offset =
      rest.front() == '+' || rest.front() == '-' ? take_offset(rest) : named_zone(take_word(rest));
  return offset ? make_instant(*year, *month, *day, time - *offset) : std::nullopt;
}

std::optional<Instant> parse_any_date(std::string_view text) {
  const auto iso = parse_rfc3339(text);
  return iso ? iso : parse_rfc822(text);
}

std::optional<Duration> parse_duration(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  constexpr std::int64_t kCountMax = 1'000'000'000;
  if (error != std::errc{} || count < 0 || count > kCountMax) {
    return std::nullopt;
  }
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (unit == "ms") {
    return Duration{count};
  }
  if (unit == "s") {
    return std::chrono::seconds(count);
  }
  if (unit == "m") {
    return std::chrono::minutes(count);
  }
  if (unit == "h") {
    return std::chrono::hours(count);
  }
  if (unit == "d") {
    return std::chrono::days(count);
  }
  return std::nullopt;
}

std::string format_duration(Duration duration) {
  struct Unit {
    Duration length;
    std::string_view suffix;
  };
  constexpr std::array kUnits{Unit{24h, "d"}, Unit{1h, "h"}, Unit{1min, "m"}, Unit{1s, "s"}};
  for (const Unit& unit : kUnits) {
    if (duration != 0ms && duration % unit.length == 0ms) {
      return fmt::format("{}{}", duration / unit.length, unit.suffix);
    }
  }
  return duration == 0ms ? "0s" : fmt::format("{}ms", duration.count());
}

std::string format_day(Day day) {
  const auto ymd = civil(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()),
                     static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
}

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10) {
    return std::nullopt;
  }
  const auto midnight = parse_rfc3339(text);
  if (!midnight) {
    return std::nullopt;
  }
  return Day{std::chrono::floor<std::chrono::days>(*midnight).time_since_epoch()};
}

std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') {
    return std::nullopt;
  }
  const auto hour = take_number(text, 2, 2);
  if (!hour || !take(text, ':')) {
    return std::nullopt;
  }
  const auto minute = take_number(text, 2, 2);
  if (!minute || *hour > 23 || *minute > 59) {
    return std::nullopt;
  }
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute);
}

std::string format_time_of_day(std::chrono::minutes since_midnight) {
  return fmt::format("{:02}:{:02}", since_midnight.count() / 60, since_midnight.count() % 60);
}

std::string_view weekday_name(Day day) {
  return kWeekdays.at(std::chrono::weekday{day}.c_encoding());
}

std::string format_long_day(Day day) {
  const auto ymd = civil(day);
  return fmt::format("{} {} {}", static_cast<unsigned>(ymd.day()),
                     kMonths.at(static_cast<unsigned>(ymd.month()) - 1),
                     static_cast<int>(ymd.year()));
}

std::string format_short_day(Day day) {
  const auto ymd = civil(day);
  return fmt::format("{} {}", static_cast<unsigned>(ymd.day()),
                     kMonths.at(static_cast<unsigned>(ymd.month()) - 1).substr(0, 3));
}

}  // namespace tagwatch
