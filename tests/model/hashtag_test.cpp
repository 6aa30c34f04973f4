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
  EXPECT_EQ(tag_key("ą\u0301"), "a");
  EXPECT_EQ(tag_key("ÐØ"), "do");
}

TEST(Hashtag, OtherScriptsKeepTheirMarks) {
  EXPECT_NE(tag_key("หนังสือ"), tag_key("หนงสอ"));
  EXPECT_EQ(tag_key("ΣΊΣΥΦΟΣ"), tag_key("σίσυφος"));
}

// Servers and exports give keys back as spellings: they must mean the same tag.
TEST(Hashtag, AKeyIsItsOwnKey) {
  for (char32_t point = 0x80; point < 0x110000; ++point) {
    std::string letter;
    if (point < 0x800) {
      letter = {static_cast<char>(0xC0 | point >> 6)};
    } else if (point < 0x10000) {
      letter = {static_cast<char>(0xE0 | point >> 12),
                static_cast<char>(0x80 | (point >> 6 & 0x3F))};
    } else {
      letter = {static_cast<char>(0xF0 | point >> 18),
                static_cast<char>(0x80 | (point >> 12 & 0x3F)),
                static_cast<char>(0x80 | (point >> 6 & 0x3F))};
    }
    letter += static_cast<char>(0x80 | (point & 0x3F));
    for (const std::string& spelled : {"a" + letter, letter + "a", "\u03B1\u0345" + letter}) {
      const std::string key = tag_key(spelled);
      ASSERT_EQ(tag_key(key), key) << std::hex << static_cast<std::uint32_t>(point);
    }
  }
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
