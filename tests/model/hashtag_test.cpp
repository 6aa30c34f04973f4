#include "tagwatch/model/hashtag.hpp"

#include <gtest/gtest.h>

namespace tagwatch {
namespace {

TEST(Hashtag, SpellingsOfOneTagHaveOneKey) {
  const std::string key = tag_key("GlobalSecurity");
  EXPECT_EQ(key, "globalsecurity");
  for (const char* spelled : {"#GlobalSecurity", "globalsecurity", "GLOBALSECURITY",
                              "＃ＧｌｏｂａｌＳｅｃｕｒｉｔｙ", "﹟globalsecurity"}) {
    EXPECT_EQ(tag_key(spelled), key) << spelled;
  }
}

TEST(Hashtag, LongerTagsAreOthers) {
  EXPECT_NE(tag_key("GlobalSecurityForum"), tag_key("GlobalSecurity"));
  EXPECT_NE(tag_key("TMSSW2"), tag_key("TMSSW"));
}

TEST(Hashtag, LatinAccentsFoldAsOnMastodon) {
  EXPECT_EQ(tag_key("Sécurité"), "securite");
  EXPECT_EQ(tag_key("Łódź"), "lodz");
  EXPECT_EQ(tag_key("Straße"), "strasse");
  EXPECT_EQ(tag_key("ÐØ"), "do");
}

TEST(Hashtag, OtherScriptsKeepTheirMarks) {
  EXPECT_NE(tag_key("หนังสือ"), tag_key("หนงสอ"));
  EXPECT_EQ(tag_key("ΣΊΣΥΦΟΣ"), tag_key("σίσυφος"));
}

TEST(Hashtag, TheAuthorsSpellingIsKept) {
  const Hashtag tag("#TMSSW");
  EXPECT_EQ(tag.spelled(), "TMSSW");
  EXPECT_EQ(tag, Hashtag("tmssw"));
  EXPECT_FALSE(Hashtag("#").valid());
  EXPECT_FALSE(Hashtag("\xff\xfe").valid());
}

}  // namespace
}  // namespace tagwatch
