#include <gmock/gmock.h>

#include "example.hpp"
#include "tagwatch/settings/load.hpp"

namespace tagwatch {
namespace {

using example::kHead;
using example::kSource;
using example::mistakes;
using testing::HasSubstr;
using namespace std::chrono_literals;

std::string feed(const std::string& url, const std::string& more = "") {
  return "[[source]]\nname = \"feed\"\nkind = \"feed\"\nurl = \"" + url + "\"\n" + more;
}

SourceSettings first_source(const std::string& sources) {
  const LoadedConfig loaded = example::parse(kHead + sources);
  EXPECT_TRUE(loaded.has_value()) << (loaded.has_error() ? describe(loaded.error()) : "");
  return loaded.value().sources.at(0);
}

TEST(BuildSources, WhatIsLeftOutFollowsTheMonitorAndTheKind) {
  const SourceSettings source = first_source(kSource);
  EXPECT_EQ(source.name, "one");
  EXPECT_EQ(source.kind, "paged");
  EXPECT_EQ(source.url, "https://one.example");
  ASSERT_EQ(source.tags.size(), 2U);
  EXPECT_EQ(source.tags[0].spelled(), "GlobalSecurity");
  EXPECT_EQ(source.interval, 5min);
  EXPECT_EQ(source.match, MatchMode::tags);
  EXPECT_EQ(source.network, "paged:one");
  EXPECT_EQ(source.token, "");
  EXPECT_EQ(source.connections, 2);
  EXPECT_EQ(source.min_spacing, 3s);
  EXPECT_EQ(source.control_tag, Hashtag("busy"));
  EXPECT_TRUE(source.required);
  EXPECT_TRUE(source.time_ordered);
  EXPECT_FALSE(source.allow_insecure);
}

TEST(BuildSources, WhatIsGivenHolds) {
  const SourceSettings source =
      first_source(feed("https://f.example/{tag}.rss",
                        "tags = [\"tmssw\"]\ninterval = \"2m\"\nmatch = \"phrases\"\n"
                        "phrases = [\"one two\"]\nnetwork = \"news\"\nrequired = false\n"
                        "order = \"none\"\nterms_checked = \"2026-11-20\"\nconnections = 1\n"
                        "min_spacing = \"4s\"\ncontrol_tag = \"cats\"\n"));
  ASSERT_EQ(source.tags.size(), 1U);
  EXPECT_EQ(source.tags[0].spelled(), "TMSSW");  // as the monitor spells it
  EXPECT_EQ(source.interval, 2min);
  EXPECT_EQ(source.match, MatchMode::phrases);
  EXPECT_EQ(source.phrases, std::vector<std::string>{"one two"});
  EXPECT_EQ(source.network, "news");
  EXPECT_FALSE(source.required);
  EXPECT_FALSE(source.time_ordered);
  EXPECT_EQ(source.terms_checked, "2026-11-20");
  EXPECT_EQ(source.connections, 1);
  EXPECT_EQ(source.min_spacing, 4s);
  EXPECT_EQ(source.control_tag, Hashtag("cats"));
}

TEST(BuildSources, TagsAreThoseOfTheMonitor) {
  EXPECT_EQ(mistakes(kHead + kSource + "tags = [\"TMSSW\", \"GlobalSecurty\", \"Cats\"]\n"),
            "10:18: \"GlobalSecurty\" is none of monitor.tags; did you mean \"GlobalSecurity\"?\n"
            "10:35: \"Cats\" is none of monitor.tags; known here: \"GlobalSecurity\", \"TMSSW\"\n");
  EXPECT_THAT(mistakes(kHead + kSource + "tags = []\n"), HasSubstr("must have 1 to 100"));
}

TEST(BuildSources, NamesAreUnique) {
  EXPECT_EQ(mistakes(kHead + kSource + kSource), "11:8: there are two sources called \"one\"\n");
}

TEST(BuildSources, PlainHttpIsForThisMachine) {
  EXPECT_EQ(mistakes(kHead + feed("http://f.example/a")),
            "9:7: http:// to \"f.example\" can be read and changed on its way; write https://, or "
            "allow_insecure = true\n");
  EXPECT_EQ(mistakes(kHead + feed("http://f.example/a", "allow_insecure = true\n")), "");
  EXPECT_EQ(mistakes(kHead + feed("http://127.0.0.1:8080/a")), "");
  EXPECT_EQ(mistakes(kHead + feed("http://[::1]:8080/a")), "");
  EXPECT_THAT(mistakes(kHead + feed("http://127.0.0.1.f.example/a")), HasSubstr("can be read"));
  EXPECT_THAT(mistakes(kHead + feed("https://me:word@f.example/a")), HasSubstr("use token_env"));
  EXPECT_THAT(mistakes(kHead + feed("f.example/a")), HasSubstr("must be a web address"));
}

TEST(BuildSources, TheTagsPlaceIsForFeeds) {
  EXPECT_EQ(mistakes(kHead + feed("https://f.example/{tag}/{tag}.rss")), "");
  EXPECT_EQ(mistakes(kHead + feed("https://f.example/{Tag}.rss")),
            "9:7: \"url\" has a brace that is no \"{tag}\"\n");
  EXPECT_EQ(mistakes(kHead + feed("https://{tag}.f.example/")),
            "9:7: \"{tag}\" may not stand in the host\n");
  EXPECT_EQ(
      mistakes(kHead + "[[source]]\nname = \"one\"\nkind = \"paged\"\n"
                       "url = \"https://one.example/{tag}\"\n"),
      "9:7: \"{tag}\" is for feeds; a source of kind \"paged\" asks for its tags by itself\n");
}

TEST(BuildSources, PhrasesAndTheirMatchGoTogether) {
  EXPECT_EQ(mistakes(kHead + feed("https://f.example/", "match = \"phrases\"\n")),
            "10:9: match = \"phrases\" needs phrases = [\"…\"]\n");
  EXPECT_THAT(mistakes(kHead + feed("https://f.example/", "phrases = [\"a b\"]\n")),
              HasSubstr("10:11: \"phrases\" does nothing with match = \"tags\""));
  EXPECT_THAT(mistakes(kHead + kSource + "order = \"none\"\n"),
              HasSubstr("[[source]] has no key \"order\"; only sources of kind \"feed\""));
}

TEST(BuildSources, AnAccountHasItsPasswordFromElsewhere) {
  const LoadedConfig loaded = example::parse(
      kHead + kSource + "account = \"press.example.org\"\npassword_env = \"APP_PASSWORD\"\n",
      {{"APP_PASSWORD", "abcd-efgh"}});
  ASSERT_TRUE(loaded.has_value());
  const SourceSettings& source = loaded->sources.at(0);
  EXPECT_EQ(source.account, "press.example.org");
  EXPECT_EQ(source.password, "abcd-efgh");
  EXPECT_EQ(source.login_url, "https://entry.example");
  EXPECT_EQ(source.min_spacing, Duration{0});
  EXPECT_EQ(show_config(*loaded).find("abcd-efgh"), std::string::npos);
  EXPECT_EQ(first_source(kSource).login_url, "");
}

TEST(BuildSources, AccountAndPasswordGoTogether) {
  EXPECT_EQ(mistakes(kHead + kSource + "account = \"press.example.org\"\n"),
            "10:11: \"account\" needs its app password: password_env, password_file or "
            "password_credential\n");
  EXPECT_THAT(mistakes(kHead + kSource + "password_env = \"A\"\n", {{"A", "x"}}),
              HasSubstr("a password needs the account that it is of"));
  EXPECT_THAT(mistakes(kHead + kSource + "account = \"a.example\"\npassword_env = \"A\"\n"),
              HasSubstr("the environment variable A is not set"));
  EXPECT_THAT(mistakes(kHead + kSource +
                           "account = \"a.example\"\npassword_env = \"A\"\n"
                           "login_url = \"http://entry.example\"\n",
                       {{"A", "x"}}),
              HasSubstr("http:// to \"entry.example\" can be read"));
}

TEST(BuildSources, ItsIntervalLiesWithinTheMonitors) {
  EXPECT_THAT(mistakes(kHead + kSource + "interval = \"30s\"\n"),
              HasSubstr("10:12: \"interval\" (30s) must lie between monitor.min_interval (1m)"));
}

}  // namespace
}  // namespace tagwatch
