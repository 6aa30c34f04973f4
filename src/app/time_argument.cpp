#include "app/time_argument.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tagwatch {
namespace {

// RFC 3339 wants the zone to be said: guessing it would be wrong by hours somewhere.
bool says_its_zone(std::string_view text) {
  constexpr std::size_t kOffsetLength = 6;  // "+05:30"
  if (text.ends_with('Z') || text.ends_with('z')) {
    return true;
  }
  if (text.size() <= kOffsetLength) {
    return false;
  }
  const std::string_view offset = text.substr(text.size() - kOffsetLength);
  return (offset[0] == '+' || offset[0] == '-') && offset[3] == ':';
}

}  // namespace

Result<Instant> parse_time_argument(std::string_view text, const Zone& zone, Instant now) {
  if (const auto day = parse_day(text)) {
    return zone.window(*day).from;
  }
  if (const auto back = parse_duration(text)) {
    if (*back > now.time_since_epoch()) {
      return Error{Errc::usage, fmt::format("\"{}\" reaches back to before 1970", text)};
    }
    return now - *back;
  }
  const bool has_time = text.find_first_of("Tt") != std::string_view::npos;
  if (const auto at = parse_rfc3339(text); at && has_time && says_its_zone(text)) {
    return *at;
  }
  return Error{Errc::usage,
               fmt::format("\"{}\" is no time; write one such as 2026-11-23T13:00:00Z (with its "
                           "zone), a day such as 2026-11-23, or a time back from now such as 36h "
                           "or 7d",
                           text)};
}

}  // namespace tagwatch
