#include "tagwatch/base/time.hpp"

#include <gtest/gtest.h>

namespace tagwatch {
namespace {

using namespace std::chrono_literals;

Instant at(std::string_view text) {
  return parse_rfc3339(text).value();
}
Day day(std::string_view text) {
  return parse_day(text).value();
}

TEST(Time, WritesThreeDecimalsAlways) {
  EXPECT_EQ(format_rfc3339(at("2026-11-23T11:30:00Z")), "2026-11-23T11:30:00.000Z");
  EXPECT_EQ(format_rfc3339(at("2026-11-23T11:30:00.1Z")), "2026-11-23T11:30:00.100Z");
}

TEST(Time, ReadsWhatPlatformsSend) {
  const Instant wanted = at("2026-08-01T13:55:00.976Z");
  EXPECT_EQ(parse_rfc3339("2026-08-01T13:55:00.976542Z"), wanted);
  EXPECT_EQ(parse_rfc3339("2026-08-01T15:55:00.976+02:00"), wanted);
  EXPECT_EQ(parse_rfc3339("2026-08-01T13:55:00.976"), wanted);
  EXPECT_EQ(parse_rfc3339("2026-08-01 13:55:00.976+0000"), wanted);
  EXPECT_EQ(parse_rfc3339("2026-08-01"), at("2026-08-01T00:00:00Z"));
}

TEST(Time, RefusesWhatIsNoTime) {
  for (const char* text : {"", "2026", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "x",
                           "2026-08-01T25:00:00Z", "2026-08-01T13:55:00.Z", "9999-01-01T00:00:00Z",
                           "2026-08-01T13:55:00Zjunk", "2026-08-01Tnoon"}) {
    EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
  }
}

TEST(Time, RefusesOffsetsThatNoPlaceHas) {
  EXPECT_EQ(parse_rfc3339("2026-11-23T12:00:00+18:00"), at("2026-11-22T18:00:00Z"));
  EXPECT_EQ(parse_rfc3339("2026-11-23T12:00:00-18:00"), at("2026-11-24T06:00:00Z"));
  EXPECT_EQ(parse_rfc3339("2026-11-23T12:00:00+05:45"), at("2026-11-23T06:15:00Z"));
  for (const char* offset : {"+99:99", "-99:99", "+18:01", "-18:01", "+23:59", "+02:60", "+0299"}) {
    EXPECT_EQ(parse_rfc3339("2026-11-23T12:00:00" + std::string(offset)), std::nullopt) << offset;
    EXPECT_EQ(parse_rfc822("23 Nov 2026 12:00:00 " + std::string(offset)), std::nullopt) << offset;
  }
}

TEST(Time, ReadsRfc822InItsForms) {
  const Instant wanted = at("2004-02-19T16:00:00Z");
  for (const char* text :
       {"Thu, 19 Feb 2004 16:00:00 GMT", "19 Feb 2004 16:00:00 +0000", "Thu, 19 Feb 04 16:00:00 Z",
        "Thu, 19 Feb 2004 11:00:00 EST", "Thu, 19-Feb-2004 16:00:00 UT",
        "Thursday, 19-Feb-04 16:00:00 GMT", "Thu Feb 19 16:00:00 2004",
        "Thu, 19 February 2004 16:00 +0000", " Thu, 19 Feb 2004 18:00:00 +0200 "}) {
    EXPECT_EQ(parse_rfc822(text), wanted) << text;
  }
  EXPECT_EQ(parse_rfc822("Thu, 19 Foo 2004 16:00:00 GMT"), std::nullopt);
  EXPECT_EQ(parse_rfc822("yesterday"), std::nullopt);
  EXPECT_EQ(parse_rfc822(""), std::nullopt);
}

TEST(Time, DurationsRoundTrip) {
  for (const char* text : {"0s", "250ms", "90s", "5m", "36h", "7d"}) {
    EXPECT_EQ(format_duration(parse_duration(text).value()),
              std::string_view(text) == "36h" ? "36h" : text);
  }
  for (const char* text : {"", "5", "m", "-5m", "5 m", "1.5h", "99999999999d"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

TEST(Time, LocalDaysHaveTheirRealLength) {
  const Zone zone = Zone::locate("America/New_York").value();
  const auto length = [&](std::string_view text) {
    const Window window = zone.window(day(text));
    return window.to - window.from;
  };
  EXPECT_EQ(length("2026-11-23"), 24h);
  EXPECT_EQ(length("2026-03-08"), 23h);
  EXPECT_EQ(length("2026-11-01"), 25h);
  EXPECT_EQ(zone.window(day("2026-11-23")).from, at("2026-11-23T05:00:00Z"));
}

TEST(Time, ASkippedTimeIsTheFirstMomentAfterTheGap) {
  const Zone zone = Zone::locate("America/New_York").value();
  EXPECT_EQ(zone.at(day("2026-03-08"), 2h + 30min), at("2026-03-08T07:00:00Z"));
  EXPECT_EQ(zone.at(day("2026-11-01"), 1h + 30min), at("2026-11-01T05:30:00Z"));  // the first
}

TEST(Time, AMidnightThatIsSkippedStartsTheDayLater) {
  const Zone zone = Zone::locate("America/Santiago").value();
  const Window window = zone.window(day("2026-09-06"));
  EXPECT_EQ(window.to - window.from, 23h);
  EXPECT_EQ(zone.day_of(window.from), day("2026-09-06"));
  EXPECT_EQ(zone.day_of(window.from - 1ms), day("2026-09-05"));
}

TEST(Time, UnknownZonesAreErrorsInWords) {
  const auto zone = Zone::locate("Mars/Olympus");
  ASSERT_FALSE(zone);
  EXPECT_EQ(zone.error().code, Errc::config_invalid);
  EXPECT_NE(zone.error().context.find("Mars/Olympus"), std::string::npos);
}

TEST(Time, DaysAreNamed) {
  EXPECT_EQ(weekday_name(day("2026-11-23")), "Monday");
  EXPECT_EQ(format_long_day(day("2026-11-23")), "23 November 2026");
  EXPECT_EQ(format_short_day(day("2026-11-03")), "3 Nov");
  EXPECT_EQ(parse_day("2026-02-29"), std::nullopt);
  EXPECT_EQ(parse_day("2026-2-9"), std::nullopt);
}

TEST(Time, TimesOfDayAreExact) {
  EXPECT_EQ(parse_time_of_day("06:15"), 6h + 15min);
  EXPECT_EQ(format_time_of_day(6h + 15min), "06:15");
  for (const char* text : {"24:00", "6:15", "06:60", "0615", "06:15x"}) {
    EXPECT_EQ(parse_time_of_day(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace tagwatch
