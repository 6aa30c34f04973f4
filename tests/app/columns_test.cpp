#include "app/columns.hpp"

#include <gmock/gmock.h>

namespace tagwatch {
namespace {

TEST(Columns, AreAsWideAsTheirWidestCell) {
  Columns columns({"NAME", "TAGS"});
  columns.add({"größe", "#a"});
  columns.add({"b", ""});
  EXPECT_EQ(columns.text(),
            "NAME   TAGS\n"
            "größe  #a\n"
            "b\n");
}

TEST(Columns, NoCellBreaksItsLineOrCommandsTheTerminal) {
  Columns columns({"NAME", "TAGS"});
  columns.add({"a\nb", "\x1b[31mred"});
  const std::string text = columns.text();
  EXPECT_THAT(text, testing::HasSubstr("a b"));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("\x1b")));
}

}  // namespace
}  // namespace tagwatch
