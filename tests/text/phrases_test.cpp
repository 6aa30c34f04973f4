#include "tagwatch/text/phrases.hpp"

#include <gtest/gtest.h>

namespace tagwatch {
namespace {

Phrases compiled(const std::vector<std::string>& phrases) {
  auto result = Phrases::compile(phrases);
  EXPECT_TRUE(result.has_value());
  return result ? std::move(*result) : Phrases();
}

bool finds(const std::string& phrase, std::string_view text) {
  return compiled({phrase}).any_in(text);
}

TEST(Phrases, AreFoundWholeWhateverTheirCase) {
  EXPECT_TRUE(finds("More Safe", "a more SAFE world"));
  EXPECT_TRUE(finds("IVLP", "(ivlp)"));
  EXPECT_TRUE(finds("IVLP", "ＩＶＬＰ alumni"));
  EXPECT_FALSE(finds("IVLP", "IVLPs"));
  EXPECT_FALSE(finds("IVLP", "preIVLP"));
  EXPECT_FALSE(finds("safe", "vouchsafe"));
  EXPECT_FALSE(finds("lieu", "lieué"));
}

TEST(Phrases, FoldLatinAccentsAndApostrophes) {
  EXPECT_TRUE(finds("seguridad publica", "Seguridad Pública"));
  EXPECT_TRUE(finds("Pública", "publica"));
  EXPECT_TRUE(finds("world's", "the World’s end"));
}

TEST(Phrases, WhiteSpaceIsAnyWhiteSpace) {
  EXPECT_TRUE(finds("safe and secure", "safe\nand \u00A0 secure"));
  EXPECT_TRUE(finds("  safe  and secure ", "safe and secure"));
  EXPECT_FALSE(finds("safe and secure", "safeandsecure"));
}

TEST(Phrases, AStarContinuesAWord) {
  EXPECT_TRUE(finds("traffick*", "Traffickers"));
  EXPECT_TRUE(finds("traffick*", "traffick"));
  EXPECT_TRUE(finds("traffick* network", "trafficking network"));
  EXPECT_FALSE(finds("traffick*", "untrafficked"));
  EXPECT_FALSE(finds("traffick* network", "traffickingnetwork"));
  EXPECT_TRUE(finds("a*b", "x a*b y"));
  EXPECT_FALSE(finds("a*b", "aab"));
}

TEST(Phrases, ScriptsWithoutSpacesHaveNoBoundary) {
  EXPECT_TRUE(finds("ยาเสพติด", "ปัญหายาเสพติดในประเทศ"));
  EXPECT_TRUE(finds("安全", "国家安全保障"));
  EXPECT_TRUE(finds("IVLP", "โครงการIVLPปี"));
  EXPECT_TRUE(finds("الأمن", "عن الأمن العالمي"));
  EXPECT_FALSE(finds("أمن", "الأمن"));
}

TEST(Phrases, SignsAreLiteral) {
  EXPECT_TRUE(finds("C++ (a|b)", "in C++ (a|b)."));
  EXPECT_FALSE(finds("a.c", "abc"));
  EXPECT_FALSE(finds("#IVLP", "IVLP"));
  EXPECT_TRUE(finds("#IVLP", "x #ivlp"));
}

TEST(Phrases, AllThatAreFoundAscending) {
  const Phrases phrases = compiled({"cyber", "border", "drug*", "cyber border"});
  EXPECT_EQ(phrases.found_in("drugs at the cyber border"), (std::vector<int>{0, 1, 2, 3}));
  EXPECT_EQ(phrases.found_in("a border"), std::vector<int>{1});
  EXPECT_TRUE(phrases.found_in("nothing").empty());
  EXPECT_FALSE(Phrases().any_in("anything"));
}

TEST(Phrases, JunkTextIsSearchedToo) {
  EXPECT_TRUE(finds("border", "\xFF border \xC3"));
}

TEST(Phrases, MistakesAreNamed) {
  for (const std::string& mistake : {std::string(), std::string("  "), std::string("*"),
                                     std::string("…"), std::string(1000, 'a')}) {
    const auto result = Phrases::compile({"fine", mistake});
    ASSERT_FALSE(result.has_value()) << mistake;
    EXPECT_EQ(result.error().code, Errc::config_invalid);
    EXPECT_NE(result.error().context.find(mistake.substr(0, 40)), std::string::npos);
  }
}

TEST(Phrases, ManyAreFoundToo) {
  std::vector<std::string> many;
  for (int i = 0; i < 2'000; ++i) {
    many.push_back("phrase number " + std::to_string(i));
  }
  EXPECT_EQ(compiled(many).found_in("this is Phrase number 1999."), std::vector<int>{1999});
}

TEST(Topics, AnyOfTheseAndNoneOfThose) {
  auto topics = Topics::compile(
      {{"cyber", {"cyber*", "hack*"}, {"cyber monday"}}, {"border", {"border security"}, {}}});
  ASSERT_TRUE(topics.has_value());
  EXPECT_EQ(topics->of("Cybercrime and border security"),
            (std::vector<std::string>{"cyber", "border"}));
  EXPECT_TRUE(topics->of("cyber Monday hackers").empty());
  const auto mistaken = Topics::compile({{"x", {"ok"}, {""}}});
  ASSERT_FALSE(mistaken.has_value());
  EXPECT_NE(mistaken.error().context.find("topic \"x\""), std::string::npos);
}

}  // namespace
}  // namespace tagwatch
