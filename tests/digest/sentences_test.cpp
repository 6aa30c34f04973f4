// What a press officer reads at half past six: every sentence as it stands.
#include "tagwatch/digest/sentences.hpp"

#include <gtest/gtest.h>

#include "value_builder.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;
using build::day;
using build::kDay;
using build::kNotWatched;
using build::local;
using build::monday;
using build::tag;
using build::usual;

using Lines = std::vector<std::string>;

Words words_of(const DigestValue& value, std::int64_t blanked = 0) {
  return sentences(value, Zone::locate(value.timezone).value(), Since{blanked, 0, 0});
}

TEST(Sentences, ZeroDay) {
  DigestValue value =
      monday({tag("TMSSW", 0, usual(0, 3, 0)), tag("GlobalSecurity", 0, usual(2, 9, 0))});
  value.tags[0].last_seen = day("2026-11-18");
  value.tags[1].last_seen = day("2025-12-31");
  const Words words = words_of(value);
  EXPECT_EQ(words.subject,
            "[tagwatch] Mon 23 Nov: #TMSSW 0 (usually 0–3), #GlobalSecurity 0 (usually 2–9); "
            "watched sources complete");
  EXPECT_EQ(words.heading, "No post seen with #TMSSW or #GlobalSecurity; watched sources complete");
  EXPECT_EQ(words.headline,
            (Lines{"No post with #TMSSW was seen by its 14 sources; usually 0 to 3. "
                   "The last one was on 18 November.",
                   "No post with #GlobalSecurity was seen by its 14 sources; usually "
                   "2 to 9. The last one was on 31 December 2025.",
                   "All 14 watched sources were read in full.", kNotWatched}));
  EXPECT_EQ(words.hours, "");
  EXPECT_EQ(words.earlier, Lines{});
  EXPECT_EQ(words.sums, "");
}

TEST(Sentences, ZeroThatIsNotVerified) {
  DigestValue value = monday({tag("TMSSW", 0)}, 2);
  value.coverage.rows[1].zero = Zero::unverified;
  const Words words = words_of(value);
  EXPECT_EQ(words.subject,
            "[tagwatch] Mon 23 Nov: #TMSSW 0 (not verified); watched sources complete, zero not "
            "verified");
  EXPECT_EQ(words.headline,
            (Lines{"No post with #TMSSW was seen by its 2 sources; usual range: "
                   "cannot tell yet (3 of 7).",
                   "Both watched sources were read in full. That s2 showed no post with "
                   "#TMSSW is not verified: its tag feed may be closed to us.",
                   kNotWatched}));
}

TEST(Sentences, ABlindDayNeverLooksLikeAZeroDay) {
  DigestValue value = monday({tag("TMSSW", 0), tag("GlobalSecurity", 0)}, 3);
  value.coverage.word = CoverageWord::blind;
  for (CoverageRow& each : value.coverage.rows) {
    each.word = CoverageWord::blind;
    each.zero = Zero::none;
    each.gaps = {{kDay, GapReason::down, std::nullopt}};
  }
  const Words words = words_of(value);
  EXPECT_EQ(
      words.subject,
      "[tagwatch] Mon 23 Nov: #TMSSW could not be read, #GlobalSecurity could not be read; no "
      "source could be read");
  EXPECT_EQ(words.heading, "Nothing is known of this day: no source could be read");
  EXPECT_EQ(words.headline,
            (Lines{"#TMSSW: none of its 3 sources could be read, so nothing is known.",
                   "#GlobalSecurity: none of its 3 sources could be read, so nothing is known.",
                   "None of the 3 watched sources could be read at any time: they did not answer. "
                   "Nothing is known of this day.",
                   kNotWatched}));
}

TEST(Sentences, TheOneSourceIsBlind) {
  DigestValue value = monday({tag("TMSSW", 0)}, 1);
  value.coverage.word = CoverageWord::blind;
  value.coverage.rows[0].word = CoverageWord::blind;
  value.coverage.rows[0].gaps = {{kDay, GapReason::not_running, std::nullopt}};
  const Words words = words_of(value);
  EXPECT_EQ(words.headline,
            (Lines{"#TMSSW: its one source could not be read, so nothing is known.",
                   "The one watched source could not be read at any time: it went unread, as "
                   "tagwatch was not running. Nothing is known of this day.",
                   kNotWatched}));
}

TEST(Sentences, PartialDaySaysWhoWhenAndWhy) {
  DigestValue value = monday({tag("TMSSW", 0, usual(0, 3, 0)), tag("GlobalSecurity", 12)});
  value.coverage.word = CoverageWord::partial;
  for (CoverageRow& each : value.coverage.rows) {
    if (each.source == "s2" || each.source == "s5") {
      each.word = CoverageWord::partial;
      each.gaps = {{{local(3, 10), local(4, 25)}, GapReason::down, std::nullopt}};
    }
  }
  value.coverage.rows[0].gaps = {{{local(22), kDay.to}, GapReason::rate_limited, kDay.to + 5min}};
  value.coverage.rows[13].word = CoverageWord::blind;  // s7 for #GlobalSecurity
  value.coverage.rows[13].gaps = {{kDay, GapReason::refused, std::nullopt}};
  const Words words = words_of(value);
  EXPECT_EQ(
      words.subject,
      "[tagwatch] Mon 23 Nov: #TMSSW 0 (usually 0–3), #GlobalSecurity 12; 3 of 14 sources with "
      "gaps");
  EXPECT_EQ(words.heading,
            "12 posts with #GlobalSecurity, none seen with #TMSSW; 3 of 14 sources with gaps");
  EXPECT_EQ(words.headline[1],
            "#GlobalSecurity: 12 posts, usual range: cannot tell yet (3 of 7); none about the "
            "programme.");
  EXPECT_EQ(
      words.headline[2],
      "11 of the 14 watched sources were read in full. s7 for #GlobalSecurity could not be "
      "read at any time: it would not show posts (refused). s2 and s5 did not answer from 03:10 to "
      "04:25 EST; posts of that time may be missing. s1 for #TMSSW asked us to wait from 22:00 EST "
      "(rate-limited); all of that time had been read by 00:05 on 24 Nov.");
}

TEST(Sentences, AnOutageThatWasCaughtUpIsToldAndIsNoGap) {
  DigestValue value = monday({tag("TMSSW", 1, usual(0, 3, 1))});
  for (CoverageRow& each : value.coverage.rows) {
    each.gaps = {{{local(3, 10), local(4, 25)}, GapReason::not_running, kDay.to}};
  }
  const Words words = words_of(value);
  EXPECT_EQ(words.headline,
            (Lines{"#TMSSW: 1 post, usually 0 to 3; it is not about the programme.",
                   "All 14 watched sources were read in full. All 14 sources went "
                   "unread from 03:10 EST, as tagwatch was not running; all of that time had been "
                   "read by 24:00.",
                   kNotWatched}));
}

TEST(Sentences, ASourceThatOthersCoveredForIsNotCalledComplete) {
  DigestValue value = monday({tag("TMSSW", 1, usual(0, 3, 1))}, 2);
  value.coverage.rows[1].word = CoverageWord::blind;
  value.coverage.rows[1].gaps = {{kDay, GapReason::down, std::nullopt}};
  EXPECT_EQ(words_of(value).heading,
            "1 post with #TMSSW; 1 of 2 sources with gaps, covered by others");
}

TEST(Sentences, SourcesWithHoursOfTheirOwnAreToldInOneSentence) {
  DigestValue value = monday({tag("TMSSW", 1, usual(0, 3, 1))}, 3);
  value.coverage.word = CoverageWord::partial;
  int minute = 0;
  for (CoverageRow& each : value.coverage.rows) {
    each.word = CoverageWord::partial;
    each.gaps = {{{local(1, minute), local(2)}, GapReason::not_running, local(6, minute)},
                 {{local(9, minute), local(10, minute)}, GapReason::down, std::nullopt}};
    minute += 7;
  }
  EXPECT_EQ(
      words_of(value).headline[1],
      "None of the 3 watched sources was read in full. All 3 sources did not answer at times from "
      "09:00 to 10:14 EST; posts of that time may be missing. All 3 sources went unread "
      "at times from 01:00 EST, as tagwatch was not running; all of that time had been read "
      "by 06:14.");
}

TEST(Sentences, SourcesThatAreNeverCompleteSayWhy) {
  DigestValue value = monday({tag("TMSSW", 2, usual(1, 1, 2))}, 3);
  value.coverage.word = CoverageWord::partial;
  value.coverage.rows[1].word = value.coverage.rows[2].word = CoverageWord::partial;
  value.coverage.rows[1].ordered = false;
  value.coverage.rows[2].limited = true;
  const Words words = words_of(value);
  EXPECT_EQ(words.subject, "[tagwatch] Mon 23 Nov: #TMSSW 2 (usually 1); coverage partial");
  EXPECT_EQ(
      words.headline[1],
      "1 of the 3 watched sources was read in full. s2 is in no order of time, so it is never "
      "known to be complete. s3 shows only a part of its posts, so it is never complete.");
}

TEST(Sentences, HistoryThatIsNotReadYetIsUnknown) {
  DigestValue value = monday({tag("TMSSW", 0)}, 2);
  value.coverage.word = CoverageWord::unknown;
  for (CoverageRow& each : value.coverage.rows) {
    each.word = CoverageWord::unknown;
    each.zero = Zero::none;
  }
  const Words words = words_of(value);
  EXPECT_EQ(words.subject, "[tagwatch] Mon 23 Nov: #TMSSW not known; coverage not known");
  EXPECT_EQ(words.heading, "#TMSSW not known; coverage not known");
  EXPECT_EQ(
      words.headline,
      (Lines{"#TMSSW: its history is not read back to this day.",
             "The history of the watched sources is not read back to this day.", kNotWatched}));
}

TEST(Sentences, FourPostDay) {
  DigestValue value =
      monday({tag("TMSSW", 0, usual(0, 3, 0)), tag("GlobalSecurity", 4, usual(2, 9, 4))});
  value.omitted = {4, 0, 0, 0, 4, 0};
  value.by_hour = {{local(10), 2, CoverageWord::complete, std::nullopt},
                   {local(15), 2, CoverageWord::complete, std::nullopt}};
  const Words words = words_of(value);
  EXPECT_EQ(words.heading,
            "4 posts with #GlobalSecurity, none seen with #TMSSW; watched sources complete");
  EXPECT_EQ(words.headline[1],
            "#GlobalSecurity: 4 posts, usually 2 to 9; none about the programme.");
  EXPECT_EQ(words.hours, "");
  EXPECT_EQ(words.sums, "All 4 posts are shown.");
}

TEST(Sentences, OrdinaryDay) {
  DigestValue value =
      monday({tag("TMSSW", 9, usual(0, 3, 9)), tag("GlobalSecurity", 1080, usual(40, 66, 75))});
  value.tags[0].programme = 9;
  value.tags[1].programme = 13;
  value.tags[0].own = 4;
  value.tags[1].partner = 2;
  value.with_several_tags = 1;
  value.omitted = {6, 0, 1082, 6, 1094, 2};
  value.by_hour = {{local(13), 4, CoverageWord::complete, std::nullopt},
                   {local(14), 14, CoverageWord::complete, std::nullopt}};
  value.events = {{"Tampa workshop", {local(13), local(16)}},
                  {"Exchange", {kDay.from - 48h, kDay.to + 48h}}};
  const Words words = words_of(value);
  EXPECT_EQ(words.subject,
            "[tagwatch] Mon 23 Nov: #TMSSW 9 (usually 0–3), #GlobalSecurity 1,080 (usually 40–66); "
            "watched sources complete");
  EXPECT_EQ(words.heading,
            "9 posts with #TMSSW, 1,080 with #GlobalSecurity; watched sources complete");
  EXPECT_EQ(words.headline,
            (Lines{"#TMSSW: 9 posts, usually 0 to 3; all about the programme.",
                   "#GlobalSecurity: 1,080 posts, 75 of them seen by the sources that were read in "
                   "full, where 40 to 66 are usual; 13 of them about the programme.",
                   "One post carries both tags. The office's and partners' own 6 posts are not "
                   "counted here.",
                   "All 14 watched sources were read in full.", kNotWatched}));
  EXPECT_EQ(words.hours,
            "The busiest hour was 14:00, with 14 posts. “Tampa workshop” was in the calendar from "
            "13:00 to 16:00 EST. “Exchange” was in the calendar all day.");
  EXPECT_EQ(words.sums,
            "Shown 6 of 1,094; 1,080 in the attached list; 2 counted, not quoted, as the authors "
            "ask; 6 own and partner.");
}

TEST(Sentences, OnePostOneSource) {
  DigestValue value = monday({tag("TMSSW", 1, usual(1, 1, 1))}, 1);
  value.tags[0].programme = 1;
  value.tags[0].own = 1;
  value.omitted = {1, 0, 0, 1, 2, 0};
  const Words words = words_of(value);
  EXPECT_EQ(words.heading, "1 post with #TMSSW; watched sources complete");
  EXPECT_EQ(words.headline, (Lines{"#TMSSW: 1 post, usually 1; it is about the programme.",
                                   "The office's own post is not counted here.",
                                   "The one watched source was read in full.", kNotWatched}));
  EXPECT_EQ(words.sums, "Shown 1 of 2; 1 own and partner.");
  value.tags[0].own = 0;
  value.omitted = {1, 0, 0, 0, 1, 0};
  EXPECT_EQ(words_of(value).sums, "The one post is shown.");
  value.omitted = {1, 0, 2, 0, 3, 0, 1};
  EXPECT_EQ(words_of(value).sums,
            "Shown 1 of 3; 1 in the attached list; 1 deleted by its author before this digest "
            "was made.");
}

TEST(Sentences, WithoutProgrammeRulesNothingIsSaidOfTheProgramme) {
  DigestValue value = monday({tag("TMSSW", 3, usual(0, 3, 3))});
  value.programme_known = false;
  EXPECT_EQ(words_of(value).headline[0], "#TMSSW: 3 posts, usually 0 to 3.");
}

TEST(Sentences, APreviewOfTheDayThatRunsSaysSoFar) {
  DigestValue value =
      monday({tag("TMSSW", 3, usual(4, 9, 3)), tag("GlobalSecurity", 0, usual(2, 9, 0))});
  value.issued = false;
  value.generated_at = local(14);
  const Words words = words_of(value);
  EXPECT_EQ(
      words.subject,
      "[tagwatch] Preview, Mon 23 Nov: #TMSSW 3 (usually 4–9), #GlobalSecurity 0 (usually 2–9); "
      "watched sources complete");
  EXPECT_EQ(words.headline[0], "#TMSSW: 3 posts so far, usually 4 to 9; none about the programme.");
  EXPECT_EQ(words.headline[1],
            "No post with #GlobalSecurity was seen so far by its 14 sources; usually "
            "2 to 9.");
}

TEST(Sentences, EarlierDays) {
  DigestValue value = monday({tag("TMSSW", 3, usual(0, 3, 3))});
  value.window.from -= 48h;
  value.missed_days.resize(2);
  value.missed_days[0].date = day("2026-11-21");
  value.missed_days[1].date = day("2026-11-22");
  value.generated_at = kDay.to + 13h;
  value.late_arrivals = {{day("2026-11-19"), 3, 1, 41, 44},
                         {day("2026-11-20"), 0, 2, 7, 7},
                         {day("2026-11-18"), 1, 0, 0, 1}};
  value.older = 1;
  const Words words = words_of(value, 2);
  EXPECT_EQ(words.subject,
            "[tagwatch] Mon 23 Nov and 2 days before it: #TMSSW 3 (usually 0–3); watched sources "
            "complete");
  EXPECT_EQ(
      words.earlier,
      (Lines{
          "No digest was issued for Saturday 21 November and Sunday 22 November; the posts of "
          "those days are reported here.",
          "This digest was made late, on Tuesday 24 November at 13:00 EST.",
          "Thursday 19 November had 44 posts, not 41: three came late. One post of own or partner "
          "accounts came late too.",
          "Two posts of own or partner accounts came late for Friday 20 November.",
          "Wednesday 18 November had 1 post; none was known when its digest was issued.",
          "One post of days longer ago came in; it is in the list of all posts, and no total is "
          "restated.",
          "Two posts that this digest reports were deleted since and are no longer quoted."}));
  value.missed_days.resize(1);
  value.older = 2;
  EXPECT_EQ(words_of(value).earlier[0],
            "No digest was issued for Saturday 21 November; the posts of that day are reported "
            "here.");
  EXPECT_EQ(words_of(value, 1).earlier.back(),
            "One post that this digest reports was deleted since and is no longer quoted.");
}

TEST(Sentences, AChangeOfZoneIsSaid) {
  DigestValue value = monday({tag("TMSSW", 3, usual(0, 3, 3))});
  value.timezone = "Asia/Tokyo";
  value.window = {at("2026-11-23T05:00:00Z"), at("2026-11-23T15:00:00Z")};
  value.generated_at = at("2026-11-23T21:00:00Z");
  EXPECT_EQ(words_of(value).earlier,
            Lines{"This digest begins on Monday 23 November at 14:00 JST, where the one before it "
                  "ended, as the time zone was changed to Asia/Tokyo."});
}

TEST(Sentences, TimesOfADayOf25HoursHaveTheirZones) {
  DigestValue value = monday({tag("TMSSW", 3, usual(0, 3, 3))}, 1);
  value.date = day("2026-11-01");
  value.window = {at("2026-11-01T04:00:00Z"), at("2026-11-02T05:00:00Z")};
  value.generated_at = at("2026-11-02T11:00:00Z");
  value.coverage.rows[0].gaps = {{{at("2026-11-01T05:30:00Z"), at("2026-11-01T06:30:20Z")},
                                  GapReason::down,
                                  value.generated_at}};
  EXPECT_EQ(
      words_of(value).headline[1],
      "The one watched source was read in full. s1 did not answer from 01:30 EDT; all of that time "
      "had been read by 06:00 on 2 Nov.");
  value.coverage.rows[0].gaps[0].refilled_at.reset();
  EXPECT_EQ(
      words_of(value).headline[1],
      "The one watched source was read in full. s1 did not answer from 01:30 EDT to 01:31 EST; "
      "posts of that time may be missing.");
}

// Rules that hold for whatever is said.
TEST(Sentences, NeverSayWhatTheyMustNot) {
  DigestValue value = monday({tag("TMSSW", 0), tag("GlobalSecurity", 3)}, 2);
  value.coverage.rows[0].gaps = {{kDay, GapReason::down, kDay.to}};
  value.late_arrivals = {{day("2026-11-19"), 3, 1, 41, 44}};
  const Words words = words_of(value, 3);
  std::string all = words.subject + "\n" + words.heading + "\n" + words.hours + "\n" + words.sums;
  for (const auto* lines : {&words.headline, &words.earlier}) {
    for (const std::string& line : *lines) {
      all += "\n" + line;
    }
  }
  for (const char* never : {"people", "reach", "nobody", "Nobody", "needs an answer", "because",
                            "after", "watch list", "coordination", "%"}) {
    EXPECT_EQ(all.find(never), std::string::npos) << never << " in:\n" << all;
  }
}

TEST(Sentences, WhatBecameOfReportedPosts) {
  DigestValue value = monday({tag("TMSSW", 1)});
  const ChangedPost changed{"urn:a", day("2026-11-20"), ""};
  const ChangedPost untagged{"urn:b", day("2026-11-20"), "TMSSW"};
  value.changes.deleted = {changed, changed};
  EXPECT_EQ(words_of(value).earlier,
            Lines{"Of the posts reported before, two were deleted since the last digest."});
  value.changes.edited = {changed};
  value.changes.untagged = {untagged};
  EXPECT_EQ(
      words_of(value).earlier,
      Lines{"Of the posts reported before, two were deleted, one was edited and one no longer "
            "carries #TMSSW since the last digest."});
  const auto since = [](const Since& what) {
    return sentences(monday({tag("TMSSW", 1)}), Zone::locate("America/New_York").value(), what)
        .earlier;
  };
  EXPECT_EQ(since({0, 1, 0}), Lines{"One post that this digest reports was deleted by its author "
                                    "since; it is kept as a record."});
  EXPECT_EQ(since({0, 0, 2}),
            Lines{"Two posts that this digest reports are no longer kept, as the time for which "
                  "posts are kept is over."});
}

}  // namespace
}  // namespace tagwatch
