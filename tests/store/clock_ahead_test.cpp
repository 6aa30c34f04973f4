// A clock that ran ahead and is right again: what it left claims nothing that is still to come.
#include <gmock/gmock.h>

#include "store_fixture.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;

const Instant kRight = at("2026-11-23T12:00:00Z");
const TimelineId kTimeline("one.example", "tmssw");

class ClockAhead : public StoreTest {
 protected:
  // A good page, which covers all time up to now; the server's clock shows `server`.
  void read(std::optional<Instant> server, std::vector<MatchedPost> posts = {}) {
    const Instant now = clock.now();
    Batch batch = build::batch(kTimeline.source, std::move(posts));
    TimelineState state = writer->reader().timeline(kTimeline).value();
    batch.coverage = {{{state.started ? state.covered_to : now - 1h, now}, std::nullopt, {}}};
    state.started = true;
    state.covered_to = now;
    state.last_success = now;
    state.not_before = now + 5min;
    state.next_poll = now + 5min;
    batch.state = state;
    FetchRecord fetch;
    fetch.task = "newest";
    fetch.started = fetch.seen_as_of = now;
    fetch.status = 200;
    fetch.server_clock = server;
    batch.fetches = {fetch};
    commit(batch);
  }
  void run_ahead(std::optional<Instant> server) {
    read(kRight);
    clock.set(kRight + 1h + 365 * 24h);
    Post undated = build::post("7", kRight);
    undated.created_at.reset();
    read(server, {build::matched(undated)});
    clock.set(kRight + 2h);
  }
  Coverage coverage_until(Instant end) {
    const auto spans = writer->reader().coverage(kTimeline, {kRight, end}).value();
    return coverage_of({kRight, end}, kRight, spans);
  }
};

TEST_F(ClockAhead, WhatIsStillToComeIsTakenBack) {
  run_ahead(kRight + 1h);
  EXPECT_EQ(coverage_until(kRight + 48h).word, CoverageWord::complete) << "as it was claimed";
  close();
  open();
  EXPECT_EQ(coverage_until(kRight + 48h).word, CoverageWord::blind);
  const TimelineState state = writer->reader().timeline(kTimeline).value();
  EXPECT_EQ(state.covered_to, kRight);
  EXPECT_EQ(state.not_before, std::nullopt);
  EXPECT_LE(state.next_poll, clock.now());
  EXPECT_LE(*state.last_success, clock.now());
  const PostRecord undated = only_post();
  EXPECT_EQ(undated.placed, clock.now());
  EXPECT_EQ(undated.first_seen, clock.now());
  EXPECT_EQ(writer->reader().last_commit().value().at, clock.now());
  read(clock.now());
  EXPECT_EQ(coverage_until(clock.now()).word, CoverageWord::complete) << "what was read is";
  expect_sound();
}

TEST_F(ClockAhead, AStoreThatWasMadeThenClaimsNothingAfterItsFirstAnswer) {
  clock.set(kRight + 3h);
  read(kRight);
  clock.set(kRight + 1h);
  close();
  open();
  EXPECT_EQ(writer->reader().timeline(kTimeline).value().covered_to, kRight);
  EXPECT_EQ(coverage_until(kRight + 1h).word, CoverageWord::blind);
}

TEST_F(ClockAhead, AProcessThatLivesLongNoticesToo) {
  run_ahead(kRight + 1h);
  ASSERT_TRUE(writer->follow_clock());
  EXPECT_EQ(coverage_until(kRight + 48h).word, CoverageWord::blind);
}

// The clock of now may as well be the one that is wrong.
TEST_F(ClockAhead, NothingIsTakenBackAgainstTheServersClocks) {
  for (const auto& server : {std::optional<Instant>(), std::optional(kRight + 1h + 365 * 24h)}) {
    run_ahead(server);
    if (!server) {
      clock.set(kRight - 1h);  // before what the first answer said
    }
    close();
    open();
    EXPECT_EQ(coverage_until(kRight + 48h).word, CoverageWord::complete);
  }
}

}  // namespace
}  // namespace tagwatch
