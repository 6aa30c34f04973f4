#include <gmock/gmock.h>

#include "example.hpp"
#include "tagwatch/settings/load.hpp"

namespace tagwatch {
namespace {

using example::kHead;
using example::kSource;
using example::mistakes;
using testing::ElementsAre;
using testing::Eq;
using testing::HasSubstr;
using namespace std::chrono_literals;

Config good(const std::string& text) {
  const LoadedConfig loaded = example::parse(text);
  EXPECT_TRUE(loaded.has_value()) << (loaded.has_error() ? describe(loaded.error()) : "");
  return loaded.value();
}

// [monitor] with other tags and zone.
std::string monitor(const std::string& keys) {
  return "[monitor]\n" + keys + "\n[store]\npath = \"t.db\"\n" + kSource;
}

TEST(Build, DeletionIsFollowedOrHeldAndRetentionLeavesTheUsualRange) {
  EXPECT_TRUE(good(kHead + kSource + "[records]\ndeletion = \"hold\"\n").records.hold);
  EXPECT_EQ(good(kHead + kSource + "[retention]\nposts = \"84d\"\n").retention.posts,
            std::chrono::days(84));
  EXPECT_THAT(mistakes(kHead + kSource + "[records]\ndeletion = \"keep\"\n"), HasSubstr("follow"));
  EXPECT_THAT(mistakes(kHead + kSource + "[retention]\nposts = \"30d\"\n"),
              HasSubstr("baseline_days"));
}

TEST(Build, DefaultsAreThoseOfTheReference) {
  const Config config = good(kHead + kSource);
  EXPECT_EQ(config.monitor.interval, 5min);
  EXPECT_EQ(config.monitor.min_interval, 1min);
  EXPECT_EQ(config.monitor.max_interval, 1h);
  EXPECT_EQ(config.monitor.first_lookback, std::chrono::days(84));
  EXPECT_EQ(config.monitor.max_age_seen, 10min);
  EXPECT_EQ(config.monitor.pages_max, 50);
  EXPECT_EQ(config.monitor.timezone.name(), "America/New_York");
  EXPECT_EQ(config.digest.ready_by, 6h + 15min);
  EXPECT_THAT(config.digest.formats, ElementsAre("html", "text", "json"));
  EXPECT_EQ(config.digest.baseline_days, 84);
  EXPECT_EQ(config.digest.late_days, 7);
  EXPECT_FALSE(config.privacy.require_indexable);
  EXPECT_FALSE(config.records.hold);
  EXPECT_EQ(config.retention.posts, 0s);
  EXPECT_EQ(config.retention.observations, std::chrono::days(90));
}

TEST(Build, TheArchiveIsServedToThisMachineOrNobody) {
  EXPECT_EQ(good(kHead + kSource).archive.listen, parse_loopback("127.0.0.1:8787"));
  EXPECT_EQ(good(kHead + kSource + "[archive]\nlisten = \"\"\n").archive.listen, std::nullopt);
  EXPECT_EQ(good(kHead + kSource + "[archive]\nlisten = \"[::1]:80\"\n").archive.listen,
            parse_loopback("[::1]:80"));
  for (const char* listen : {"0.0.0.0:8787", "8787", "192.168.1.2:8787", "press.example.org:80"}) {
    EXPECT_THAT(mistakes(kHead + kSource + "[archive]\nlisten = \"" + listen + "\"\n"),
                HasSubstr("\"listen\" must be an address and a port of this machine alone"))
        << listen;
  }
}

TEST(Build, PathsAreRelativeToTheFile) {
  Config config = good(kHead + kSource);
  EXPECT_EQ(config.store.path, "/etc/data/tagwatch.db");
  EXPECT_EQ(config.digest.output, "/etc/data/digests");
  EXPECT_EQ(config.digest.html_template, "");
  config = good(kHead + kSource + "[digest]\noutput = \"/srv/d\"\ntemplate = \"own.mustache\"\n");
  EXPECT_EQ(config.digest.output, "/srv/d");
  EXPECT_EQ(config.digest.html_template, "/etc/office/own.mustache");
}

TEST(Build, TagsAreTagsAndEachOnce) {
  const Config config = good(monitor("tags = [\"#TMSSW\", \"Ünïted_1\"]\ntimezone = \"UTC\""));
  EXPECT_EQ(config.monitor.tags[0].spelled(), "TMSSW");
  EXPECT_EQ(config.monitor.tags[1].spelled(), "Ünïted_1");
  EXPECT_EQ(mistakes(monitor("tags = [\"TMSSW\", \"tmssw\", \"Global Security\", \"2026\", \"#\"]\n"
                             "timezone = \"UTC\"")),
            "2:18: \"tmssw\" is the same tag as \"TMSSW\"\n"
            "2:27: \"Global Security\" is no hashtag: write letters, digits and '_', not digits "
            "alone\n"
            "2:46: \"2026\" is no hashtag: write letters, digits and '_', not digits alone\n"
            "2:54: \"#\" is no hashtag: write letters, digits and '_', not digits alone\n");
  EXPECT_THAT(mistakes(monitor("tags = []\ntimezone = \"UTC\"")),
              HasSubstr("2:8: \"tags\" must have 1 to 100"));
}

TEST(Build, IntervalsAreInOrder) {
  const std::string head = "tags = [\"a\"]\ntimezone = \"UTC\"\n";
  EXPECT_THAT(mistakes(monitor(head + "min_interval = \"2h\"")),
              HasSubstr("4:16: \"min_interval\" (2h) is longer than \"max_interval\" (1h)"));
  EXPECT_THAT(mistakes(monitor(head + "interval = \"30s\"")),
              HasSubstr("4:12: \"interval\" (30s) must lie between \"min_interval\" (1m)"));
}

TEST(Build, ANetworkWithASourceIsWatched) {
  Config config = good(kHead + kSource);
  EXPECT_THAT(config.monitor.not_watched, ElementsAre("X", "Facebook", "Instagram", "LinkedIn",
                                                      "Threads", "TikTok", "YouTube"));
  config = good(kHead + "[[source]]\nname = \"f\"\nkind = \"feed\"\nurl = \"https://f.example\"\n");
  EXPECT_THAT(config.monitor.not_watched, testing::Not(testing::Contains("YouTube")));
  EXPECT_THAT(show_config(config), testing::Not(HasSubstr("YouTube")));
}

TEST(Build, EventsAreLocalTimesOfTheMonitorsZone) {
  const std::string event = "[[event]]\nname = \"Tampa\"\nfrom = \"2026-11-23T13:00\"\nto = ";
  const Config config = good(kHead + kSource + event + "\"2026-11-23T16:00\"\n");
  ASSERT_EQ(config.events.size(), 1U);
  EXPECT_EQ(format_rfc3339(config.events[0].window.from), "2026-11-23T18:00:00.000Z");
  EXPECT_EQ(format_rfc3339(config.events[0].window.to), "2026-11-23T21:00:00.000Z");
  EXPECT_EQ(mistakes(kHead + kSource + event + "\"2026-11-23T13:00\"\n"),
            "13:6: the event ends before it begins\n");
  EXPECT_THAT(mistakes(kHead + kSource + event + "\"2026-02-30T13:00\"\n"),
              HasSubstr("must be a local time such as"));
}

TEST(Build, OwnAccountsAreShortForAccounts) {
  const Config config = good(monitor("tags = [\"a\"]\ntimezone = \"UTC\"\n"
                                     "own_accounts = [\"@office@example.social\"]") +
                             "[[account]]\nhandle = \"@news@example.org\"\nrole = \"media\"\n");
  ASSERT_EQ(config.accounts.size(), 2U);
  EXPECT_EQ(config.accounts[0].handle, "@office@example.social");
  EXPECT_EQ(config.accounts[0].role, AccountSettings::Role::own);
  EXPECT_EQ(config.accounts[1].role, AccountSettings::Role::media);
  const std::string account = "[[account]]\nrole = \"own\"\nhandle = ";
  EXPECT_EQ(mistakes(kHead + kSource + account + "\"@A@b.example\"\n" + account +
                     "\"a@B.example\"\n" + account + "\"https://b.example/a\"\n"),
            "15:10: the account \"a@B.example\" is listed twice\n"
            "18:10: \"https://b.example/a\" is no handle such as \"@office@example.social\"\n");
}

TEST(Build, TopicsHaveTheirPhrases) {
  const std::string topic = "[[topic]]\nname = \"Cyber\"\nany = [\"ransomware*\"]\n";
  const Config config = good(kHead + kSource + topic + "not = [\"game\"]\n");
  EXPECT_EQ(config.topics[0].name, "Cyber");
  EXPECT_THAT(config.topics[0].any, ElementsAre("ransomware*"));
  EXPECT_THAT(config.topics[0].none, ElementsAre("game"));
  EXPECT_EQ(mistakes(kHead + kSource + topic + topic),
            "14:8: there are two topics called \"Cyber\"\n");
}

TEST(Build, TheProgrammeTakesHostsAlone) {
  const Config config = good(kHead + kSource +
                             "[programme]\nphrases = [\"A B\"]\nalso_tags = [\"#IVLP\"]\n"
                             "link_hosts = [\"state.gov\"]\nplaces = [\"Reno\"]\n");
  EXPECT_THAT(config.programme.phrases, ElementsAre("A B"));
  EXPECT_THAT(config.programme.also_tags, ElementsAre("IVLP"));
  EXPECT_THAT(config.programme.link_hosts, ElementsAre("state.gov"));
  EXPECT_THAT(config.programme.places, ElementsAre("Reno"));
  EXPECT_EQ(mistakes(kHead + kSource + "[programme]\nlink_hosts = [\"https://iie.org\"]\n"),
            "11:15: \"link_hosts\" takes host names alone, such as \"state.gov\", not "
            "\"https://iie.org\"\n");
}

TEST(Build, WhatOtherPartsRefuseIsToldWithItsPlace) {
  EXPECT_EQ(mistakes(kHead + "[[source]]\nname = \"f\"\nkind = \"feed\"\nurl = \"https://a.b\"\n"
                             "match = \"phrases\"\nphrases = [\"a\", \"!\"]\n"
                             "[digest]\ntemplate = \"bad.mustache\"\n"
                             "[programme]\nphrases = [\"!\"]\nplaces = [\"!\"]\n"
                             "[[topic]]\nname = \"t\"\nany = [\"a\", \"!\"]\nnot = [\"!\"]\n"),
            "11:17: \"!\" has no word in it\n"
            "13:12: /etc/office/bad.mustache is bad\n"
            "15:12: \"!\" has no word in it\n"
            "16:11: \"!\" has no word in it\n"
            "19:13: \"!\" has no word in it\n"
            "20:8: \"!\" has no word in it\n");
}

}  // namespace
}  // namespace tagwatch
