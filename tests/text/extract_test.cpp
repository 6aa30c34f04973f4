#include "tagwatch/text/extract.hpp"

#include <gtest/gtest.h>

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
  EXPECT_EQ(spelled("#1 #2026 #2026b #٣ # #- #️⃣"), Tags{"2026b"});
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

}  // namespace
}  // namespace tagwatch
