#include "tagwatch/text/words.hpp"

#include <gtest/gtest.h>

namespace tagwatch {
namespace {

using Words = std::vector<std::string>;

TEST(ComparedWords, AreFoldedAndFreeOfWhatCopiesChange) {
  const ComparedWords words = compared_words(
      "@office Ｍeet us: THE Tampa-Bay workshop, \nstraße 5! https://a.example/x?utm_source=1");
  EXPECT_EQ(words.words, (Words{"meet", "us", "the", "tampa", "bay", "workshop", "strasse", "5"}));
  EXPECT_EQ(words.count, 8U);
}

TEST(ComparedWords, HashtagsCountOnlyWithinTheText) {
  EXPECT_EQ(compared_words("Join #TMSSW in #Tampa today #Security #News https://a.example").words,
            (Words{"join", "tmssw", "in", "tampa", "today"}));
  EXPECT_TRUE(compared_words("#one #two #three @four www.five.example").words.empty());
}

TEST(ComparedWords, WhatIsNotSeenHidesNothing) {
  EXPECT_EQ(compared_words("wo\u200Brk\u00ADshop \u202Etoday").words, (Words{"workshop", "today"}));
}

TEST(ComparedWords, TwoLettersOfAScriptWithoutSpacesAreOneWord) {
  const ComparedWords chinese = compared_words("安全研讨会在坦帕举行");
  EXPECT_EQ(chinese.words.size(), 10U);
  EXPECT_EQ(chinese.count, 5U);
  EXPECT_EQ(compared_words("워크숍은 탬파에서").count, 2U) << "Korean sets spaces";
}

TEST(ComparedWords, OfBrokenTextThereAreNone) {
  EXPECT_TRUE(compared_words("").words.empty());
  EXPECT_TRUE(compared_words("caf\xC3 eight words").words.empty());
}

}  // namespace
}  // namespace tagwatch
