// Instants, days and zones: every time in the program is UTC milliseconds, every day a local one.
//
// The local zone exists only here and in what asks a Zone; a Clock is passed to whoever needs
// "now". Pure but for SystemClock and Zone::locate (which reads the system's zone data).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "tagwatch/base/error.hpp"

namespace tagwatch {

/// A moment, UTC, milliseconds.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Duration = std::chrono::milliseconds;
/// A calendar day of some zone; which one is the caller's knowledge.
using Day = std::chrono::local_days;

/// [from, to).
struct Window {
  Instant from{};
  Instant to{};
  friend bool operator==(const Window&, const Window&) = default;
};

/// The source of "now". Tests and the demo pass their own.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
};

/// The machine's wall clock.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override;
};

/// A clock that stands where it was set. For tests, replays and the demo.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start) {}
  [[nodiscard]] Instant now() const override { return now_; }
  void set(Instant now) { now_ = now; }
  void advance(Duration by) { now_ += by; }

 private:
  Instant now_;
};

[[nodiscard]] constexpr std::int64_t to_ms(Instant at) {
  return at.time_since_epoch().count();
}
[[nodiscard]] constexpr Instant from_ms(std::int64_t ms) {
  return Instant{Duration{ms}};
}

/// "2026-11-23T11:30:00.123Z", always three decimals.
[[nodiscard]] std::string format_rfc3339(Instant at);

/// Reads what platforms send as ISO 8601: `T` or a space, any number of decimals, `Z`, an offset,
/// or no zone at all (taken as UTC). nullopt for anything else and for years outside 1970–2200.
[[nodiscard]] std::optional<Instant> parse_rfc3339(std::string_view text);

/// Reads RFC 822/2822 dates as feeds write them: optional weekday, 2- or 4-digit year, numeric or
/// named zone (unknown names count as UTC), missing seconds. Also HTTP dates in all three forms.
[[nodiscard]] std::optional<Instant> parse_rfc822(std::string_view text);

/// parse_rfc3339, else parse_rfc822.
[[nodiscard]] std::optional<Instant> parse_any_date(std::string_view text);

/// "90s", "5m", "2h", "7d", "250ms": a whole number and one unit. nullopt for anything else.
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text);

/// The shortest exact form that parse_duration reads back; "0s" for nothing.
[[nodiscard]] std::string format_duration(Duration duration);

/// "2026-11-23".
[[nodiscard]] std::string format_day(Day day);
/// Reads exactly "YYYY-MM-DD"; nullopt for a day that does not exist.
[[nodiscard]] std::optional<Day> parse_day(std::string_view text);

/// What a clock on the wall of a zone shows.
struct LocalTime {
  Day day{};
  std::chrono::minutes since_midnight{};  ///< as the wall clock reads, 0..1439
  std::string zone_name;                  ///< abbreviation, such as "EST"
};

/// An IANA time zone. Cheap to copy; the zone data lives as long as the process.
class Zone {
 public:
  /// Errors: Errc::config_invalid, with advice, for a name the zone data lacks or without zone
  /// data.
  [[nodiscard]] static Result<Zone> locate(std::string_view iana_name);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] Day day_of(Instant at) const;
  [[nodiscard]] LocalTime local(Instant at) const;
  /// The moment when the wall clock first shows this day and time; where the time is skipped, the
  /// first moment after the gap.
  [[nodiscard]] Instant at(Day day, std::chrono::minutes since_midnight) const;
  /// The whole local day: 23, 24 or 25 hours.
  [[nodiscard]] Window window(Day day) const;

 private:
  Zone(std::string name, const void* zone) : name_(std::move(name)), zone_(zone) {}
  std::string name_;
  const void* zone_;  // date::time_zone, owned by the date library for the process
};

/// "HH:MM" → minutes since midnight; nullopt for anything else.
[[nodiscard]] std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text);
/// "HH:MM".
[[nodiscard]] std::string format_time_of_day(std::chrono::minutes since_midnight);
/// "Monday".
[[nodiscard]] std::string_view weekday_name(Day day);
/// "23 November 2026".
[[nodiscard]] std::string format_long_day(Day day);
/// "23 Nov".
[[nodiscard]] std::string format_short_day(Day day);

}  // namespace tagwatch
