#include "unusual_sentences.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tagwatch/digest/sentences.hpp"
#include "wording.hpp"

namespace tagwatch {
namespace {

/// More facts in one sentence are not read.
constexpr std::size_t kDriversMax = 2;

// Where the posts of a driver are, to stand behind their number; "" for a language without a name.
std::string where(const Driver& driver, Window day, const Zone& zone) {
  switch (driver.kind) {
    case DriverKind::hours:
      return fmt::format("between {} and {}", wording::clock_time(driver.hours.from, day, zone),
                         wording::clock_time(driver.hours.to, day, zone));
    case DriverKind::same_text:
      return "carry the same text";
    case DriverKind::link:
      return driver.posts == 1 ? "links to the same page" : "link to the same page";
    case DriverKind::source:
      return "from " + driver.name;
    case DriverKind::language: {
      const std::string_view name = language_name(driver.name);
      return name.empty() ? std::string() : fmt::format("in {}", name);
    }
  }
  return {};
}

// "30 of them between 14:00 and 16:00"; of a drop "none between 09:00 and 12:00, where 9 are
// usual".
std::string driver_words(const Flag& flag, const Driver& driver, bool first, Window day,
                         const Zone& zone) {
  const std::string place = where(driver, day, zone);
  if (place.empty()) {
    return {};
  }
  const std::string posts = driver.posts == 0                ? "none"
                            : driver.posts == *flag.observed ? "all"
                                                             : wording::number(driver.posts);
  if (flag.kind == FlagKind::drop) {
    return fmt::format("{} {}, where {} {} usual", posts, place, wording::number(driver.usual),
                       driver.usual == 1 ? "is" : "are");
  }
  return fmt::format("{}{} {}", posts, first ? " of them" : "", place);
}

bool overlap(Window a, Window b) {
  return a.from < b.to && b.from < a.to;
}

// The events of the day; of those hours, where the rise or drop lies in some.
std::string during_words(const DigestValue& value, std::optional<Window> hours) {
  std::vector<std::string> names;
  for (const DayEvent& event : value.events) {
    if (!hours || overlap(*hours, event.window)) {
      names.push_back(fmt::format("“{}”", event.name));
    }
  }
  return names.empty() ? std::string() : ", during " + wording::listed(names);
}

const Flag* flag_of(const DigestValue& value, const TagCount& count) {
  if (!value.flags) {
    return nullptr;
  }
  const auto found = std::find_if(value.flags->begin(), value.flags->end(), [&](const Flag& flag) {
    return flag.tag == count.tag && flag.observed &&
           (flag.kind == FlagKind::rise || flag.kind == FlagKind::drop);
  });
  return found == value.flags->end() ? nullptr : &*found;
}

}  // namespace

UnusualWords unusual_words(const DigestValue& value, const TagCount& count, const Zone& zone) {
  const Flag* flag = flag_of(value, count);
  if (flag == nullptr) {
    return {};
  }
  const Window day = day_window(value, zone);
  UnusualWords words;
  bool placed = false;  // the hours say when, and what was in the calendar then
  std::size_t told = 0;
  for (const Driver& driver : flag->drivers) {
    std::string fact = driver_words(*flag, driver, told == 0, day, zone);
    if (fact.empty() || told == kDriversMax) {
      continue;
    }
    if (driver.kind == DriverKind::hours) {
      placed = true;
      fact += during_words(value, driver.hours);
    }
    words.drivers += (told++ == 0 ? "" : flag->kind == FlagKind::drop ? "; " : ", ") + fact;
  }
  if (!placed) {
    words.during = during_words(value, std::nullopt);
  }
  return words;
}

}  // namespace tagwatch
