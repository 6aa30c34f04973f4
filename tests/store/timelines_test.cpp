// The state of a timeline as a whole, its holes, what is watched, hosts and the fetch log.
#include <gmock/gmock.h>

#include "store_fixture.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;

const TimelineId kTimeline("one", "tmssw");

class Timelines : public StoreTest {
 protected:
  void save(const TimelineState& state) {
    Batch batch = build::batch("one", {});
    batch.state = state;
    commit(batch);
  }
  TimelineState load() { return writer->reader().timeline(kTimeline).value(); }
  std::string query(const std::string& sql) {
    close();
    std::string text;
    {
      auto db = store::Db::open(path, store::Db::Access::read).value();
      text = first_text(*db, sql);
    }
    open();
    return text;
  }
};

Hole hole(const std::string& low, const std::string& high) {
  Hole hole;
  hole.low = Bound(low, at("2026-11-22T01:00:00Z"));
  hole.high = Bound(high, std::nullopt);
  hole.missing = {at("2026-11-22T01:00:00Z"), at("2026-11-22T05:00:00Z")};
  hole.reason = GapReason::page_limit;
  return hole;
}

TimelineState full_state() {
  TimelineState state;
  state.started = true;
  state.edge = Bound("100", at("2026-11-22T01:00:00Z"));
  state.top = Bound("200", std::nullopt);
  state.covered_to = at("2026-11-23T11:00:00Z");
  state.lookback_from = at("2026-09-01T00:00:00Z");
  state.holes = {hole("150", "180"), hole("100", "120")};
  state.holes[1].lookback = true;
  state.holes[1].high.id = "";
  state.sweeps = {{6h, at("2026-11-23T11:00:00Z"), at("2026-11-23T10:45:00Z"), Bound("170", {})},
                  {48h, at("2026-11-23T05:15:00Z"), std::nullopt, Bound()}};
  state.validators = {"W/\"a\xFF\"", "Mon, 23 Nov 2026 11:00:00 GMT"};
  state.validators_for = "https://one.example/tag?limit=40";
  state.moved_to = "https://new.example/";
  state.identities = {"urn:1", "with \"quotes\"\n", ""};
  state.items_most = 40;
  state.access = AccessInfo{true, false, true, "4.6.4"};
  state.newest_page_had_posts = true;
  state.control_had_posts = true;
  state.control_asked = at("2026-11-23T11:00:00Z");
  state.failures = 3;
  state.last_success = at("2026-11-23T10:00:00Z");
  state.last_attempt = at("2026-11-23T11:30:00Z");
  state.last_error = "the server asked us to wait";
  state.not_before = at("2026-11-23T12:30:00Z");
  state.next_poll = at("2026-11-23T12:31:00Z");
  return state;
}

void expect_same(const TimelineState& a, const TimelineState& b) {
  EXPECT_EQ(a.started, b.started);
  EXPECT_EQ(a.edge, b.edge);
  EXPECT_EQ(a.top, b.top);
  EXPECT_EQ(a.covered_to, b.covered_to);
  EXPECT_EQ(a.lookback_from, b.lookback_from);
  EXPECT_EQ(a.sweeps, b.sweeps);
  EXPECT_EQ(a.validators, b.validators);
  EXPECT_EQ(a.validators_for, b.validators_for);
  EXPECT_EQ(a.moved_to, b.moved_to);
  EXPECT_EQ(a.identities, b.identities);
  EXPECT_EQ(a.items_most, b.items_most);
  EXPECT_EQ(a.access, b.access);
  EXPECT_EQ(a.newest_page_had_posts, b.newest_page_had_posts);
  EXPECT_EQ(a.control_had_posts, b.control_had_posts);
  EXPECT_EQ(a.control_asked, b.control_asked);
  EXPECT_EQ(a.failures, b.failures);
  EXPECT_EQ(a.last_success, b.last_success);
  EXPECT_EQ(a.last_attempt, b.last_attempt);
  EXPECT_EQ(a.last_error, b.last_error);
  EXPECT_EQ(a.not_before, b.not_before);
  EXPECT_EQ(a.next_poll, b.next_poll);
  ASSERT_EQ(a.holes.size(), b.holes.size());
  for (std::size_t each = 0; each < a.holes.size(); ++each) {
    Hole without_id = a.holes[each];
    without_id.id = b.holes[each].id;
    EXPECT_EQ(without_id, b.holes[each]);
  }
}

TEST_F(Timelines, TheWholeStateComesBack) {
  save(full_state());
  expect_same(full_state(), load());
  save(TimelineState());
  expect_same(TimelineState(), load());
}

TEST_F(Timelines, OneThatWasNeverWatchedIsNew) {
  expect_same(TimelineState(), load());
  EXPECT_EQ(load().since_txn, 0);
}

TEST_F(Timelines, ABatchWithoutAStateLeavesItAsItIs) {
  save(full_state());
  commit(build::batch("one", {}));
  expect_same(full_state(), load());
}

TEST_F(Timelines, AHoleKeepsItsRowWhileItIsWalkedFromEitherEnd) {
  TimelineState state = full_state();
  save(state);
  const TimelineState stored = load();
  state.holes[0].high = Bound("170", std::nullopt);  // no id yet: the caller never loaded it again
  state.holes[1].low = Bound("110", std::nullopt);
  save(state);
  EXPECT_EQ(load().holes[0].id, stored.holes[0].id);
  EXPECT_EQ(load().holes[1].id, stored.holes[1].id);
  expect_same(state, load());
}

TEST_F(Timelines, HolesOpenYoungestFirstAndCloseWhenTheyAreGone) {
  save(full_state());
  TimelineState state = load();
  state.holes.insert(state.holes.begin(), hole("200", "220"));
  save(state);
  expect_same(state, load());
  EXPECT_EQ(load().holes[1].id, state.holes[1].id);
  state = load();
  state.holes.erase(state.holes.begin() + 1);
  save(state);
  EXPECT_EQ(load().holes, state.holes);
  EXPECT_EQ(query("SELECT count(*) FROM hole WHERE closed_txn IS NOT NULL"), "1");
  expect_sound();
}

TEST_F(Timelines, WatchingNotesSinceWhenOnceAndUntilWhen) {
  const std::vector<Hashtag> both{Hashtag("TMSSW"), Hashtag("GlobalSecurity"), Hashtag("tmssw")};
  ASSERT_TRUE(writer->watch(both, {kTimeline}));
  const Committed first = writer->reader().last_commit().value();
  EXPECT_EQ(load().since_txn, first.txn);
  EXPECT_EQ(load().since, first.at);
  clock.advance(1h);
  ASSERT_TRUE(writer->watch(both, {kTimeline}));
  EXPECT_EQ(writer->reader().last_commit().value().txn, first.txn) << "nothing new, no commit";
  ASSERT_TRUE(writer->watch({Hashtag("TMSSW")}, {kTimeline, TimelineId("news", "")}));
  EXPECT_EQ(load().since_txn, first.txn);
  const auto timelines = writer->reader().timelines().value();
  ASSERT_EQ(timelines.size(), 2U);
  EXPECT_EQ(timelines[0].id, TimelineId("news", ""));
  EXPECT_EQ(timelines[0].state.since_txn, first.txn + 1);
  EXPECT_EQ(query("SELECT until_txn FROM watch WHERE tag_key = 'globalsecurity'"),
            std::to_string(first.txn + 1));
  EXPECT_EQ(query("SELECT count(*) FROM watch WHERE tag_key = 'tmssw' AND until_txn IS NULL"), "1");
}

TEST_F(Timelines, ATagThatIsSpelledAnotherWayIsStillTheSame) {
  ASSERT_TRUE(writer->watch({Hashtag("TMSSW")}, {}));
  ASSERT_TRUE(writer->watch({Hashtag("TmSsw")}, {}));
  EXPECT_EQ(query("SELECT spelled || since_txn FROM watch"), "TmSsw1");
}

TEST_F(Timelines, HostsKeepTheirBudgetsOverProcesses) {
  HostState host;
  host.host = "one.example";
  host.requests = 12;
  host.requests_since = clock.now();
  host.paging = 3;
  host.paging_since = clock.now() - 1h;
  host.not_before = clock.now() + 1h;
  host.last_request = clock.now();
  Batch batch = build::batch("one", {});
  batch.host = host;
  commit(batch);
  host.requests = 13;
  host.not_before.reset();
  batch.host = host;
  commit(batch);
  close();
  open();
  EXPECT_EQ(writer->host("one.example").value(), host);
  HostState unknown;
  unknown.host = "two.example";
  EXPECT_EQ(writer->host("two.example").value(), unknown);
}

TEST_F(Timelines, FetchesAreCountedByTheirStart) {
  Batch batch = build::batch("one", {build::matched(build::post("1", clock.now()))});
  for (const std::string outcome : {"ok", "timeout", "ok"}) {
    FetchRecord fetch;
    fetch.task = "newest";
    fetch.started = clock.now();
    fetch.seen_as_of = clock.now();
    fetch.outcome = outcome;
    batch.fetches.push_back(fetch);
    clock.advance(1min);
  }
  commit(batch);
  const auto polls =
      writer->reader().polls(kTimeline, {clock.now() - 3min, clock.now() - 1min}).value();
  EXPECT_EQ(polls.polls, 2);
  EXPECT_EQ(polls.failures, 1);
  EXPECT_EQ(query("SELECT group_concat(new_posts) FROM fetch"), "0,0,1");
}

TEST_F(Timelines, TheNewestAnswerOfASourceIsOneThatTellsItsClock) {
  const Instant start = clock.now();
  const auto fetched = [&](const std::string& source, const std::string& tag, Duration at,
                           int status, std::optional<Duration> theirs) {
    Batch batch;
    batch.timeline = TimelineId(source, tag);
    batch.state = TimelineState();
    FetchRecord fetch;
    fetch.task = "newest";
    fetch.started = fetch.seen_as_of = start + at;
    fetch.status = status;
    if (theirs) {
      fetch.server_clock = start + *theirs;
    }
    batch.fetches = {fetch};
    commit(batch);
  };
  fetched("one", "tmssw", 1min, 200, 61s);
  fetched("one", "tmssw", 2min, 304, 121s);
  fetched("one", "tmssw", 3min, 0, std::nullopt);
  fetched("one", "other", 4min, 200, std::nullopt);
  fetched("two", "tmssw", 2min, 503, std::nullopt);
  fetched("three", "tmssw", 3min, 0, std::nullopt);
  fetched("four", "tmssw", 9min, 200, 9min);
  EXPECT_THAT(writer->reader().newest_answers({start, start + 5min}).value(),
              testing::ElementsAre(AnswerTime{"one", start + 2min, start + 121s},
                                   AnswerTime{"two", start + 2min, std::nullopt}));
  EXPECT_THAT(writer->reader().newest_answers({start + 10min, start + 20min}).value(),
              testing::IsEmpty());
}

TEST_F(Timelines, CommitsHaveTimesThatNeverGoBack) {
  const Committed first = commit(build::batch("one", {}));
  clock.advance(-2h);
  const Committed second = commit(build::batch("one", {}));
  EXPECT_EQ(second.txn, first.txn + 1);
  EXPECT_EQ(second.at, first.at);
  EXPECT_EQ(writer->reader().last_commit().value().txn, second.txn);
}

}  // namespace
}  // namespace tagwatch
