// What tables say, beside the sentences.
#include <gtest/gtest.h>

#include "tagwatch/digest/sentences.hpp"
#include "value_builder.hpp"

namespace tagwatch {
namespace {

using build::kDay;
using build::local;
using build::row;
using build::tag;
using build::usual;

TEST(CoverageWords, SayWhatATableSaysOfARow) {
  const Zone zone = build::zone();
  CoverageRow each = row("s1", "TMSSW");
  EXPECT_EQ(coverage_words(each, kDay, zone), "complete");
  each.gaps = {{{local(3, 10), local(4, 25)}, GapReason::down, kDay.to}};
  EXPECT_EQ(coverage_words(each, kDay, zone), "down from 03:10, read by 24:00: complete");
  each.word = CoverageWord::partial;
  each.gaps.push_back({{local(23), kDay.to}, GapReason::window_scrolled_away, std::nullopt});
  each.zero = Zero::unverified;
  EXPECT_EQ(coverage_words(each, kDay, zone),
            "window scrolled away 23:00–24:00; down from 03:10, read by 24:00; zero not verified: "
            "partial");
  each.word = CoverageWord::blind;
  each.zero = Zero::none;
  EXPECT_EQ(coverage_words(each, kDay, zone), "could not be read: down: blind");
}

TEST(UsualWords, SayTheRangeOrWhyNot) {
  EXPECT_EQ(usual_words(tag("a", 1, usual(0, 3, 1))), "usually 0–3");
  EXPECT_EQ(usual_words(tag("a", 1)), "usual range: cannot tell yet (3 of 7)");
  EXPECT_EQ(posts_words(0), "no posts");
  EXPECT_EQ(posts_words(1), "1 post");
  EXPECT_EQ(posts_words(1204), "1,204 posts");
}

}  // namespace
}  // namespace tagwatch
