#include "settings/nearest.hpp"

#include <gtest/gtest.h>

namespace tagwatch::settings {
namespace {

TEST(Nearest, ASwapOfNeighboursIsOneEdit) {
  EXPECT_EQ(edit_distance("tgas", "tags"), 1);
  EXPECT_EQ(edit_distance("tag", "tags"), 1);
  EXPECT_EQ(edit_distance("tagss", "tags"), 1);
  EXPECT_EQ(edit_distance("tugs", "tags"), 1);
  EXPECT_EQ(edit_distance("TAGS", "tags"), 0);
  EXPECT_EQ(edit_distance("", "tags"), 4);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
}

TEST(Nearest, FindsWhatIsMeantAndNothingFarOff) {
  EXPECT_EQ(nearest("intervall", {"tags", "interval", "max_interval"}), "interval");
  EXPECT_EQ(nearest("masto", {"feed", "mastodon"}), "");
  EXPECT_EQ(nearest("mastadon", {"feed", "mastodon"}), "mastodon");
  EXPECT_EQ(nearest("xyz", {"tags", "url"}), "");
  EXPECT_EQ(nearest("anything", {}), "");
  EXPECT_EQ(nearest(std::string(100'000, 'a'), {"tags"}), "");
}

TEST(Nearest, SuggestsOneNameOrSaysThemAll) {
  EXPECT_EQ(suggestion("feet", {"feed", "mastodon"}), "did you mean \"feed\"?");
  EXPECT_EQ(suggestion("telegram", {"feed", "mastodon"}), "known here: \"feed\", \"mastodon\"");
}

}  // namespace
}  // namespace tagwatch::settings
