// Time zones, on the system's zone data. The only part that knows the zone library.
#include <date/tz.h>
#include <fmt/format.h>

#include "tagwatch/base/time.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;

const date::time_zone& zone_of(const void* zone) {
  return *static_cast<const date::time_zone*>(zone);
}

date::local_time<Duration> to_date_local(Day day) {
  return date::local_time<Duration>{day.time_since_epoch()};
}

}  // namespace

Result<Zone> Zone::locate(std::string_view iana_name) {
  try {
    return Zone(std::string(iana_name), date::locate_zone(iana_name));
  } catch (const std::exception&) {
    return Error{Errc::config_invalid,
                 fmt::format("the zone data has no time zone \"{}\"; write an IANA name such as "
                             "\"America/New_York\" (and install tzdata if none is known)",
                             iana_name)};
  }
}

Day Zone::day_of(Instant at) const {
  return local(at).day;
}

LocalTime Zone::local(Instant at) const {
  const date::sys_info info = zone_of(zone_).get_info(at);
  const Instant shifted = at + info.offset;
  const auto day = std::chrono::floor<std::chrono::days>(shifted);
  return {Day{day.time_since_epoch()}, std::chrono::floor<std::chrono::minutes>(shifted - day),
          info.abbrev};
}

Instant Zone::at(Day day, std::chrono::minutes since_midnight) const {
  const auto wanted = to_date_local(day) + since_midnight;
  const date::local_info info = zone_of(zone_).get_info(wanted);
  if (info.result == date::local_info::nonexistent) {
    return Instant{info.first.end.time_since_epoch()};
  }
  return Instant{wanted.time_since_epoch() - Duration{info.first.offset}};
}

Window Zone::window(Day day) const {
  return {at(day, 0min), at(day + std::chrono::days(1), 0min)};
}

}  // namespace tagwatch
