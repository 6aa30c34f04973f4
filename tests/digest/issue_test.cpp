// Digests of a real store: previews, issuing, and what becomes of them.
#include <gtest/gtest.h>

#include <algorithm>

#include "store_world.hpp"
#include "tagwatch/base/sha256.hpp"
#include "tagwatch/digest/sentences.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;
using build::day;
using build::post;

// The places of `value` by the last part of the uri.
std::map<std::string, Place> places(const DigestValue& value) {
  std::map<std::string, Place> places;
  for (const ReportedPost& reported : value.posts) {
    places[reported.uri.substr(reported.uri.rfind('/') + 1)] = reported.place;
  }
  return places;
}

class Digests : public testing::Test {
 protected:
  Digests() : world(at("2026-11-23T06:00:00Z")) {  // Monday 01:00 in New York
    world.watch();
    world.poll();
  }

  // Polls at `until`, and so covers all time before it.
  void run_until(std::string_view until) {
    world.clock.set(at(until));
    world.poll();
  }

  void show_at(std::string_view when, std::string_view id,
               const std::vector<std::string>& tags = {"TMSSW"}) {
    run_until(when);
    world.show("one.example", post(id, world.clock.now() - 1min), tags);
  }

  StoreWorld world;
};

TEST_F(Digests, TheFirstIsThatOfYesterday) {
  show_at("2026-11-23T15:00:00Z", "1");
  show_at("2026-11-23T16:00:00Z", "2", {"TMSSW", "GlobalSecurity"});
  show_at("2026-11-24T05:30:00Z", "3");
  run_until("2026-11-24T11:00:00Z");
  const DigestValue preview = world.preview(DigestDays(day("2026-11-23")));
  const DigestValue value = world.issued(day("2026-11-23"));
  EXPECT_EQ(places(value),
            (std::map<std::string, Place>{{"1", Place::shown}, {"2", Place::shown}}));
  EXPECT_EQ(value.window, (Window{at("2026-11-23T05:00:00Z"), at("2026-11-24T05:00:00Z")}));
  EXPECT_EQ(value.digest_id, "2026-11-23-" + sha256_hex("key2026-11-23").substr(0, 8));
  EXPECT_EQ(value.config_hash, sha256_hex(world.options.config));
  EXPECT_EQ(value.previous_sha256, "");
  EXPECT_EQ(value.tags[0].posts, 2);
  EXPECT_EQ(value.tags[1].posts, 1);
  EXPECT_EQ(value.with_several_tags, 1);
  EXPECT_EQ(value.coverage.word, CoverageWord::complete);
  ASSERT_EQ(value.coverage.rows.size(), 4U);
  EXPECT_EQ(value.coverage.rows[0].posts, 2);
  EXPECT_EQ(value.coverage.rows[2].zero, Zero::verified);
  EXPECT_EQ(value.coverage.rows[0].covered_seconds, 24 * 60 * 60);
  EXPECT_EQ(value.coverage.rows[0].polls, 3);
  EXPECT_EQ(value.by_hour[9].posts, 1);
  EXPECT_EQ(value.omitted, (Omitted{2, 0, 0, 0, 2, 0}));
  // The preview was the same but for its state.
  DigestValue as_issued = preview;
  as_issued.issued = true;
  EXPECT_TRUE(as_issued == value);
}

TEST_F(Digests, AnEditChangesNothingOfWhatWasIssued) {
  show_at("2026-11-23T15:00:00Z", "1");
  run_until("2026-11-24T11:00:00Z");
  const DigestValue value = world.issued(day("2026-11-23"));
  const std::string uri = value.posts.at(0).uri;
  const PostRecord before = world.shown(value).records.at(uri);

  Post edited = post("1", before.created);
  edited.text = "Other words, and a link";
  edited.edited_at = at("2026-11-24T11:30:00Z");
  edited.links = {{"https://elsewhere.example/", ""}};
  run_until("2026-11-24T12:00:00Z");
  world.show("one.example", edited);
  const PostRecord after = world.shown(value).records.at(uri);
  EXPECT_EQ(after.post, before.post);
  EXPECT_EQ(after.revision, before.revision);
  EXPECT_EQ(after.last_seen, before.last_seen);
  EXPECT_EQ(world.reader().post_by_uri(uri).value()->post.text, edited.text);
}

TEST_F(Digests, ASecondIssueIsRefusedAndChangesNothing) {
  show_at("2026-11-23T15:00:00Z", "1");
  run_until("2026-11-24T11:00:00Z");
  const DigestValue first = world.issued(day("2026-11-23"));
  const auto second = world.issue(day("2026-11-23"));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::usage);
  EXPECT_EQ(second.error().context, "the digest of 2026-11-23 is issued already");
  EXPECT_FALSE(world.issue(day("2026-11-22")));
  EXPECT_FALSE(world.issue(day("2026-11-24")));
  EXPECT_TRUE(world.kept(day("2026-11-23")) == first);
  EXPECT_EQ(world.reader().digests().value().size(), 1U);
}

TEST_F(Digests, PostsOfAnIssuedDayThatComeLaterRestateItInTheNext) {
  show_at("2026-11-23T15:00:00Z", "1");
  run_until("2026-11-24T11:00:00Z");
  const DigestValue monday = world.issued(day("2026-11-23"));
  const std::string kept = world.reader().digest(day("2026-11-23")).value().value;
  world.show("one.example", post("late", at("2026-11-23T20:00:00Z")), {"TMSSW", "GlobalSecurity"});
  world.show("one.example", post("later", at("2026-11-23T21:00:00Z")));
  show_at("2026-11-24T15:00:00Z", "2");
  run_until("2026-11-25T11:00:00Z");
  const DigestValue tuesday = world.issued(day("2026-11-24"));
  EXPECT_EQ(places(tuesday),
            (std::map<std::string, Place>{
                {"2", Place::shown}, {"late", Place::late}, {"later", Place::late}}));
  EXPECT_EQ(tuesday.late_arrivals, (std::vector<LateDay>{{day("2026-11-23"), 2, 0, 1, 3}}));
  EXPECT_EQ(tuesday.tags[0].posts, 1);
  EXPECT_EQ(tuesday.previous_sha256, world.reader().digest(day("2026-11-23")).value().hash);
  EXPECT_EQ(tuesday.previous_sha256, sha256_hex(kept));
  // The old digest stays as it was.
  EXPECT_EQ(world.reader().digest(day("2026-11-23")).value().value, kept);
  EXPECT_TRUE(world.kept(day("2026-11-23")) == monday);
  // The day after goes on from the restated total.
  world.show("one.example", post("latest", at("2026-11-23T22:00:00Z")));
  run_until("2026-11-26T11:00:00Z");
  EXPECT_EQ(world.issued(day("2026-11-25")).late_arrivals,
            (std::vector<LateDay>{{day("2026-11-23"), 1, 0, 3, 4}}));
}

TEST_F(Digests, WhatIsOlderThanTheRestatedDaysIsListedApart) {
  for (int back = 0; back < 10; ++back) {
    run_until(format_rfc3339(at("2026-11-24T11:00:00Z") + back * 24h));
    world.issued(day("2026-11-23") + std::chrono::days(back));
  }
  world.show("one.example", post("old", at("2026-11-23T20:00:00Z")));
  world.show("one.example", post("before", at("2026-11-22T20:00:00Z")));
  world.show("one.example", post("imported", at("2026-12-03T20:00:00Z")), {"TMSSW"},
             Origin::imported);
  run_until("2026-12-04T11:00:00Z");
  const DigestValue value = world.issued(day("2026-12-03"));
  EXPECT_EQ(places(value), (std::map<std::string, Place>{{"old", Place::older}}));
  EXPECT_EQ(value.older, 1);
  EXPECT_TRUE(value.late_arrivals.empty());
}

TEST_F(Digests, MissedDaysStandInTheDigestOfTheLast) {
  world.options.baseline_days = 12;
  show_at("2026-11-23T15:00:00Z", "1");
  run_until("2026-11-24T11:00:00Z");
  world.issued(day("2026-11-23"));
  show_at("2026-11-24T15:00:00Z", "2");
  show_at("2026-11-24T16:00:00Z", "3", {"GlobalSecurity"});
  show_at("2026-11-26T15:00:00Z", "4");
  run_until("2026-11-27T11:00:00Z");
  const DigestValue value = world.issued(day("2026-11-26"));
  EXPECT_EQ(value.date, day("2026-11-26"));
  ASSERT_EQ(value.missed_days.size(), 2U);
  EXPECT_EQ(value.missed_days[0].date, day("2026-11-24"));
  EXPECT_EQ(value.missed_days[0].tags[0].posts, 1);
  EXPECT_EQ(value.missed_days[0].tags[1].posts, 1);
  EXPECT_EQ(value.missed_days[0].coverage.word, CoverageWord::complete);
  EXPECT_EQ(value.missed_days[0].by_hour.at(10).posts, 1);
  // Its comparable days are those before it, not before the digest's date.
  ASSERT_TRUE(value.missed_days[0].tags[0].usual) << value.missed_days[0].tags[0].usual_reason;
  EXPECT_EQ(*value.missed_days[0].tags[0].usual, (Usual{0, 1, 8, 1}));
  EXPECT_EQ(value.missed_days[1].tags[0].posts, 0);
  EXPECT_EQ(value.tags[0].posts, 1);
  EXPECT_EQ(places(value), (std::map<std::string, Place>{
                               {"2", Place::missed}, {"3", Place::missed}, {"4", Place::shown}}));
  const DigestView view = world.shown(value);
  EXPECT_EQ(view.earlier[0],
            "No digest was issued for Tuesday 24 November and Wednesday 25 November; the posts of "
            "those days are reported here.");
  // A preview of a missed day names the digest that holds it.
  const DigestValue held = world.preview(DigestDays(day("2026-11-24")));
  EXPECT_EQ(places(held), (std::map<std::string, Place>{{"2", Place::shown}, {"3", Place::shown}}));
  EXPECT_EQ(world.shown(held).held_by, "2026-11-26");
  EXPECT_FALSE(world.issue(day("2026-11-24")));
}

TEST_F(Digests, AMissedDayDeclaresItsOwnGaps) {
  run_until("2026-11-24T11:00:00Z");
  world.issued(day("2026-11-23"));
  world.clock.set(at("2026-11-26T11:00:00Z"));
  world.poll(world.options.sources[1]);  // the other was read until 06:00 on Tuesday
  const DigestValue value = world.issued(day("2026-11-25"));
  ASSERT_EQ(value.missed_days.size(), 1U);
  const MissedDay& tuesday = value.missed_days[0];
  EXPECT_EQ(tuesday.coverage.word, CoverageWord::partial);
  EXPECT_TRUE(tuesday.coverage.not_watched.empty());
  ASSERT_EQ(tuesday.coverage.rows.size(), 4U);
  const CoverageRow& cut = tuesday.coverage.rows[0];
  EXPECT_EQ(cut.covered_seconds, 6 * 60 * 60);
  ASSERT_EQ(cut.gaps.size(), 1U);
  EXPECT_EQ(cut.gaps[0].window, (Window{at("2026-11-24T11:00:00Z"), at("2026-11-25T05:00:00Z")}));
  EXPECT_EQ(tuesday.coverage.rows[2].word, CoverageWord::complete);
  EXPECT_EQ(tuesday.by_hour[5].coverage, CoverageWord::complete);
  EXPECT_EQ(tuesday.by_hour[6].coverage, CoverageWord::blind);
  const MissedDayWords words = missed_day_words(tuesday, value, world.options.zone);
  EXPECT_EQ(words.counts, "#TMSSW none seen, #GlobalSecurity none seen");
  EXPECT_EQ(words.coverage,
            "1 of the 2 watched sources was read in full. one.example went unread from 06:00 to "
            "24:00 EST, as tagwatch was not running; posts of that time may be missing.");
}

TEST_F(Digests, HoursToComeAndTheHourThatRunsAreNotReadInFull) {
  show_at("2026-11-24T15:00:00Z", "1");  // 10:00 in New York
  const DigestValue at_ten = world.preview(DigestDays(day("2026-11-24")));
  EXPECT_EQ(at_ten.by_hour[9].coverage, CoverageWord::complete);
  EXPECT_EQ(at_ten.by_hour[9].posts, 1);
  EXPECT_EQ(at_ten.by_hour[10].coverage, CoverageWord::unknown);
  EXPECT_EQ(at_ten.by_hour[23].coverage, CoverageWord::unknown);
  run_until("2026-11-24T15:30:00Z");
  const DigestValue later = world.preview(DigestDays(day("2026-11-24")));
  EXPECT_EQ(later.by_hour[10].coverage, CoverageWord::partial);
}

TEST_F(Digests, APreviewOfTheRunningDayLeavesTheOthersToTheirDigests) {
  show_at("2026-11-23T15:00:00Z", "1");
  show_at("2026-11-24T15:00:00Z", "2");
  const DigestValue value = world.preview(DigestDays(day("2026-11-24")));
  EXPECT_EQ(places(value), (std::map<std::string, Place>{{"2", Place::shown}}));
  EXPECT_FALSE(value.issued);
  EXPECT_EQ(value.coverage.word, CoverageWord::complete);
  EXPECT_EQ(world.shown(value).held_by, "");
  EXPECT_TRUE(world.shown(value).sha256.empty());
  const auto to_come =
      build_value(world.reader(), world.options, DigestDays(day("2026-11-25")), world.clock.now());
  ASSERT_FALSE(to_come);
  EXPECT_EQ(to_come.error().context, "2026-11-25 is yet to come");
  // Once yesterday is issued, what came late for it is this digest's.
  world.issued(day("2026-11-23"));
  world.show("one.example", post("late", at("2026-11-23T20:00:00Z")));
  EXPECT_EQ(places(world.preview(DigestDays(day("2026-11-24")))),
            (std::map<std::string, Place>{{"2", Place::shown}, {"late", Place::late}}));
}

TEST_F(Digests, APreviewOfSeveralDaysTakesThemFromTheStore) {
  show_at("2026-11-23T15:00:00Z", "1");
  show_at("2026-11-24T15:00:00Z", "2");
  run_until("2026-11-25T11:00:00Z");
  world.issued(day("2026-11-24"));
  const DigestValue value = world.preview(DigestDays(day("2026-11-23"), day("2026-11-24")));
  EXPECT_EQ(places(value),
            (std::map<std::string, Place>{{"1", Place::shown}, {"2", Place::shown}}));
  EXPECT_EQ(value.first_day, day("2026-11-23"));
  EXPECT_EQ(value.tags[0].posts, 2);
  ASSERT_EQ(value.days.size(), 2U);
  EXPECT_EQ(value.days[0].tags[0].posts, 1);
  EXPECT_EQ(value.by_hour.size(), 48U);
  EXPECT_EQ(value.window.to - value.window.from, 48h);
  EXPECT_FALSE(build_value(world.reader(), world.options,
                           DigestDays(day("2026-11-24"), day("2026-11-23")), world.clock.now()));
}

TEST_F(Digests, OwnPostsAreCountedApart) {
  world.options.accounts = {{"@Ana@one.example", Role::own}};
  show_at("2026-11-23T15:00:00Z", "1");
  run_until("2026-11-24T11:00:00Z");
  const DigestValue value = world.issued(day("2026-11-23"));
  EXPECT_EQ(value.tags[0].posts, 0);
  EXPECT_EQ(value.tags[0].own, 1);
  EXPECT_EQ(value.omitted, (Omitted{0, 0, 0, 1, 1, 0}));
  EXPECT_EQ(world.shown(value).headline[2], "The office's own post is not counted here.");
  world.show("one.example", post("late", at("2026-11-23T20:00:00Z")));
  run_until("2026-11-25T11:00:00Z");
  EXPECT_EQ(world.issued(day("2026-11-24")).late_arrivals,
            (std::vector<LateDay>{{day("2026-11-23"), 0, 1, 0, 0}}));
}

TEST_F(Digests, AnOutageIsAGapAndABlindSourceIsNamed) {
  run_until("2026-11-23T12:00:00Z");
  world.clock.set(at("2026-11-24T11:00:00Z"));
  for (const DigestSource& source : world.options.sources) {
    if (source.name == "two.example") {
      world.poll(source);
    }
  }
  const DigestValue value = world.issued(day("2026-11-23"));
  EXPECT_EQ(value.coverage.word, CoverageWord::partial);
  const CoverageRow& row = value.coverage.rows[0];
  EXPECT_EQ(row.word, CoverageWord::partial);
  EXPECT_EQ(row.covered_seconds, 7 * 60 * 60);
  ASSERT_EQ(row.gaps.size(), 1U);
  EXPECT_EQ(row.gaps[0].reason, GapReason::not_running);
  EXPECT_EQ(value.by_hour[6].coverage, CoverageWord::complete);
  EXPECT_EQ(value.by_hour[7].coverage, CoverageWord::blind);
  EXPECT_EQ(value.coverage.rows[2].word, CoverageWord::complete);
  const DigestView view = world.shown(value);
  EXPECT_EQ(view.headline[2],
            "1 of the 2 watched sources was read in full. one.example went unread from 07:00 to "
            "24:00 EST, as tagwatch was not running; posts of that time may be missing.");
}

TEST_F(Digests, ADayOfUsualRangesRestsOnCompleteDays) {
  // Ten Mondays with 2 posts each, long before; the lookback read them all.
  for (int week = 1; week <= 10; ++week) {
    for (int each = 0; each < 2; ++each) {
      const std::string id = std::to_string(week) + "-" + std::to_string(each);
      world.show("one.example", post(id, at("2026-11-23T18:00:00Z") - week * 7 * 24h));
    }
  }
  show_at("2026-11-23T15:00:00Z", "1");
  run_until("2026-11-24T11:00:00Z");
  const DigestValue value = world.issued(day("2026-11-23"));
  ASSERT_TRUE(value.tags[0].usual) << value.tags[0].usual_reason;
  EXPECT_EQ(*value.tags[0].usual, (Usual{2, 2, 11, 1}));  // twelve Mondays, one only read in part
  ASSERT_TRUE(value.tags[1].usual);
  EXPECT_EQ(*value.tags[1].usual, (Usual{0, 0, 11, 0}));
}

TEST_F(Digests, ThePostsOfDaysBeforeAreShownToo) {
  world.issued(day("2026-11-22"));
  for (int minute = 10; minute < 14; ++minute) {
    show_at("2026-11-23T15:" + std::to_string(minute) + ":00Z", std::to_string(minute));
  }
  show_at("2026-11-24T15:00:00Z", "2");
  run_until("2026-11-25T11:00:00Z");
  // No run on Tuesday: the posts of Monday are those of a missed day.
  const DigestValue value = world.issued(day("2026-11-24"));
  ASSERT_EQ(value.earlier_posts.size(), 3U);
  EXPECT_EQ(value.top_posts.size(), 1U);
  EXPECT_EQ(value.omitted.total, 1);
  world.show("one.example", post("late", at("2026-11-24T20:00:00Z")));
  run_until("2026-11-26T11:00:00Z");
  const DigestValue next = world.issued(day("2026-11-25"));
  ASSERT_EQ(next.earlier_posts.size(), 1U);
  EXPECT_TRUE(next.earlier_posts[0].uri.ends_with("/late"));
  EXPECT_EQ(world.kept(day("2026-11-25")).earlier_posts, next.earlier_posts);
}

TEST_F(Digests, TheDigestOfAnEmptyDayIsADigest) {
  run_until("2026-11-24T11:00:00Z");
  const DigestValue value = world.issued(day("2026-11-23"));
  EXPECT_TRUE(value.posts.empty());
  EXPECT_EQ(value.omitted.total, 0);
  EXPECT_FALSE(value.tags[0].last_seen);
  EXPECT_EQ(world.shown(value).heading, "Nothing needs an answer; watched sources complete");
}

TEST_F(Digests, AViewOfAnIssuedDigestIsReadyToRender) {
  show_at("2026-11-23T15:00:00Z", "1");
  run_until("2026-11-24T11:00:00Z");
  const DigestValue value = world.issued(day("2026-11-23"));
  const auto view = issued_view(world.reader(), day("2026-11-23"));
  ASSERT_TRUE(view) << describe(view.error());
  EXPECT_TRUE(view->value == value);
  EXPECT_EQ(view->sha256, world.reader().digest(day("2026-11-23")).value().hash);
  ASSERT_EQ(view->records.size(), 1U);
  EXPECT_EQ(view->records.begin()->second.post.text, "Meeting notes 1 #TMSSW");
  EXPECT_EQ(view->blanked, 0);
  const auto none = issued_view(world.reader(), day("2026-11-22"));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Errc::not_found);
}

TEST_F(Digests, TheCountsThatWereToldStayThoseThatAreShown) {
  run_until("2026-11-23T15:00:00Z");
  Post counted = post("1", world.clock.now());
  counted.engagement.likes = 3;
  world.show("one.example", counted);
  run_until("2026-11-24T11:00:00Z");
  const DigestView before = world.shown(world.issued(day("2026-11-23")));
  counted.engagement.likes = 50;
  world.show("one.example", counted);
  const DigestView after = issued_view(world.reader(), day("2026-11-23")).value();
  EXPECT_EQ(after.records.begin()->second.post.engagement.likes, 3);
  EXPECT_TRUE(after.value == before.value);
  EXPECT_EQ(after.headline, before.headline);
}

TEST(DigestsOfLongDays, HaveAllTheirHours) {
  StoreWorld world(at("2026-11-01T04:10:00Z"));
  world.watch();
  world.poll();
  world.clock.set(at("2026-11-02T11:00:00Z"));
  world.poll();
  world.show("one.example", post("first", at("2026-11-01T05:30:00Z")));   // 01:30 EDT
  world.show("one.example", post("second", at("2026-11-01T06:30:00Z")));  // 01:30 EST
  world.show("one.example", post("last", at("2026-11-02T04:59:59Z")));
  const DigestValue value = world.issued(day("2026-11-01"));
  ASSERT_EQ(value.by_hour.size(), 25U);
  EXPECT_EQ(value.by_hour[1].posts, 1);
  EXPECT_EQ(value.by_hour[2].posts, 1);
  EXPECT_EQ(value.by_hour[24].posts, 1);
  EXPECT_EQ(value.coverage.rows[0].covered_seconds, 25 * 60 * 60);
}

}  // namespace
}  // namespace tagwatch
