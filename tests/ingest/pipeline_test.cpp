#include "pipeline_fixture.hpp"

#include <gmock/gmock.h>

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using namespace test;

std::string status(int id, std::string_view created) {
  const std::string number = std::to_string(id);
  return R"({"id":")" + number + R"(","uri":"https://social.example/users/ana/statuses/)" + number +
         R"(","url":"https://social.example/@ana/)" + number + R"(","created_at":")" +
         std::string(created) +
         R"(","visibility":"public","content":"<p>Notes #TMSSW</p>","language":"en",)"
         R"("account":{"id":"1","username":"ana","acct":"ana","display_name":"Ana",)"
         R"("url":"https://social.example/@ana","followers_count":3},)"
         R"("tags":[{"name":"tmssw","url":"https://social.example/tags/tmssw"}]})";
}

class PipelineTest : public PipelineFixture {};

TEST_F(PipelineTest, StoresWhatAPageHoldsAndSchedulesTheNextPoll) {
  answer = [](const ServerRequest& request) {
    return ServerAnswer(200, request.query.contains("max_id")
                                 ? "[]"
                                 : "[" + status(2, "2026-11-23T11:00:00Z") + "," +
                                       status(1, "2026-11-23T10:00:00Z") + "]");
  };
  const PassReport report = pass();
  EXPECT_EQ(report.outcome, PassOutcome::ok);
  EXPECT_EQ(report.new_posts, 2);
  EXPECT_EQ(report.next_poll, kNoon + 5min);
  EXPECT_EQ(writer.reader().stats().value().posts, 2);
  EXPECT_EQ(coverage({kNoon - 24h, kNoon}).word, CoverageWord::complete);
}

TEST_F(PipelineTest, SendsValidatorsBackAndBelievesA304) {
  int not_modified = 0;
  answer = [&](const ServerRequest& request) {
    if (request.header("if-none-match") == "W/\"exactly so\"") {
      ++not_modified;
      return ServerAnswer(304);
    }
    return ServerAnswer(
        200,
        request.query.contains("max_id") ? "[]" : "[" + status(1, "2026-11-23T10:00:00Z") + "]",
        {{"ETag", "W/\"exactly so\""}});
  };
  (void)pass();
  clock.advance(10min);
  const PassReport again = pass();
  EXPECT_EQ(not_modified, 1);
  EXPECT_EQ(again.outcome, PassOutcome::ok);
  EXPECT_EQ(again.new_posts, 0);
  EXPECT_EQ(coverage({kNoon, kNoon + 10min}).word, CoverageWord::complete);
}

TEST_F(PipelineTest, ARefusalIsAGapWithItsReasonAndLosesNothing) {
  bool open = true;
  answer = [&](const ServerRequest& request) {
    if (!open) {
      return ServerAnswer(422, R"({"error":"This method requires an authenticated user"})");
    }
    return ServerAnswer(200, request.query.contains("max_id")
                                 ? "[]"
                                 : "[" + status(1, "2026-11-23T10:00:00Z") + "]");
  };
  (void)pass();
  open = false;
  clock.advance(1h);
  const PassReport refused = pass();
  EXPECT_EQ(refused.outcome, PassOutcome::failed);
  EXPECT_EQ(refused.error.value().code, Errc::refused);
  const Coverage gap = coverage({kNoon, kNoon + 1h});
  EXPECT_EQ(gap.word, CoverageWord::blind);
  EXPECT_EQ(gap.gaps.at(0).reason, GapReason::refused);
  open = true;
  clock.advance(1h);
  EXPECT_EQ(pass().outcome, PassOutcome::ok);
  EXPECT_EQ(coverage({kNoon, kNoon + 2h}).word, CoverageWord::complete);
}

// A page that is read when the clock is behind would make the next one claim all the time between.
TEST_F(PipelineTest, AClockThatFellBehindReadsNothing) {
  int newest = 1;
  std::string date = "Mon, 23 Nov 2026 12:00:00 GMT";
  answer = [&](const ServerRequest& request) {
    const bool first = !request.query.contains("max_id");
    ServerAnswer page(
        200, first ? "[" + status(newest, "2026-11-23T10:00:00Z") + "]" : std::string("[]"));
    page.headers.emplace_back("Date", date);
    return page;
  };
  EXPECT_EQ(pass().outcome, PassOutcome::ok);
  const TimelineState before = writer.reader().timeline(timeline().id).value();
  newest = 9;
  clock.set(kNoon - 20h);
  const PassReport behind = pass();
  EXPECT_EQ(behind.outcome, PassOutcome::failed);
  EXPECT_EQ(behind.error.value().code, Errc::clock_wrong);
  EXPECT_THAT(behind.error.value().context, ::testing::HasSubstr("set the clock"));
  EXPECT_EQ(behind.new_posts, 0);
  const TimelineState after = writer.reader().timeline(timeline().id).value();
  EXPECT_EQ(after.top, before.top);
  EXPECT_EQ(after.covered_to, before.covered_to);
  // A server whose clock is wrong is no witness against a clock that the store agrees with.
  clock.set(kNoon + 5min);
  date = "Mon, 23 Nov 2026 16:00:00 GMT";
  EXPECT_EQ(pass().outcome, PassOutcome::ok);
}

// Ours may be ahead, or the server's behind: no later time is covered than both have seen.
TEST_F(PipelineTest, AnAnswerCoversNoLaterTimeThanItsServersClockShows) {
  std::string date = "Mon, 23 Nov 2026 10:00:00 GMT";
  answer = [&](const ServerRequest& request) {
    ServerAnswer page(200, request.query.contains("max_id")
                               ? "[]"
                               : "[" + status(1, "2026-11-23T09:00:00Z") + "]");
    page.headers.emplace_back("Date", date);
    return page;
  };
  EXPECT_EQ(pass().outcome, PassOutcome::ok);
  EXPECT_EQ(state().covered_to, kNoon - 2h);
  EXPECT_EQ(coverage({kNoon - 2h, kNoon}).word, CoverageWord::blind);
  // Clocks that are right differ a little.
  date = "Mon, 23 Nov 2026 11:55:00 GMT";
  EXPECT_EQ(pass().outcome, PassOutcome::ok);
  EXPECT_EQ(coverage({kNoon - 2h, kNoon}).word, CoverageWord::complete);
  // A server that is days behind has a wrong clock.
  clock.advance(1h);
  date = "Fri, 20 Nov 2026 12:00:00 GMT";
  EXPECT_EQ(pass().outcome, PassOutcome::ok);
  EXPECT_EQ(state().covered_to, kNoon + 1h);
}

TEST_F(PipelineTest, AnotherServerUnderTheSameNameIsNotAsked) {
  int asked = 0;
  answer = [&](const ServerRequest& request) {
    ++asked;
    return ServerAnswer(200, request.query.contains("max_id")
                                 ? "[]"
                                 : "[" + status(1, "2026-11-23T10:00:00Z") + "]");
  };
  EXPECT_EQ(pass().outcome, PassOutcome::ok);
  const int before = asked;
  SourceSettings moved = *timeline().settings;
  const std::string port = moved.url.substr(moved.url.rfind(':'));
  moved.url = "http://localhost" + port;
  sources = SourceSet::make({moved}, source_kinds(), IngestOptions()).value();
  clock.advance(1h);
  const PassReport report = pass();
  EXPECT_EQ(report.outcome, PassOutcome::failed);
  EXPECT_EQ(report.error.value().code, Errc::config_invalid);
  EXPECT_THAT(report.error.value().context,
              ::testing::HasSubstr("\"social\" was the server 127.0.0.1 before"));
  EXPECT_EQ(asked, before);
  EXPECT_EQ(coverage({kNoon, kNoon + 1h}).gaps.at(0).reason, GapReason::own_fault);
}

TEST_F(PipelineTest, ABadPageMovesNoBound) {
  bool good = true;
  answer = [&](const ServerRequest& request) {
    if (!good) {
      return ServerAnswer(200, "[" + status(9, "2026-11-23T12:30:00Z") + ",");
    }
    return ServerAnswer(200, request.query.contains("max_id")
                                 ? "[]"
                                 : "[" + status(1, "2026-11-23T10:00:00Z") + "]");
  };
  (void)pass();
  const TimelineState before = state();
  good = false;
  clock.advance(1h);
  EXPECT_EQ(pass().error.value().code, Errc::malformed_payload);
  EXPECT_EQ(state().top, before.top);
  EXPECT_EQ(state().edge, before.edge);
  EXPECT_EQ(writer.reader().stats().value().posts, 1);
}

TEST_F(PipelineTest, LeavesAServerAloneUntilItMayBeAskedAgain) {
  answer = [](const ServerRequest&) {
    return ServerAnswer(429, R"({"error":"Too many requests"})", {{"Retry-After", "600"}});
  };
  EXPECT_EQ(pass().error.value().code, Errc::rate_limited);
  const std::size_t asked = server.requests().size();
  clock.advance(5min);
  const PassReport waiting = pass();
  EXPECT_EQ(waiting.outcome, PassOutcome::waiting);
  EXPECT_EQ(waiting.waiting_until, kNoon + 10min);
  EXPECT_EQ(server.requests().size(), asked);
}

TEST_F(PipelineTest, ASweepReadsWhatAppearedBelowTheTopAndSaysHowFarItWent) {
  bool fetched_late = false;
  answer = [&](const ServerRequest& request) {
    if (request.header("if-none-match")) {
      return ServerAnswer(304);
    }
    const auto bound = request.query.find("max_id");
    if (bound == request.query.end()) {
      return ServerAnswer(200, "[" + status(9, "2026-11-23T11:00:00Z") + "]", {{"ETag", "\"1\""}});
    }
    return ServerAnswer(200, fetched_late && bound->second == "9"
                                 ? "[" + status(5, "2026-11-23T09:00:00Z") + "]"
                                 : "[]");
  };
  (void)pass();
  fetched_late = true;
  clock.advance(5min);
  EXPECT_EQ(pass().new_posts, 0);
  const PassReport swept = pass(6h);
  EXPECT_EQ(swept.new_posts, 1);
  EXPECT_EQ(swept.reached_back_to, parse_rfc3339("2026-11-23T09:00:00Z").value());
  EXPECT_EQ(swept.outcome, PassOutcome::ok);
}

TEST_F(PipelineTest, ASweepThatFailsIsNoGapAndGoesOnLater) {
  bool down = false;
  answer = [&](const ServerRequest& request) {
    if (!request.query.contains("max_id")) {
      return ServerAnswer(200, "[" + status(9, "2026-11-23T11:00:00Z") + "]");
    }
    return down ? ServerAnswer(503, "") : ServerAnswer(200, "[]");
  };
  (void)pass();
  down = true;
  clock.advance(1h);
  EXPECT_EQ(pass(6h).outcome, PassOutcome::partial);
  EXPECT_EQ(state().sweeps.at(0).bound.id, "9");
  EXPECT_EQ(coverage({kNoon - 24h, clock.now()}).word, CoverageWord::complete);
  EXPECT_TRUE(coverage({kNoon - 24h, clock.now()}).gaps.empty());
  down = false;
  clock.advance(1h);
  EXPECT_EQ(pass().outcome, PassOutcome::ok);
  EXPECT_FALSE(state().sweeps.at(0).under_way());
}

TEST_F(PipelineTest, A304ThatNobodyAskedForProvesNothing) {
  answer = [](const ServerRequest&) { return ServerAnswer(304); };
  EXPECT_EQ(pass().error.value().code, Errc::wrong_shape);
  EXPECT_FALSE(state().started);
}

TEST_F(PipelineTest, APageThatCannotBeReadIsAFailureAndClaimsNothing) {
  answer = [](const ServerRequest& request) {
    return ServerAnswer(200, request.query.contains("max_id") ? "[]" : "[{},{},{}]");
  };
  const PassReport report = pass();
  EXPECT_EQ(report.outcome, PassOutcome::failed);
  EXPECT_EQ(report.error.value().code, Errc::wrong_shape);
  EXPECT_EQ(coverage({kNoon - 24h, kNoon}).word, CoverageWord::blind);
}

TEST_F(PipelineTest, WhatAServerStatedOnceIsAskedAgainWhenItsFeedTurnsEmpty) {
  bool open = true;
  answer = [&](const ServerRequest& request) {
    if (request.path == "/api/v2/instance") {
      return open ? ServerAnswer(200, R"({"version":"4.6.4","configuration":{"timelines_access":)"
                                      R"({"hashtag_feeds":{"local":"public","remote":"public"}}}})")
                  : ServerAnswer(401, "{}");
    }
    return ServerAnswer(200, open && !request.query.contains("max_id")
                                 ? "[" + status(1, "2026-11-23T10:00:00Z") + "]"
                                 : "[]");
  };
  (void)pass();
  EXPECT_TRUE(state().access.value().stated);
  open = false;
  clock.advance(10min);
  EXPECT_EQ(pass().error.value().code, Errc::refused);
  EXPECT_FALSE(state().access.value().stated);
  EXPECT_EQ(coverage({kNoon, kNoon + 10min}).word, CoverageWord::blind);
}

TEST_F(PipelineTest, AnOpenServerThatShowsNothingIsAskedWhetherItsNewestPostIsGone) {
  bool empty = false;
  bool gone = false;
  answer = [&](const ServerRequest& request) {
    if (request.path == "/api/v2/instance") {
      return ServerAnswer(
          200, R"({"version":"4.6.4","configuration":{"timelines_access":{"hashtag_feeds":)"
               R"({"local":"public","remote":"public"}}}})");
    }
    const std::string post = status(1, "2026-11-23T10:00:00Z");
    if (request.path.starts_with("/api/v1/statuses/")) {
      return gone ? ServerAnswer(404, "{}") : ServerAnswer(200, post);
    }
    const bool shown = !empty && !request.query.contains("max_id");
    return ServerAnswer(200, shown ? "[" + post + "]" : "[]");
  };
  (void)pass();
  empty = true;
  clock.advance(10min);
  EXPECT_EQ(pass().error.value().code, Errc::refused);
  EXPECT_EQ(coverage({kNoon, kNoon + 10min}).word, CoverageWord::blind);
  gone = true;
  clock.advance(10min);
  EXPECT_EQ(pass().outcome, PassOutcome::ok);
  EXPECT_EQ(coverage({kNoon, kNoon + 20min}).word, CoverageWord::complete);
}

TEST_F(PipelineTest, APageOfPostsWithoutTheTagIsNoPageOfIt) {
  answer = [](const ServerRequest& request) {
    std::string page =
        request.query.contains("max_id") ? "[]" : "[" + status(1, "2026-11-23T10:00:00Z") + "]";
    for (std::size_t at = page.find("tmssw"); at != std::string::npos; at = page.find("tmssw")) {
      page.replace(at, 5, "other");
    }
    for (std::size_t at = page.find("TMSSW"); at != std::string::npos; at = page.find("TMSSW")) {
      page.replace(at, 5, "other");
    }
    return ServerAnswer(200, page);
  };
  EXPECT_EQ(pass().error.value().code, Errc::wrong_shape);
  EXPECT_EQ(coverage({kNoon - 24h, kNoon}).word, CoverageWord::blind);
}

TEST_F(PipelineTest, AnEmptyPageAsksWhoMayReadIt) {
  answer = [](const ServerRequest& request) {
    if (request.path == "/api/v2/instance") {
      return ServerAnswer(
          200, R"({"version":"4.6.4","configuration":{"timelines_access":{"hashtag_feeds":)"
               R"({"local":"public","remote":"public"}}}})");
    }
    return ServerAnswer(200, "[]");
  };
  EXPECT_EQ(pass().outcome, PassOutcome::ok);
  const TimelineState after = state();
  ASSERT_TRUE(after.access.has_value());
  EXPECT_TRUE(after.access->stated);
  EXPECT_TRUE(after.access->local_open && after.access->remote_open);
}

TEST_F(PipelineTest, AServerWithoutAnInstanceDocumentStatesNothing) {
  answer = [](const ServerRequest& request) {
    return request.path == "/api/v2/instance" ? ServerAnswer(404, "{}") : ServerAnswer(200, "[]");
  };
  EXPECT_EQ(pass().outcome, PassOutcome::ok);
  ASSERT_TRUE(state().access.has_value());
  EXPECT_FALSE(state().access->stated);
}

TEST_F(PipelineTest, AHangingServerIsAFailureInTime) {
  HttpLimits limits;
  limits.total_timeout = 200ms;
  HttpClient impatient(loop.get_executor(), clock, "test", sources->configured_hosts(), limits);
  pipeline = std::make_unique<Pipeline>(impatient, db, writer, watchlist, clock, 1);
  answer = [](const ServerRequest&) {
    ServerAnswer hanging;
    hanging.fault = Fault::hang;
    return hanging;
  };
  const PassReport report = pass();
  EXPECT_EQ(report.outcome, PassOutcome::failed);
  EXPECT_EQ(report.error.value().code, Errc::timeout);
  pipeline.reset();
}

}  // namespace
}  // namespace tagwatch
