#include "tagwatch/base/log.hpp"

#include <gtest/gtest.h>

namespace tagwatch::log {
namespace {

TEST(Log, LeavesPlainValuesAlone) {
  EXPECT_EQ(quoted("mastodon.social"), "mastodon.social");
  EXPECT_EQ(quoted("éè"), "éè");
}

TEST(Log, QuotesWhatWouldReadAsMoreThanOneField) {
  EXPECT_EQ(quoted("a b"), "\"a b\"");
  EXPECT_EQ(quoted("a=b"), "\"a=b\"");
  EXPECT_EQ(quoted(""), "\"\"");
  EXPECT_EQ(quoted("say \"hi\""), "\"say \\\"hi\\\"\"");
}

TEST(Log, NothingFromOutsideForgesALineOrMovesACursor) {
  EXPECT_EQ(quoted("a\nb"), "\"a\\u000ab\"");
  EXPECT_EQ(quoted("\x1b[2J"), "\"\\u001b[2J\"");
  EXPECT_EQ(quoted("\xC2\x9B"), "\"\\u009b\"");        // C1 CSI
  EXPECT_EQ(quoted("\xE2\x80\xAEx"), "\"\\u202ex\"");  // right-to-left override
  EXPECT_EQ(quoted("a\xFF"), "a\xEF\xBF\xBD");
}

TEST(Log, KnowsItsLevels) {
  Level level = Level::info;
  EXPECT_TRUE(level_from_name("warn", level));
  EXPECT_EQ(level, Level::warn);
  EXPECT_FALSE(level_from_name("loud", level));
}

}  // namespace
}  // namespace tagwatch::log
