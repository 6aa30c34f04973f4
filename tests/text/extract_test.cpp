#include "tagwatch/text/extract.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <array>
#include <filesystem>
#include <iostream>
#include <map>

namespace tagwatch {
namespace {

std::vector<std::string> spelled(std::string_view text) {
  std::vector<std::string> tags;
  for (const Hashtag& tag : hashtags_in(text)) {
    tags.push_back(tag.spelled());
  }
  return tags;
}
using Tags = std::vector<std::string>;

TEST(HashtagsIn, BeginAfterAnythingButAWord) {
  EXPECT_EQ(spelled("#TMSSW, (#GlobalSecurity) \"#a\" .#b\n#c"),
            (Tags{"TMSSW", "GlobalSecurity", "a", "b", "c"}));
  EXPECT_EQ(spelled("x#no é#no 1#no _#no &#no https://x.test/#TMSSW ##no"), Tags{});
  EXPECT_EQ(spelled("＃ＴＭＳＳＷ ﹟ivlp"), (Tags{"ＴＭＳＳＷ", "ivlp"}));
}

TEST(HashtagsIn, HoldOneCharacterThatIsNoDigit) {
  EXPECT_EQ(spelled("#1 #2026 #2026b #٣ # #- #️⃣ #\u0301a"), Tags{"2026b"});
}

TEST(HashtagsIn, EndBeforePunctuation) {
  EXPECT_EQ(spelled("#don't #a-b #c.d #e· #f"), (Tags{"don", "a", "c", "e", "f"}));
  EXPECT_EQ(spelled("#snake_case #col·lecció #مى\u200Cخ"),
            (Tags{"snake_case", "col·lecció", "مى\u200Cخ"}));
}

TEST(HashtagsIn, EveryScript) {
  EXPECT_EQ(spelled("#ความมั่นคง #безопасность #安全保障。 #الأمن! "
                    "✌️#peace"),
            (Tags{"ความมั่นคง", "безопасность", "安全保障", "الأمن", "peace"}));
}

TEST(HashtagsIn, EachOnceUnderItsFirstSpelling) {
  EXPECT_EQ(spelled("#TMSSW #tmssw #Tmssw2"), (Tags{"TMSSW", "Tmssw2"}));
}

TEST(HashtagsIn, JunkIsNoTag) {
  EXPECT_EQ(spelled("#\xFF #a\xC3"), Tags{"a"});
  EXPECT_EQ(spelled("#" + std::string(100'000, 'a')), Tags{});
}

// Where our rule is not Twitter's.
struct Conflict {
  const char* text;
  Tags tags;  ///< by our rule
  const char* why;
};
const std::array kConflicts{Conflict{":#hashtag ;#hashtag ,#hashtag .#hashtag !#hashtag ?#hashtag",
                                     {"hashtag"},
                                     "a tag counts once in a post"},
                            Conflict{"#http://twitter.com #https://twitter.com",
                                     {"http", "https"},
                                     "an address behind a tag does not forbid it"},
                            Conflict{"#_ #1_2 #122 #\u3003",
                                     {"_", "1_2", "\u3003"},
                                     "one character that is no digit makes a tag"}};

TEST(HashtagsIn, AgreesWithTwitterTextButWhereTheRuleDiffers) {
  const std::string file =
      TAGWATCH_SOURCE_DIR "/../shared/data/suites/hashtags/twitter_text_half.json";
  if (!std::filesystem::exists(file)) {
    std::cout << "no twitter-text cases here: nothing compared\n";
    return;
  }
  simdjson::dom::parser parser;
  simdjson::dom::array cases;
  ASSERT_EQ(parser.load(file)["hashtags"].get(cases), simdjson::SUCCESS);
  int agreed = 0;
  std::map<std::string, const Conflict*> conflicts;
  for (const Conflict& each : kConflicts) {
    conflicts[each.text] = &each;
  }
  for (const auto each : cases) {
    const std::string text(std::string_view(each.at(0).get_string()));
    Tags expected;
    for (const auto tag : each.at(1).get_array()) {
      expected.emplace_back(std::string_view(tag.get_string()));
    }
    const auto conflict = conflicts.find(text);
    if (conflict == conflicts.end()) {
      EXPECT_EQ(spelled(text), expected) << std::string_view(each.at(2).get_string());
      ++agreed;
      continue;
    }
    EXPECT_EQ(spelled(text), conflict->second->tags) << text;
    EXPECT_NE(spelled(text), expected) << text << ": no conflict any more";
    std::cout << "  conflict: " << text << ": " << conflict->second->why << "\n";
    conflicts.erase(conflict);
  }
  EXPECT_TRUE(conflicts.empty()) << conflicts.size() << " conflicts of the table are no cases";
  std::cout << agreed << " cases of twitter-text agree, " << kConflicts.size()
            << " differ by rule\n";
}

}  // namespace
}  // namespace tagwatch
