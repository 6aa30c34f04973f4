#include "tagwatch/settings/write.hpp"

#include <gmock/gmock.h>

#include <regex>

#include "example.hpp"
#include "settings/option_table.hpp"

namespace tagwatch {
namespace {

using example::kHead;
using example::kSource;
using testing::HasSubstr;

TEST(Write, ShowingLoadingAndShowingAgainGivesTheSameBytes) {
  const std::string text = kHead + kSource +
                           "tags = [\"tmssw\"]\n"
                           "[[source]]\nname = \"feed \\\"two\\\" \\\\ ü\"\nkind = \"feed\"\n"
                           "url = \"https://f.example/{tag}?api_key=abc\"\norder = \"none\"\n"
                           "window = \"2h\"\n"
                           "[[event]]\nname = \"e\"\nfrom = \"2026-11-23T13:00\"\n"
                           "to = \"2026-11-24T13:00\"\n"
                           "[[topic]]\nname = \"t\"\nany = [\"a b\"]\n"
                           "[[account]]\nhandle = \"@a@b.example\"\nrole = \"own\"\n";
  const LoadedConfig first = example::parse(text);
  ASSERT_TRUE(first.has_value()) << describe(first.error());
  const LoadedConfig second = example::parse(show_config(*first));
  ASSERT_TRUE(second.has_value()) << describe(second.error());
  EXPECT_EQ(show_config(*first), show_config(*second));
  EXPECT_EQ(first->sources.size(), second->sources.size());
  EXPECT_EQ(first->sources[0].tags, second->sources[0].tags);
  EXPECT_EQ(first->sources[1].name, "feed \"two\" \\ ü");
  EXPECT_EQ(second->sources[1].name, "feed \"two\" \\ ü");
  EXPECT_THAT(show_config(*first), HasSubstr("api_key=***"));
  EXPECT_EQ(first->sources[1].url, "https://f.example/{tag}?api_key=abc");
}

TEST(Write, WhatIsShownDoesNotDependOnOrderSpellingOrPlace) {
  const std::string other_order = R"(
# a comment
[store]
path = '../data/tagwatch.db'
[[source]]
url = "https://one.example"
kind = "paged"
name = "one"
required = true
[monitor]
timezone = "America/New_York"
interval = "300s"
tags = [ "#GlobalSecurity",
         "TMSSW" ]
)";
  const LoadedConfig one = example::parse(kHead + kSource);
  const LoadedConfig other =
      parse_config(other_order, "/srv/elsewhere/t.toml",
                   {example::kinds(), [](const std::string&) { return std::nullopt; }});
  ASSERT_TRUE(one.has_value());
  ASSERT_TRUE(other.has_value()) << describe(other.error());
  EXPECT_EQ(show_config(*one), show_config(*other));
}

TEST(Write, TheReferenceHasEveryKeyWithItsHelp) {
  const std::string reference = reference_toml(example::kinds());
  for (const OptionRow& row : settings::option_table()) {
    const std::regex line("\n#?" + std::string(row.key) + " = ");
    EXPECT_TRUE(std::regex_search(reference, line)) << row.section << "." << row.key;
    EXPECT_FALSE(row.help.empty() || row.help.ends_with('.')) << row.key;
    EXPECT_NE(settings::find_section(row.section), nullptr) << row.section;
  }
  EXPECT_THAT(reference, HasSubstr("# Of sources of kind \"feed\" alone:\n"));
  EXPECT_THAT(reference, HasSubstr("#window = \"1h\"\n"));
  EXPECT_THAT(reference, HasSubstr("\npages_max = 50\n"));
  EXPECT_THAT(reference, HasSubstr("\n#tags = [\"one\"]\n"));
}

// With the '#' of its examples taken away, the reference is read without a mistake of form: what is
// told is only what examples cannot have right.
TEST(Write, TheReferenceIsRead) {
  const std::string plain = reference_toml(example::kinds());
  const std::string all = std::regex_replace(plain, std::regex("\n#(?=[a-z\\[])"), "\n");
  const LoadedConfig loaded = example::parse(all);
  ASSERT_TRUE(loaded.has_error());
  for (const Mistake& mistake : loaded.error().list) {
    EXPECT_THAT(mistake.words, testing::Not(HasSubstr("must be"))) << mistake.words;
    EXPECT_THAT(mistake.words, testing::Not(HasSubstr("has no key \"w"))) << mistake.words;
  }
}

TEST(Write, TheStartingFileIsGood) {
  std::string text = starting_toml();
  text = std::regex_replace(text, std::regex("kind = \"(mastodon|bluesky)\""), "kind = \"paged\"");
  const LoadedConfig loaded = example::parse(text);
  EXPECT_TRUE(loaded.has_value()) << describe(loaded.error());
  const std::string all = std::regex_replace(text, std::regex("\n#(?=[a-z\\[])"), "\n");
  const LoadedConfig with_examples =
      example::parse(all, {{"EXAMPLE_SOCIAL_TOKEN", "x"}, {"BLUESKY_APP_PASSWORD", "x"}});
  EXPECT_TRUE(with_examples.has_value()) << describe(with_examples.error());
}

}  // namespace
}  // namespace tagwatch
