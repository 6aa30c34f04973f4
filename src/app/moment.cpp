#include "app/moment.hpp"

#include <fmt/format.h>

namespace tagwatch {

std::string local_moment(Instant at, const Zone& zone) {
  const LocalTime local = zone.local(at);
  return fmt::format("{} {} {}", format_day(local.day), format_time_of_day(local.since_midnight),
                     local.zone_name);
}

}  // namespace tagwatch
