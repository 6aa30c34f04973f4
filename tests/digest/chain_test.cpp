#include "tagwatch/digest/chain.hpp"

#include <gtest/gtest.h>

#include "facts_builder.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;
using build::day;
using build::zone;

const Instant kNow = at("2026-11-24T11:15:00Z");  // Tuesday 06:15 in New York

DigestRow row(std::string_view date, std::string_view from, std::string_view to) {
  DigestRow row;
  row.date = day(date);
  row.window = {at(from), at(to)};
  return row;
}

std::string refusal(const Chain& chain, std::string_view date) {
  const auto window = chain.issuable(day(date));
  return window ? std::string("issued") : window.error().context;
}

TEST(Chain, BeginsWithYesterday) {
  const Chain chain({}, zone(), kNow);
  EXPECT_EQ(chain.yesterday(), day("2026-11-23"));
  EXPECT_EQ(chain.start(), at("2026-11-23T05:00:00Z"));
  const auto window = chain.issuable(day("2026-11-23"));
  ASSERT_TRUE(window) << describe(window.error());
  EXPECT_EQ(*window, (Window{at("2026-11-23T05:00:00Z"), at("2026-11-24T05:00:00Z")}));
  EXPECT_EQ(refusal(chain, "2026-11-22"),
            "the first digest is that of yesterday, 2026-11-23; 2026-11-22 can only be previewed");
}

TEST(Chain, ADayThatRunsCannotBeIssuedYet) {
  EXPECT_EQ(refusal(Chain({}, zone(), kNow), "2026-11-24"),
            "2026-11-24 is not over: its digest can be issued from 2026-11-25 00:00 EST on");
  EXPECT_EQ(refusal(Chain({}, zone(), at("2026-11-24T04:59:59.999Z")), "2026-11-23"),
            "2026-11-23 is not over: its digest can be issued from 2026-11-24 00:00 EST on");
  EXPECT_EQ(refusal(Chain({}, zone(), at("2026-11-24T05:00:00Z")), "2026-11-23"), "issued");
}

TEST(Chain, AfterADayToComeOnlyABackupHelps) {
  const std::vector<DigestRow> issued{
      row("2026-11-20", "2026-11-20T05:00:00Z", "2026-11-21T05:00:00Z"),
      row("2027-11-23", "2026-11-21T05:00:00Z", "2027-11-24T05:00:00Z")};
  EXPECT_EQ(refusal(Chain(issued, zone(), kNow), "2026-11-23"),
            "the digest of 2027-11-23, a day that is not over by this machine's clock, was issued "
            "already, so the clock was ahead then; to issue 2026-11-23, put a backup from before "
            "that (of `tagwatch db backup`) in the store's place");
  EXPECT_EQ(refusal(Chain(issued, zone(), at("2027-11-24T05:00:00Z")), "2026-11-23"),
            "2026-11-23 was reported in the digest of 2027-11-23; it can only be previewed");
}

TEST(Chain, GoesOnWhereItEnded) {
  const Chain chain({row("2026-11-20", "2026-11-20T05:00:00Z", "2026-11-21T05:00:00Z")}, zone(),
                    kNow);
  EXPECT_EQ(chain.start(), at("2026-11-20T05:00:00Z"));
  const auto next = chain.issuable(day("2026-11-21"));
  ASSERT_TRUE(next);
  EXPECT_EQ(*next, (Window{at("2026-11-21T05:00:00Z"), at("2026-11-22T05:00:00Z")}));
  // Missed days are taken along.
  const auto later = chain.issuable(day("2026-11-23"));
  ASSERT_TRUE(later);
  EXPECT_EQ(*later, (Window{at("2026-11-21T05:00:00Z"), at("2026-11-24T05:00:00Z")}));
}

TEST(Chain, SaysWhoHoldsADayThatCannotBeIssuedAnyMore) {
  const Chain chain({row("2026-11-20", "2026-11-20T05:00:00Z", "2026-11-21T05:00:00Z"),
                     row("2026-11-22", "2026-11-21T05:00:00Z", "2026-11-23T05:00:00Z")},
                    zone(), kNow);
  EXPECT_EQ(refusal(chain, "2026-11-22"), "the digest of 2026-11-22 is issued already");
  EXPECT_EQ(refusal(chain, "2026-11-21"),
            "2026-11-21 was reported in the digest of 2026-11-22; it can only be previewed");
  EXPECT_EQ(refusal(chain, "2026-11-19"),
            "2026-11-19 is before the first digest; it can only be previewed");
  EXPECT_EQ(chain.holder(day("2026-11-21")), day("2026-11-22"));
  EXPECT_EQ(chain.holder(day("2026-11-19")), std::nullopt);
  EXPECT_EQ(chain.holder(day("2026-11-23")), std::nullopt);
}

TEST(Chain, ADayOfAnotherLengthIsStillADay) {
  const Chain autumn({}, zone(), at("2026-11-02T12:00:00Z"));
  const auto long_day = autumn.issuable(day("2026-11-01"));
  ASSERT_TRUE(long_day);
  EXPECT_EQ(long_day->to - long_day->from, 25h);
  const Chain spring({}, zone(), at("2026-03-09T12:00:00Z"));
  const auto short_day = spring.issuable(day("2026-03-08"));
  ASSERT_TRUE(short_day);
  EXPECT_EQ(short_day->to - short_day->from, 23h);
}

TEST(Chain, AChangeOfZoneLeavesNoMomentOut) {
  const std::vector<DigestRow> issued{
      row("2026-11-22", "2026-11-22T05:00:00Z", "2026-11-23T05:00:00Z")};
  // Eastwards the next day is shorter: a part of it was reported already.
  const auto east = Chain(issued, zone("Asia/Tokyo"), kNow).issuable(day("2026-11-23"));
  ASSERT_TRUE(east);
  EXPECT_EQ(*east, (Window{at("2026-11-23T05:00:00Z"), at("2026-11-23T15:00:00Z")}));
  // Westwards the window begins on the day before, whose date is taken.
  const Chain west(issued, zone("America/Los_Angeles"), kNow);
  EXPECT_EQ(refusal(west, "2026-11-22"), "the digest of 2026-11-22 is issued already");
  const auto window = west.issuable(day("2026-11-23"));
  ASSERT_TRUE(window);
  EXPECT_EQ(*window, (Window{at("2026-11-23T05:00:00Z"), at("2026-11-24T08:00:00Z")}));
}

TEST(DaysOf, CutsTheDaysToTheWindow) {
  const auto parts = days_of({at("2026-11-22T20:00:00Z"), at("2026-11-24T05:00:00Z")}, zone());
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].day, day("2026-11-22"));
  EXPECT_EQ(parts[0].window, (Window{at("2026-11-22T20:00:00Z"), at("2026-11-23T05:00:00Z")}));
  EXPECT_EQ(parts[1].day, day("2026-11-23"));
  EXPECT_EQ(parts[1].window, (Window{at("2026-11-23T05:00:00Z"), at("2026-11-24T05:00:00Z")}));
  EXPECT_TRUE(days_of({kNow, kNow}, zone()).empty());
}

TEST(DaysOf, LeavesOutADayThatTheZoneSkipped) {
  // Samoa went from 29 to 31 December 2011.
  const auto parts =
      days_of({at("2011-12-29T10:00:00Z"), at("2011-12-31T10:00:00Z")}, zone("Pacific/Apia"));
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].day, day("2011-12-29"));
  EXPECT_EQ(parts[1].day, day("2011-12-31"));
}

// Whatever is asked for in whatever order, the issued windows touch and no date is borne twice.
TEST(Chain, StaysWholeForAnyOrderOfAsking) {
  const std::vector<std::string_view> zones{"America/New_York", "Asia/Tokyo", "America/Los_Angeles",
                                            "Australia/Lord_Howe"};
  for (unsigned seed = 1; seed <= 200; ++seed) {
    unsigned state = seed;
    const auto random = [&state](unsigned below) {
      state = state * 1664525U + 1013904223U;
      return (state >> 16) % below;
    };
    std::vector<DigestRow> issued;
    Instant now = at("2026-10-20T12:00:00Z");
    std::string_view zone_name = zones[0];
    for (int step = 0; step < 80; ++step) {
      now += std::chrono::hours(random(40));
      if (random(15) == 0) {
        zone_name = zones[random(4)];
      }
      const Chain chain(issued, zone(zone_name), now);
      const Day asked = chain.yesterday() + std::chrono::days(2) - std::chrono::days(random(6));
      const auto window = chain.issuable(asked);
      if (!window) {
        continue;
      }
      ASSERT_FALSE(chain.bears(asked)) << "seed " << seed;
      ASSERT_LE(window->to, now) << "seed " << seed;
      ASSERT_LT(window->from, window->to) << "seed " << seed;
      if (!issued.empty()) {
        ASSERT_EQ(window->from, issued.back().window.to) << "seed " << seed;
      }
      DigestRow next;
      next.date = asked;
      next.window = *window;
      issued.push_back(next);
    }
    ASSERT_GT(issued.size(), 10U) << "seed " << seed;
  }
}

}  // namespace
}  // namespace tagwatch
