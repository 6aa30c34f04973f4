#include "render/words.hpp"

#include <gtest/gtest.h>

#include "support/builders.hpp"

namespace tagwatch::render {
namespace {

TEST(Words, CleanTextKeepsItsLinesAndLosesItsTricks) {
  EXPECT_EQ(clean("a\tb\r\nc\u2028d\x1B[0m\u202Ee\u200Bf\u009Bg"), "a b\nc\nd[0mefg");
  EXPECT_EQ(one_line("  a \n\n b\u2029 "), "a b");
}

TEST(Words, ShortensBetweenWordsWhereOneIsNear) {
  EXPECT_EQ(shortened("one two three", 13), "one two three");
  EXPECT_EQ(shortened("one two three", 12), "one two…");
  EXPECT_EQ(shortened("ääääääää", 4), "äää…");
  const std::string long_word = "a " + std::string(80, 'b');
  EXPECT_EQ(shortened(long_word, 60), "a " + std::string(57, 'b') + "…");
}

TEST(Words, CountsRead) {
  EXPECT_EQ(number(0), "0");
  EXPECT_EQ(number(999), "999");
  EXPECT_EQ(number(41'000), "41,000");
  EXPECT_EQ(number(1'234'567), "1,234,567");
  EXPECT_EQ(counted(1, "like", "likes"), "1 like");
  EXPECT_EQ(counted(0, "like", "likes"), "0 likes");
}

TEST(Words, TimesFollowTheWallClockAndNameAnotherDay) {
  const WallClock clock(Zone::locate("America/New_York").value(), parse_day("2026-11-23").value());
  EXPECT_EQ(clock.time(build::at("2026-11-23T19:06:00Z")), "14:06");
  EXPECT_EQ(clock.time(build::at("2026-11-24T11:02:00Z")), "24 Nov 06:02");
  EXPECT_EQ(clock.time_and_zone(build::at("2026-11-24T11:02:00Z")), "24 Nov 06:02 EST");
  EXPECT_EQ(clock.zone_words(), "New York time");
  EXPECT_EQ(WallClock(Zone::locate("Etc/UTC").value(), Day{}).zone_words(), "UTC");
  EXPECT_EQ(WallClock(Zone::locate("UTC").value(), Day{}).zone_words(), "UTC");
}

}  // namespace
}  // namespace tagwatch::render
