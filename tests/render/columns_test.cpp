#include "render/columns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tagwatch::render {
namespace {

using testing::ElementsAre;

TEST(Columns, CountsWhatIsSeen) {
  EXPECT_EQ(columns(""), 0U);
  EXPECT_EQ(columns("Zürich"), 6U);
  EXPECT_EQ(columns("Zu\u0308rich"), 6U) << "a mark that combines";
  EXPECT_EQ(columns("安全"), 4U);
  EXPECT_EQ(columns("มั่น"), 2U);
  EXPECT_EQ(columns("👮🏽"), 2U) << "the colour of a hand takes no room";
}

TEST(Columns, BreaksBetweenWords) {
  EXPECT_THAT(wrapped("one two three four", 9, "- ", "  "),
              ElementsAre("- one two", "  three", "  four"));
  EXPECT_THAT(wrapped("exactly", 9, "- ", "  "), ElementsAre("- exactly"));
  EXPECT_THAT(wrapped("", 9, "- ", "  "), ElementsAre());
  EXPECT_THAT(wrapped("   ", 9, "- ", "  "), ElementsAre());
}

TEST(Columns, BreaksInsideAWordThatIsLongerThanALine) {
  EXPECT_THAT(wrapped("abcdefghij", 4, "", ""), ElementsAre("abcd", "efgh", "ij"));
  EXPECT_THAT(wrapped("x 安全安全", 5, "", ""), ElementsAre("x", "安全", "安全"));
}

TEST(Columns, LeavesAWebAddressWhole) {
  EXPECT_THAT(wrapped("see https://long.example/path now", 10, "", " "),
              ElementsAre("see", " https://long.example/path", " now"));
}

TEST(Columns, TellsWhatIsWrittenFromRightToLeft) {
  EXPECT_TRUE(right_to_left("ab שלום"));
  EXPECT_TRUE(right_to_left("الأمن"));
  EXPECT_FALSE(right_to_left("Zürich 安全 มั่นคง"));
}

}  // namespace
}  // namespace tagwatch::render
