// Flags of a real store's days, and where most of a rise or drop lies.
#include <gtest/gtest.h>

#include "digest/drivers.hpp"
#include "digest/flags.hpp"
#include "store_world.hpp"
#include "tagwatch/digest/sentences.hpp"
#include "value_builder.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;
using build::day;
using build::post;

const Day kMonday = day("2026-11-23");

class Flags : public testing::Test {
 protected:
  Flags() : world(at("2026-11-23T06:00:00Z")) {  // Monday 01:00 in New York
    world.watch();
    world.poll();
  }

  // `posts` posts in each of the ten weeks before, at noon.
  void usually(int posts, const std::string& source = "one.example") {
    for (int week = 1; week <= 10; ++week) {
      for (int each = 0; each < posts; ++each) {
        world.show(source, post(std::to_string(week) + "-" + std::to_string(each),
                                at("2026-11-23T17:00:00Z") - week * 7 * 24h + each * 1min));
      }
    }
  }

  void show(int posts, Instant from, const std::string& link = "",
            const std::string& source = "one.example") {
    world.clock.set(from + 59min);
    world.poll();
    for (int each = 0; each < posts; ++each) {
      Post shown =
          post(std::to_string(to_ms(from)) + "-" + std::to_string(each), from + each * 1min);
      if (!link.empty()) {
        shown.links = {{link, "Tampa"}};
      }
      world.show(source, shown);
    }
  }

  DigestValue issued(std::string_view date = "2026-11-23") {
    world.clock.set(at(std::string(date) + "T11:00:00Z") + 24h);
    world.poll();
    return world.issued(day(date));
  }

  StoreWorld world;
};

TEST_F(Flags, ABurstIsARiseWithWhatDroveIt) {
  usually(2);
  show(1, at("2026-11-23T15:00:00Z"));
  show(14, at("2026-11-23T19:00:00Z"), "https://news.example/tampa?utm_source=x");
  show(5, at("2026-11-23T20:00:00Z"));
  const DigestValue value = issued();
  ASSERT_TRUE(value.flags);
  ASSERT_EQ(value.flags->size(), 1U);
  const Flag& flag = value.flags->front();
  EXPECT_EQ(flag.kind, FlagKind::rise);
  EXPECT_EQ(flag.tag, "TMSSW");
  EXPECT_EQ(flag.observed, 20);
  EXPECT_EQ(flag.expected, (Usual{2, 2, 11, 20}));
  EXPECT_GT(*flag.threshold, 4);
  EXPECT_LE(*flag.threshold, 12);
  EXPECT_LT(*flag.per_million, 1000);
  EXPECT_EQ(value.tags[0].unusual, Unusual::rise);
  EXPECT_EQ(value.tags[1].unusual, Unusual::none);
  ASSERT_EQ(flag.drivers.size(), 2U);
  EXPECT_EQ(flag.drivers[0].kind, DriverKind::hours);
  EXPECT_EQ(flag.drivers[0].hours,
            (Window{at("2026-11-23T19:00:00Z"), at("2026-11-23T20:00:00Z")}));
  EXPECT_EQ(flag.drivers[0].posts, 14);
  EXPECT_EQ(flag.drivers[1].kind, DriverKind::link);
  EXPECT_EQ(flag.drivers[1].posts, 14);
  EXPECT_EQ(world.shown(value).headline[0],
            "#TMSSW: 20 posts, far above the usual 2; 14 of them between 14:00 and 15:00, 14 link "
            "to the same page.");
  EXPECT_EQ(world.shown(value).subject.find("far"), std::string::npos);
}

TEST_F(Flags, TheSameTextOfSeveralAccountsIsOneEntry) {
  usually(2);
  show(1, at("2026-11-23T14:00:00Z"));
  world.clock.set(at("2026-11-23T19:30:00Z"));
  world.poll();
  for (int each = 0; each < 12; ++each) {
    Post copy = post("copy" + std::to_string(each), at("2026-11-23T19:00:00Z") + each * 1min);
    copy.author.handle = "@account" + std::to_string(each % 4) + "@one.example";
    copy.text = "Nobody asked the people of Tampa whether they want this, number " +
                std::to_string(each) + " #TMSSW";
    world.show("one.example", copy);
  }
  Post partner = post("partner", at("2026-11-23T19:20:00Z"));
  partner.author.handle = "@partner@one.example";
  partner.text = "Nobody asked the people of Tampa whether they want this, number 12 #TMSSW";
  world.options.accounts = {{"@partner@one.example", Role::partner}};
  world.show("one.example", partner);
  const DigestValue value = issued();
  ASSERT_EQ(value.clusters->size(), 1U);
  const Cluster& cluster = value.clusters->front();
  EXPECT_EQ(cluster.uris.size(), 12U) << "partners' posts are in none";
  EXPECT_TRUE(cluster.uris.front().ends_with("copy0"));
  EXPECT_EQ(cluster.accounts, 4);
  EXPECT_EQ(cluster.to - cluster.from, 11min);
  EXPECT_EQ(value.omitted.clustered, 11);
  EXPECT_EQ(value.omitted.shown, 2) << "the first of the text, and the other post";
  EXPECT_EQ(value.omitted.own, 1);
  ASSERT_EQ(value.flags->size(), 2U);
  EXPECT_EQ((*value.flags)[1].kind, FlagKind::same_text);
  EXPECT_EQ((*value.flags)[1].uri, cluster.uris.front());
  EXPECT_EQ((*value.flags)[1].observed, 12);
  EXPECT_EQ(world.shown(value).headline[0],
            "#TMSSW: 13 posts, far above the usual 2; 12 of them between 14:00 and 15:00, 12 carry "
            "the same text; none about the programme.");
  EXPECT_EQ(world.shown(value).sums, "Shown 2 of 14; 11 of the same text; 1 own and partner.");
}

TEST_F(Flags, AnEventOfTheCalendarIsNamedWhereTheRiseLiesInIt) {
  world.options.events = {
      {"Tampa workshop", {at("2026-11-23T18:00:00Z"), at("2026-11-23T23:00:00Z")}}};
  usually(2);
  show(14, at("2026-11-23T19:00:00Z"));
  show(6, at("2026-11-24T01:00:00Z"));
  const DigestValue value = issued();
  EXPECT_EQ(world.shown(value).headline[0],
            "#TMSSW: 20 posts, far above the usual 2; 14 of them between 14:00 and 15:00, during "
            "“Tampa workshop”.");
}

TEST_F(Flags, AZeroIsADropOnlyWhereItIsImprobable) {
  usually(12);
  const DigestValue value = issued();
  ASSERT_EQ(value.flags->size(), 1U);
  const Flag& flag = value.flags->front();
  EXPECT_EQ(flag.kind, FlagKind::drop);
  EXPECT_EQ(flag.observed, 0);
  EXPECT_GE(*flag.threshold, 0);
  EXPECT_LT(*flag.threshold, 6);
  EXPECT_TRUE(flag.drivers.empty()) << "of nothing no part is known";
  EXPECT_TRUE(world.shown(value).headline[0].starts_with(
      "No post with #TMSSW was seen by its 2 sources; far below the usual 12."));
}

TEST_F(Flags, AZeroWhereTwoAreUsualIsNone) {
  usually(2);
  const DigestValue value = issued();
  EXPECT_TRUE(value.flags && value.flags->empty());
}

TEST_F(Flags, ADayThatRunsIsNoDrop) {
  usually(12);
  world.clock.set(at("2026-11-23T15:00:00Z"));
  world.poll();
  EXPECT_TRUE(world.preview(DigestDays(kMonday)).flags->empty());
}

TEST_F(Flags, ASourceThatIsDownMakesNoFlagOfItsCounts) {
  usually(12, "two.example");
  world.clock.set(at("2026-11-24T11:00:00Z"));
  world.poll(world.options.sources[0]);
  const DigestValue value = world.issued(kMonday);
  EXPECT_EQ(value.tags[0].unusual, Unusual::none);
  EXPECT_TRUE(value.flags->empty()) << "two.example was read for an hour of the day";
}

TEST_F(Flags, ARequiredSourceThatIsBlindAllDayIsOne) {
  issued();
  world.clock.set(at("2026-11-26T11:00:00Z"));
  world.poll(world.options.sources[0]);
  const DigestValue value = world.issued(day("2026-11-25"));
  ASSERT_EQ(value.flags->size(), 1U);
  EXPECT_EQ(value.flags->front().kind, FlagKind::blind_source);
  EXPECT_EQ(value.flags->front().source, "two.example");
  EXPECT_FALSE(value.flags->front().observed);
}

TEST_F(Flags, ADayBesideOthersTellsItsRiseInItsLine) {
  usually(2);
  show(20, at("2026-11-23T19:00:00Z"));
  world.clock.set(at("2026-11-25T11:00:00Z"));
  world.poll();
  const DigestValue value = world.preview(DigestDays(kMonday, day("2026-11-24")));
  ASSERT_EQ(value.days.size(), 2U);
  EXPECT_EQ(value.days[0].tags[0].unusual, Unusual::rise);
  EXPECT_TRUE(value.flags->empty()) << "flags are of the date";
  const Zone zone = build::zone();
  EXPECT_EQ(missed_day_words(value.days[0], value, zone).counts,
            "#TMSSW 20 (far above the usual 2), #GlobalSecurity 0");
}

// Drivers -----------------------------------------------------------------------------------------

PostRecord record(int number, int hour, const std::string& source, const std::string& language) {
  PostFact fact = build::fact(std::to_string(number), build::local(hour, number % 60));
  fact.record.sightings = {{source, std::to_string(number), fact.record.placed}};
  fact.record.post.language = language;
  return fact.record;
}

// Ten days before, with a post in each of ten hours, English, by two sources in turn.
std::vector<PostRecord> ten_a_day() {
  std::vector<PostRecord> before;
  for (int number = 0; number < 100; ++number) {
    before.push_back(record(number, 8 + number % 10, number % 2 == 0 ? "a" : "b", "en"));
  }
  return before;
}

std::vector<Driver> drivers(const std::vector<PostRecord>& observed, Unusual unusual) {
  Compared compared;
  for (const PostRecord& each : observed) {
    compared.observed.push_back(&each);
  }
  compared.before = ten_a_day();
  compared.days = 10;
  return drivers_of(compared, unusual, kMonday, build::zone());
}

TEST(Drivers, WhatIsMoreOfTheSameHasNone) {
  std::vector<PostRecord> observed;
  for (int number = 0; number < 40; ++number) {
    observed.push_back(record(number, 8 + number % 10, number % 2 == 0 ? "a" : "b", "en"));
  }
  EXPECT_TRUE(drivers(observed, Unusual::rise).empty());
}

TEST(Drivers, ALanguageAndASourceAreFoundByTheirShare) {
  std::vector<PostRecord> observed = ten_a_day();
  observed.resize(10);
  for (int number = 0; number < 30; ++number) {
    observed.push_back(record(100 + number, 8 + number % 10, "a", "fr-CA"));
  }
  const auto found = drivers(observed, Unusual::rise);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].kind, DriverKind::source);
  EXPECT_EQ(found[0].name, "a");
  EXPECT_EQ(found[0].posts, 35);
  EXPECT_EQ(found[0].usual, 5);
  EXPECT_EQ(found[1].kind, DriverKind::language);
  EXPECT_EQ(found[1].name, "fr-CA");
  EXPECT_EQ(found[1].posts, 30);
  EXPECT_EQ(found[1].usual, 0);
}

TEST(Drivers, OfADropAreWhereThePostsAreMissing) {
  const std::vector<PostRecord> observed{record(0, 8, "b", "en"), record(1, 9, "b", "en"),
                                         record(2, 17, "b", "en")};
  const auto found = drivers(observed, Unusual::drop);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].kind, DriverKind::hours);
  EXPECT_EQ(found[0].hours, (Window{build::local(10), build::local(14)}));
  EXPECT_EQ(found[0].posts, 0);
  EXPECT_EQ(found[0].usual, 4);
  EXPECT_EQ(found[1].kind, DriverKind::source);
  EXPECT_EQ(found[1].name, "a");
  EXPECT_EQ(found[1].posts, 0);
  EXPECT_EQ(found[1].usual, 5);
}

TEST(Drivers, NoLinkIsNamedThatOnlyPostsHoldWhichAreNotQuoted) {
  std::vector<PostRecord> observed;
  for (int number = 0; number < 20; ++number) {
    observed.push_back(record(number, 8 + number % 10, number % 2 == 0 ? "a" : "b", "en"));
    observed.back().post.links = {{"https://news.example/1", ""}};
    observed.back().post.withheld = true;
  }
  EXPECT_TRUE(drivers(observed, Unusual::rise).empty());
  observed[7].post.withheld = false;
  const auto found = drivers(observed, Unusual::rise);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].uri, observed[7].post.uri);
}

}  // namespace
}  // namespace tagwatch
