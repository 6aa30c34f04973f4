// Coverage in few rows: what is read back says what every single span would have said.
#include <gmock/gmock.h>

#include <map>
#include <random>

#include "store_fixture.hpp"
#include "tagwatch/model/coverage.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;

const Instant kMidnight = at("2026-11-23T00:00:00Z");
const TimelineId kTimeline("one", "tmssw");

Window hours(int from, int to) {
  return {kMidnight + std::chrono::hours(from), kMidnight + std::chrono::hours(to)};
}

class CoverageStore : public StoreTest {
 protected:
  Instant record(Window window, std::optional<GapReason> reason = std::nullopt) {
    clock.advance(1min);
    Batch batch = build::batch("one", {});
    batch.coverage.push_back({window, reason, {}});
    return commit(batch).at;
  }
  std::vector<CoverageSpan> spans(Window window = hours(-1000, 1000)) {
    return writer->reader().coverage(kTimeline, window).value();
  }
};

TEST_F(CoverageStore, SpansThatMeetAreOneRowWithTheLastCommit) {
  record(hours(0, 4));
  record(hours(4, 8));
  const Instant last = record(hours(6, 12));
  EXPECT_EQ(spans(), (std::vector<CoverageSpan>{{hours(0, 12), std::nullopt, last}}));
}

TEST_F(CoverageStore, ASpanThatBridgesTwoJoinsThem) {
  record(hours(0, 4));
  record(hours(8, 12));
  EXPECT_EQ(spans().size(), 2U);
  const Instant last = record(hours(3, 9));
  EXPECT_EQ(spans(), (std::vector<CoverageSpan>{{hours(0, 12), std::nullopt, last}}));
}

TEST_F(CoverageStore, NothingNewChangesNothing) {
  const Instant first = record(hours(0, 12));
  record(hours(2, 6));
  EXPECT_EQ(spans(), (std::vector<CoverageSpan>{{hours(0, 12), std::nullopt, first}}));
}

TEST_F(CoverageStore, AnOutageThatWasCaughtUpNamesTheCommitThatReadIt) {
  record(hours(0, 4));
  record(hours(4, 5), GapReason::down);
  record(hours(4, 6), GapReason::down);
  const Instant caught_up = record(hours(3, 8));
  record(hours(8, 20));
  record(hours(0, 24));
  const Coverage result = coverage_of(hours(0, 24), kMidnight - 48h, spans());
  EXPECT_EQ(result.word, CoverageWord::complete);
  EXPECT_EQ(result.gaps, (std::vector<Gap>{{hours(4, 6), GapReason::down, caught_up}}));
}

TEST_F(CoverageStore, APartThatWasReadEarlierIsToldApart) {
  record(hours(0, 4));
  record(hours(4, 10), GapReason::down);
  const Instant lower = record(hours(4, 6));
  EXPECT_EQ(coverage_of(hours(4, 6), kMidnight, spans()).gaps,
            (std::vector<Gap>{{hours(4, 6), GapReason::down, lower}}));
  const auto open = coverage_of(hours(0, 10), kMidnight, spans()).gaps;
  ASSERT_EQ(open.size(), 2U);
  EXPECT_EQ(open[1], (Gap{hours(6, 10), GapReason::down, std::nullopt}));
}

TEST_F(CoverageStore, AFailureOverTimeThatWasCoveredBeforeIsNoGap) {
  record(hours(0, 8));
  record(hours(4, 10), GapReason::refused);
  record(hours(8, 12));
  const auto gaps = coverage_of(hours(0, 12), kMidnight, spans()).gaps;
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].window, hours(8, 10));
}

TEST_F(CoverageStore, ALongOutageOfOneCauseStaysOneRow) {
  record(hours(0, 4));
  Instant last{};
  for (int hour = 5; hour < 30; ++hour) {
    last = record(hours(4, hour), GapReason::down);
  }
  EXPECT_EQ(spans().size(), 2U);
  EXPECT_EQ(spans()[1], (CoverageSpan{hours(4, 29), GapReason::down, last}));
}

TEST_F(CoverageStore, TheNewestCauseOfAStretchIsTheOneTold) {
  record(hours(0, 6), GapReason::down);
  record(hours(0, 9), GapReason::rate_limited);
  const auto gaps = coverage_of(hours(0, 9), kMidnight, spans()).gaps;
  EXPECT_EQ(gaps, (std::vector<Gap>{{hours(0, 9), GapReason::rate_limited, std::nullopt}}));
}

TEST_F(CoverageStore, OnlyWhatOverlapsTheWindowIsRead) {
  record(hours(0, 4));
  record(hours(8, 12));
  EXPECT_EQ(spans(hours(4, 8)).size(), 0U);
  EXPECT_EQ(spans(hours(3, 8)).size(), 1U);
  EXPECT_EQ(spans(hours(11, 13)).size(), 1U);
}

TEST_F(CoverageStore, EmptyWindowsAddNothing) {
  record(hours(4, 4));
  record(hours(5, 4), GapReason::down);
  EXPECT_TRUE(spans().empty());
}

TEST_F(CoverageStore, ATimelineOfAllTagsSpeaksForEachOfThem) {
  Batch batch;
  batch.timeline = TimelineId("news", "");
  batch.covered_tags = {"tmssw", "globalsecurity"};
  batch.coverage = {{hours(0, 4), std::nullopt, {}}};
  commit(batch);
  for (const std::string& tag : batch.covered_tags) {
    EXPECT_EQ(writer->reader().coverage(TimelineId("news", tag), hours(0, 4)).value().size(), 1U);
  }
  EXPECT_TRUE(writer->reader().coverage(TimelineId("news", ""), hours(0, 4)).value().empty());
}

// Hour by hour what a store must say: covered or not, the cause, and when it was read after a
// failure.
struct HourModel {
  bool covered = false;
  std::optional<GapReason> reason;
  std::optional<Instant> refilled_at;
};

TEST_F(CoverageStore, RandomHistoriesAgreeWithAnHourByHourModel) {
  constexpr int kHours = 40;
  std::mt19937 random(20261123);
  const auto below = [&](int end) {
    return static_cast<int>(random() % static_cast<unsigned>(end));
  };
  for (int history = 0; history < 20; ++history) {
    std::map<int, HourModel> model;
    const std::string source = "source" + std::to_string(history);
    for (int step = 0; step < 40; ++step) {
      const int from = below(kHours);
      const int to = from + 1 + below(8);
      std::optional<GapReason> reason;
      if (below(2) == 0) {
        reason = below(2) == 0 ? GapReason::down : GapReason::rate_limited;
      }
      clock.advance(1min);
      Batch batch = build::batch(source, {});
      batch.coverage.push_back({hours(from, to), reason, {}});
      const Instant at = commit(batch).at;
      for (int hour = from; hour < to; ++hour) {
        HourModel& cell = model[hour];
        if (cell.covered) {
          continue;
        }
        if (reason) {
          cell.reason = reason;
        } else {
          cell.covered = true;
          cell.refilled_at = cell.reason ? std::optional(at) : std::nullopt;
        }
      }
    }
    const auto read =
        writer->reader().coverage(TimelineId(source, "tmssw"), hours(0, kHours + 9)).value();
    for (int hour = 0; hour < kHours + 9; ++hour) {
      const HourModel& cell = model[hour];
      const Coverage said = coverage_of(hours(hour, hour + 1), kMidnight - 9h, read);
      EXPECT_EQ(said.word == CoverageWord::complete, cell.covered) << history << " " << hour;
      if (cell.covered) {
        for (const Gap& gap : said.gaps) {
          EXPECT_EQ(gap.refilled_at, cell.refilled_at) << history << " " << hour;
        }
        EXPECT_EQ(said.gaps.empty(), !cell.refilled_at) << history << " " << hour;
      } else {
        ASSERT_EQ(said.gaps.size(), 1U) << history << " " << hour;
        EXPECT_EQ(said.gaps[0].reason, cell.reason.value_or(GapReason::not_running));
        EXPECT_EQ(said.gaps[0].refilled_at, std::nullopt);
      }
    }
  }
}

}  // namespace
}  // namespace tagwatch
