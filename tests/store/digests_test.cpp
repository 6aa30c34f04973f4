// The chain of digests, what a digest would report, and the places that baselines count.
#include <gmock/gmock.h>

#include "store_fixture.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;
using testing::ElementsAre;
using testing::IsEmpty;

const Instant kDay22 = at("2026-11-22T00:00:00Z");
const Instant kDay23 = at("2026-11-23T00:00:00Z");
const Instant kDay24 = at("2026-11-24T00:00:00Z");

class Digests : public StoreTest {
 protected:
  /// Shows a post with this id, placed at `placed`, by `source`.
  void add(const std::string& id, Instant placed, const std::string& source = "one",
           const std::vector<std::string>& tags = {"TMSSW"}, Origin origin = Origin::polled) {
    MatchedPost matched = build::matched(build::post(id, placed), tags);
    Batch batch = build::batch(source, {matched});
    batch.origin = origin;
    commit(batch);
  }
  std::int64_t id_of(const std::string& id) {
    return writer->reader().post_by_uri(build::post(id, {}).uri).value()->id;
  }
  std::vector<std::string> names(const std::vector<std::int64_t>& ids) {
    std::vector<std::string> names;
    for (const PostRecord& record : writer->reader().posts_by_id(ids).value()) {
      names.push_back(record.post.native_id);
    }
    return names;
  }
  std::vector<std::string> reportable(Instant chain_start, Instant to) {
    return names(writer->reader().reportable(chain_start, to).value());
  }
  Issue issue_of(Window window, std::vector<std::int64_t> posts = {}) {
    Issue issue;
    issue.digest.date = std::chrono::local_days(
        std::chrono::floor<std::chrono::days>(window.to - 1ms).time_since_epoch());
    issue.digest.window = window;
    issue.digest.as_of_txn = writer->reader().last_commit().value().txn;
    issue.digest.timezone = "Etc/UTC";
    issue.digest.config = "[monitor]";
    issue.digest.software = "tagwatch 0.1.0";
    issue.digest.value = "{\"schema\":\"tagwatch.digest/1\"}";
    issue.digest.hash = std::string(64, 'a');
    issue.posts = std::move(posts);
    return issue;
  }
  std::string refused(const Issue& issue) {
    const auto issued = writer->issue(issue);
    EXPECT_FALSE(issued);
    EXPECT_EQ(issued.error().code, Errc::usage);
    return issued.error().context;
  }
};

TEST_F(Digests, AnIssuedDigestIsUnwrittenUntilItIsWritten) {
  add("1", kDay22 + 9h);
  const auto first = writer->issue(issue_of({kDay22, kDay23}));
  ASSERT_TRUE(first) << describe(first.error());
  const auto second = writer->issue(issue_of({kDay23, kDay24}));
  ASSERT_TRUE(second) << describe(second.error());
  EXPECT_THAT(writer->reader().unwritten_digests().value(), ElementsAre(first->date, second->date));
  ASSERT_TRUE(writer->note_written(first->date));
  EXPECT_THAT(writer->reader().unwritten_digests().value(), ElementsAre(second->date));
  (void)refused(issue_of({kDay22, kDay23}));
  EXPECT_THAT(writer->reader().unwritten_digests().value(), ElementsAre(second->date));
}

TEST_F(Digests, AnIssuedDigestKeepsEverything) {
  add("1", kDay22 + 9h);
  add("2", kDay22 + 8h);
  Issue issue = issue_of({kDay22, kDay23}, {id_of("1"), id_of("2")});
  const Day day = issue.digest.date;
  issue.counts = {{day, "tmssw", 2, 1, 0, 1, 2}, {day, "globalsecurity", 7, 0, 3, 4, 5}};
  const Instant as_of = clock.now();
  clock.advance(1h);
  const auto issued = writer->issue(issue);
  ASSERT_TRUE(issued) << describe(issued.error());
  EXPECT_EQ(issued->number, 1);
  EXPECT_EQ(issued->date, day);
  EXPECT_EQ(issued->window, (Window{kDay22, kDay23}));
  EXPECT_EQ(issued->as_of_txn, 2);
  EXPECT_EQ(issued->as_of, as_of);
  EXPECT_EQ(issued->issued_at, clock.now());
  EXPECT_EQ(issued->timezone, "Etc/UTC");
  EXPECT_EQ(issued->config, "[monitor]");
  EXPECT_EQ(issued->software, "tagwatch 0.1.0");
  EXPECT_EQ(issued->value, issue.digest.value);
  EXPECT_EQ(issued->hash, issue.digest.hash);
  EXPECT_THAT(names(writer->reader().posts_of_digest(1).value()), ElementsAre("2", "1"));
  EXPECT_EQ(writer->reader().posts_by_id({id_of("1")}).value()[0].digest, 1);
  const auto counts = writer->reader().day_counts(day).value();
  ASSERT_EQ(counts.size(), 2U);
  EXPECT_EQ(counts[0].tag_key, "globalsecurity");
  EXPECT_EQ(counts[0].posts, 7);
  EXPECT_EQ(counts[0].partner, 3);
  EXPECT_EQ(counts[1].own, 1);
  EXPECT_EQ(counts[1].programme, 1);
  EXPECT_EQ(counts[1].authors, 2);
  const auto chain = writer->reader().digests().value();
  ASSERT_EQ(chain.size(), 1U);
  EXPECT_EQ(chain[0].value, "") << "the chain is listed without values";
  EXPECT_EQ(writer->reader().digest(day + std::chrono::days(1)).error().code, Errc::not_found);
}

TEST_F(Digests, ADateIsIssuedOnce) {
  commit(build::batch("one", {}));
  ASSERT_TRUE(writer->issue(issue_of({kDay22, kDay23})));
  Issue again = issue_of({kDay23, kDay24});
  again.digest.date = *parse_day("2026-11-22");
  EXPECT_THAT(refused(again), testing::HasSubstr("issued already"));
}

TEST_F(Digests, TheChainGoesOnWhereItEnds) {
  commit(build::batch("one", {}));
  ASSERT_TRUE(writer->issue(issue_of({kDay22, kDay23})));
  EXPECT_THAT(refused(issue_of({kDay23 + 1h, kDay24})), testing::HasSubstr("the chain ends"));
  EXPECT_THAT(refused(issue_of({kDay22, kDay24})), testing::HasSubstr("the chain ends"));
  EXPECT_EQ(writer->issue(issue_of({kDay23, kDay24})).value().number, 2);
}

TEST_F(Digests, AnImpossibleWindowOrCommitIsRefused) {
  commit(build::batch("one", {}));
  refused(issue_of({kDay23, kDay23}));
  Issue unknown_commit = issue_of({kDay22, kDay23});
  unknown_commit.digest.as_of_txn = 99;
  refused(unknown_commit);
}

TEST_F(Digests, APostIsReportedOnceAndARefusalChangesNothing) {
  add("1", kDay22 + 9h);
  add("2", kDay23 + 9h);
  ASSERT_TRUE(writer->issue(issue_of({kDay22, kDay23}, {id_of("1")})));
  const Committed before = writer->reader().last_commit().value();
  refused(issue_of({kDay23, kDay24}, {id_of("2"), id_of("1")}));
  EXPECT_EQ(writer->reader().last_commit().value().txn, before.txn);
  EXPECT_EQ(writer->reader().digests().value().size(), 1U);
  EXPECT_THAT(reportable(kDay22, kDay24), ElementsAre("2"));
}

TEST_F(Digests, TheNewestDigestSpeaksOfADayThatTwoReported) {
  commit(build::batch("one", {}));
  const Day day = *parse_day("2026-11-22");
  Issue first = issue_of({kDay22, kDay23});
  first.counts = {{day, "tmssw", 2, 0, 0, 0, 2}};
  ASSERT_TRUE(writer->issue(first));
  Issue second = issue_of({kDay23, kDay24});
  second.counts = {{day, "tmssw", 3, 0, 0, 0, 3}, {day + std::chrono::days(1), "tmssw", 1}};
  ASSERT_TRUE(writer->issue(second));
  const auto counts = writer->reader().day_counts(day).value();
  ASSERT_EQ(counts.size(), 1U);
  EXPECT_EQ(counts[0].posts, 3);
}

// What an issue would report ----------------------------------------------------------------------

TEST_F(Digests, ReportableIsWhatIsPlacedInTheChainAndWasNotReported) {
  add("before", kDay22 - 1ms);
  add("first", kDay22);
  add("last", kDay23 - 1ms);
  add("after", kDay23);
  add("imported", kDay22 + 1h, "archive", {"TMSSW"}, Origin::imported);
  add("streamed", kDay22 + 2h, "stream", {"TMSSW"}, Origin::streamed);
  EXPECT_THAT(reportable(kDay22, kDay23), ElementsAre("first", "streamed", "last"));
}

TEST_F(Digests, ALatePostIsReportableWhenItComes) {
  commit(build::batch("one", {}));
  ASSERT_TRUE(writer->issue(issue_of({kDay22, kDay23})));
  add("late", kDay22 + 5h);
  EXPECT_THAT(reportable(kDay22, kDay24), ElementsAre("late"));
}

TEST_F(Digests, HistoryOfATimelineThatWasAddedLaterIsNotReported) {
  ASSERT_TRUE(writer->watch({Hashtag("TMSSW")}, {TimelineId("one", "tmssw")}));
  ASSERT_TRUE(writer->issue(issue_of({kDay22, kDay23})));
  clock.set(kDay23 + 15h);
  ASSERT_TRUE(
      writer->watch({Hashtag("TMSSW")}, {TimelineId("one", "tmssw"), TimelineId("two", "tmssw")}));
  add("history", kDay22 + 9h, "two");
  add("its day", kDay23 + 1h, "two");
  add("shown by both", kDay22 + 9h, "two");
  add("shown by both", kDay22 + 9h, "one");
  add("late at the old one", kDay22 + 10h, "one");
  EXPECT_THAT(reportable(kDay22, kDay24),
              ElementsAre("shown by both", "late at the old one", "its day"));
}

// A source that is added before yesterday's digest is issued is read back over yesterday: its posts
// of that day are reported with it.
TEST_F(Digests, DaysThatWereNotReportedYetAreNoHistory) {
  ASSERT_TRUE(writer->watch({Hashtag("TMSSW")}, {TimelineId("one", "tmssw")}));
  ASSERT_TRUE(writer->issue(issue_of({kDay22, kDay23})));
  clock.set(kDay24 + 6h);
  ASSERT_TRUE(
      writer->watch({Hashtag("TMSSW")}, {TimelineId("one", "tmssw"), TimelineId("two", "tmssw")}));
  add("reported by then", kDay23 - 1h, "two");
  add("yesterday", kDay23 + 9h, "two");
  EXPECT_THAT(reportable(kDay22, kDay24), ElementsAre("yesterday"));
}

TEST_F(Digests, WhatWasWatchedBeforeTheFirstDigestHasNoHistory) {
  ASSERT_TRUE(writer->watch({Hashtag("TMSSW")}, {TimelineId("one", "tmssw")}));
  clock.advance(24h);
  ASSERT_TRUE(
      writer->watch({Hashtag("TMSSW")}, {TimelineId("one", "tmssw"), TimelineId("two", "tmssw")}));
  add("1", kDay22 + 9h, "two");
  EXPECT_THAT(reportable(kDay22, kDay24), ElementsAre("1"));
  ASSERT_TRUE(writer->issue(issue_of({kDay22, kDay22 + 1h})));
  EXPECT_THAT(reportable(kDay22, kDay24), ElementsAre("1"));
}

TEST_F(Digests, ATagThatIsAddedLaterHasHistoryInATimelineOfAllTags) {
  const TimelineId news("news", "");
  ASSERT_TRUE(writer->watch({Hashtag("TMSSW")}, {news}));
  ASSERT_TRUE(writer->issue(issue_of({kDay22, kDay23})));
  clock.set(kDay23 + 15h);
  ASSERT_TRUE(writer->watch({Hashtag("TMSSW"), Hashtag("IVLP")}, {news}));
  add("history", kDay22 + 9h, "news", {"IVLP"});
  add("both", kDay22 + 9h, "news", {"IVLP", "TMSSW"});
  add("its day", kDay23, "news", {"IVLP"});
  EXPECT_THAT(reportable(kDay22, kDay24), ElementsAre("both", "its day"));
}

// Places ------------------------------------------------------------------------------------------

TEST_F(Digests, PlacesCountEachPostOnceOverTheSourcesAsked) {
  add("1", kDay22 + 1h, "one");
  add("1", kDay22 + 1h, "two");
  add("2", kDay22 + 2h, "two");
  add("3", kDay22 + 3h, "three");
  add("4", kDay22 + 4h, "one", {"IVLP"});
  add("5", kDay23, "one");
  const auto places = [&](const std::vector<std::string>& sources) {
    return writer->reader().places("tmssw", sources, {}, {kDay22, kDay23}).value();
  };
  EXPECT_THAT(places({"one", "two"}), ElementsAre(kDay22 + 1h, kDay22 + 2h));
  EXPECT_THAT(places({"two"}), ElementsAre(kDay22 + 1h, kDay22 + 2h));
  EXPECT_THAT(places({"three"}), ElementsAre(kDay22 + 3h));
  EXPECT_THAT(places({}), IsEmpty());
}

TEST_F(Digests, PlacesKnowATagThatAnotherSourceFound) {
  add("1", kDay22 + 1h, "one", {"TMSSW"});
  add("1", kDay22 + 1h, "two", {"IVLP"});
  const auto places = writer->reader().places("tmssw", {"two"}, {}, {kDay22, kDay23}).value();
  EXPECT_THAT(places, ElementsAre(kDay22 + 1h));
}

TEST_F(Digests, PlacesLeaveOutAuthorsWhateverTheCaseOfTheirHandles) {
  add("1", kDay22 + 1h);
  MatchedPost own = build::matched(build::post("2", kDay22 + 2h));
  own.post.author.handle = "@Office@One.example";
  show("one", own);
  EXPECT_THAT(
      writer->reader().places("tmssw", {"one"}, {"@office@one.example"}, {kDay22, kDay23}).value(),
      ElementsAre(kDay22 + 1h));
}

TEST_F(Digests, TwoPostsOfOneMomentAreTwoPlaces) {
  add("1", kDay22 + 1h);
  add("2", kDay22 + 1h);
  EXPECT_EQ(writer->reader().places("tmssw", {"one"}, {}, {kDay22, kDay23}).value().size(), 2U);
}

TEST_F(Digests, TheLastPlaceIsThatOfAnySource) {
  add("1", kDay22 + 1h, "one");
  add("2", kDay22 + 5h, "two");
  add("3", kDay22 + 6h, "two", {"IVLP"});
  const Reader& reader = writer->reader();
  EXPECT_EQ(reader.last_place_before("tmssw", kDay23).value(), kDay22 + 5h);
  EXPECT_EQ(reader.last_place_before("tmssw", kDay22 + 5h).value(), kDay22 + 1h);
  EXPECT_EQ(reader.last_place_before("tmssw", kDay22 + 1h).value(), std::nullopt);
  EXPECT_EQ(reader.last_place_before("nothing", kDay23).value(), std::nullopt);
}

TEST_F(Digests, StatsCount) {
  add("1", kDay22 + 1h);
  ASSERT_TRUE(writer->issue(issue_of({kDay22, kDay23})));
  const StoreStats stats = writer->reader().stats().value();
  EXPECT_EQ(stats.posts, 1);
  EXPECT_EQ(stats.digests, 1);
  EXPECT_GT(stats.bytes, 4096);
}

}  // namespace
}  // namespace tagwatch
