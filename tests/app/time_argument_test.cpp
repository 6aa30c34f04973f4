#include "app/time_argument.hpp"

#include <gmock/gmock.h>

namespace tagwatch {
namespace {

std::string at(std::string_view text) {
  const Zone zone = Zone::locate("America/New_York").value();
  const Result<Instant> instant =
      parse_time_argument(text, zone, *parse_rfc3339("2026-11-24T12:00:00Z"));
  return instant.has_value() ? format_rfc3339(*instant) : instant.error().context;
}

TEST(TimeArgument, IsATimeWithItsZone) {
  EXPECT_EQ(at("2026-11-23T13:00:00Z"), "2026-11-23T13:00:00.000Z");
  EXPECT_EQ(at("2026-11-23T13:00:00.250-05:00"), "2026-11-23T18:00:00.250Z");
}

TEST(TimeArgument, IsADaysLocalMidnight) {
  EXPECT_EQ(at("2026-11-23"), "2026-11-23T05:00:00.000Z");
  EXPECT_EQ(at("2026-07-01"), "2026-07-01T04:00:00.000Z");
}

TEST(TimeArgument, IsADurationBackFromNow) {
  EXPECT_EQ(at("36h"), "2026-11-23T00:00:00.000Z");
  EXPECT_EQ(at("7d"), "2026-11-17T12:00:00.000Z");
}

TEST(TimeArgument, IsNothingElse) {
  for (const char* text : {"", "yesterday", "2026-11-23T13:00:00", "2026-11-23T13:00", "2026-02-30",
                           "-36h", "36", "2026-11-23 13:00:00Z", "13:00"}) {
    EXPECT_THAT(at(text), testing::HasSubstr("is no time; write one such as")) << text;
  }
  EXPECT_THAT(at("1000000d"), testing::HasSubstr("before 1970"));
}

}  // namespace
}  // namespace tagwatch
