// What is said of days that were missed, or issued before, and of zeros that may be none.
#include <gtest/gtest.h>

#include "tagwatch/digest/sentences.hpp"
#include "value_builder.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::day;
using build::kDay;
using build::monday;
using build::tag;
using build::usual;

Words words_of(const DigestValue& value) {
  return sentences(value, Zone::locate(value.timezone).value(), Since{});
}

// The Monday with the Sunday before it, which nobody read from 06:00 on.
DigestValue monday_with_sunday() {
  DigestValue value = monday({tag("TMSSW", 3, usual(0, 3, 3)), tag("GlobalSecurity", 1)}, 3);
  value.window.from -= 24h;
  MissedDay sunday;
  sunday.date = day("2026-11-22");
  sunday.tags = {tag("TMSSW", 2), tag("GlobalSecurity", 0)};
  sunday.coverage = value.coverage;
  sunday.coverage.word = CoverageWord::partial;
  for (CoverageRow& row : sunday.coverage.rows) {
    row.word = CoverageWord::partial;
    row.zero = Zero::none;
    row.gaps = {{{kDay.from - 18h, kDay.from}, GapReason::not_running, std::nullopt}};
  }
  value.missed_days = {sunday};
  return value;
}

MissedDayWords words_of_sunday(const DigestValue& value) {
  return missed_day_words(value.missed_days[0], value, build::zone());
}

TEST(MissedDays, TheFirstScreenSaysThatThereAreSeveralDays) {
  DigestValue value = monday_with_sunday();
  EXPECT_EQ(words_of(value).headline[0],
            "The numbers here are those of Monday 23 November; Sunday 22 November is reported "
            "below, under “About earlier days”.");
  value.missed_days.resize(3);
  value.missed_days[0].date = day("2026-11-20");
  value.missed_days[2].date = day("2026-11-22");
  EXPECT_EQ(words_of(value).headline[0],
            "The numbers here are those of Monday 23 November; Friday 20 November to Sunday 22 "
            "November are reported below, under “About earlier days”.");
  value.missed_days.clear();
  EXPECT_TRUE(words_of(value).headline[0].starts_with("#TMSSW: 3 posts"));
}

TEST(IssuedBefore, AnotherDigestOfTheDayIsTold) {
  DigestValue value = monday({tag("TMSSW", 3, usual(0, 3, 3))});
  EXPECT_TRUE(words_of(value).earlier.empty());
  value.issued_before = true;
  EXPECT_EQ(words_of(value).earlier,
            std::vector<std::string>{"Another digest of Monday 23 November was issued before, of "
                                     "which the store that this one was made from knows nothing."});
}

TEST(MissedDays, ADayThatWasNotReadInFullHasNoBareZeroAndSaysWhy) {
  const MissedDayWords words = words_of_sunday(monday_with_sunday());
  EXPECT_EQ(words.counts, "#TMSSW 2, #GlobalSecurity none seen");
  EXPECT_EQ(words.coverage,
            "None of the 3 watched sources was read in full. All 3 sources went unread from 06:00 "
            "to 24:00 EST, as tagwatch was not running; posts of that time may be missing.");
}

TEST(MissedDays, EachTagIsToldAsFarAsItIsKnown) {
  DigestValue value = monday_with_sunday();
  CoverageReport& coverage = value.missed_days[0].coverage;
  const auto counts_with = [&](CoverageWord word, Zero zero) {
    value.missed_days[0].tags[0].posts = 0;
    coverage.word = word;
    for (CoverageRow& row : coverage.rows) {
      row.word = word;
      row.zero = zero;
    }
    return words_of_sunday(value).counts;
  };
  EXPECT_EQ(counts_with(CoverageWord::complete, Zero::verified), "#TMSSW 0, #GlobalSecurity 0");
  EXPECT_EQ(counts_with(CoverageWord::complete, Zero::unverified),
            "#TMSSW none seen, #GlobalSecurity none seen");
  EXPECT_EQ(counts_with(CoverageWord::blind, Zero::none),
            "#TMSSW could not be read, #GlobalSecurity could not be read");
  EXPECT_EQ(counts_with(CoverageWord::unknown, Zero::none),
            "#TMSSW not known, #GlobalSecurity not known");
}

TEST(Zeros, ATagWhoseSourcesMayAllBeClosedHasNoUsualZero) {
  DigestValue value = monday({tag("TMSSW", 0, usual(0, 0, 0))}, 2);
  for (CoverageRow& row : value.coverage.rows) {
    row.zero = Zero::unverified;
  }
  value.tags[0].last_seen = day("2026-11-18");
  EXPECT_EQ(words_of(value).headline[0],
            "#TMSSW: no post was shown, and that is not verified: its sources may be closed to us. "
            "The last one was on 18 November.");
  EXPECT_TRUE(
      words_of(value).subject.starts_with("[tagwatch] Mon 23 Nov: #TMSSW 0 (not verified); "));
  // One source that is known to be open makes it a zero again.
  value.coverage.rows[0].zero = Zero::verified;
  EXPECT_EQ(words_of(value).headline[0],
            "No post with #TMSSW was seen by its 2 sources; usually 0. The last one was on 18 "
            "November.");
  value.coverage.rows[1].word = CoverageWord::blind;
  value.coverage.rows[1].zero = Zero::none;
  EXPECT_EQ(
      words_of(value).headline[0],
      "No post with #TMSSW was seen by the one of its 2 sources that could be read; usually 0. "
      "The last one was on 18 November.");
}

TEST(Zeros, TheOneSourceMayBeClosed) {
  DigestValue value = monday({tag("TMSSW", 0)}, 1);
  value.issued = false;
  value.generated_at = kDay.from + 14h;
  value.coverage.rows[0].zero = Zero::unverified;
  EXPECT_EQ(words_of(value).headline[0],
            "#TMSSW: no post was shown so far, and that is not verified: its one source may be "
            "closed to us.");
}

}  // namespace
}  // namespace tagwatch
