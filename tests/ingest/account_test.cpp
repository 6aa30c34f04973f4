// Passes by an account of Bluesky, from socket to store: it signs in once, and stays signed in.
#include "account_fixture.hpp"

#include <sys/stat.h>

#include <fstream>

#include "support/process.hpp"
#include "tagwatch/store/session_file.hpp"

namespace tagwatch {
namespace {

using namespace test;
using demo::BlueskyAccountServer;
using testing::HasSubstr;
using testing::Not;

using AccountTest = AccountFixture;

TEST_F(AccountTest, SignsInOnceForAllItsTimelinesAndProcesses) {
  add_post(kNoon - 1h);
  for (const PassReport& report : poll()) {
    EXPECT_EQ(report.outcome, PassOutcome::ok) << describe(report.error.value_or(Error()));
  }
  EXPECT_EQ(stored(), 1);
  EXPECT_EQ(asked("createSession"), 1);
  for (int process = 0; process < 3; ++process) {
    clock.advance(5min);
    start();
    EXPECT_EQ(poll()[0].outcome, PassOutcome::ok);
  }
  EXPECT_EQ(asked("createSession"), 1);
  EXPECT_EQ(asked("refreshSession"), 0);
  for (const ServerRequest& request : server.requests()) {
    if (request.path.ends_with(".searchPosts")) {
      EXPECT_EQ(request.header("authorization"), "Bearer access-1");
    }
  }
}

TEST_F(AccountTest, TheSessionLiesInAFileOfItsOwnAndNowhereElse) {
  add_post(kNoon - 1h);
  (void)poll();
  struct stat file {};
  struct stat around {};
  ASSERT_EQ(::stat(session_file().c_str(), &file), 0);
  ASSERT_EQ(::stat((folder / "sessions").c_str(), &around), 0);
  EXPECT_EQ(file.st_mode & 0777U, 0600U);
  EXPECT_EQ(around.st_mode & 0777U, 0700U);
  EXPECT_THAT(contents(session_file()), HasSubstr("refresh-1"));
  EXPECT_THAT(contents(session_file()), Not(HasSubstr(kPassword)));
  for (const char* name : {"store.db", "store.db-wal"}) {
    for (const char* secret : {kPassword, "access-1", "refresh-1"}) {
      EXPECT_THAT(contents(folder / name), Not(HasSubstr(secret)));
    }
  }
}

TEST_F(AccountTest, AnAccessTokenThatExpiresInAWalkCostsNoPost) {
  for (int count = 0; count < 250; ++count) {
    add_post(kNoon - 50h + std::chrono::minutes(count * 10));
  }
  answer = [this](const ServerRequest& request) {
    if (request.query.contains("until") && asked("refreshSession") == 0) {
      account.expire_access();
    }
    return account.answer(request);
  };
  const PassReport report = poll()[0];
  EXPECT_EQ(report.outcome, PassOutcome::ok);
  EXPECT_EQ(stored(), 250);
  EXPECT_EQ(asked("createSession"), 1);
  EXPECT_EQ(asked("refreshSession"), 1);
}

TEST_F(AccountTest, TwoPassesAtOnceUseOneRefresh) {
  (void)poll();
  clock.advance(3h);
  account.expire_access();
  for (const PassReport& report : poll()) {
    EXPECT_EQ(report.outcome, PassOutcome::ok);
  }
  EXPECT_EQ(asked("refreshSession"), 1);
  EXPECT_EQ(asked("createSession"), 1);
  clock.advance(5min);
  start();
  EXPECT_EQ(poll()[0].outcome, PassOutcome::ok) << "the refreshed session was kept";
  EXPECT_EQ(asked("createSession"), 1);
}

TEST_F(AccountTest, ARevokedRefreshTokenCostsOneLogin) {
  (void)poll();
  clock.advance(3h);
  account.expire_access();
  account.revoke();
  for (const PassReport& report : poll()) {
    EXPECT_EQ(report.outcome, PassOutcome::ok) << describe(report.error.value_or(Error()));
  }
  EXPECT_EQ(asked("refreshSession"), 1);
  EXPECT_EQ(asked("createSession"), 2);
}

TEST_F(AccountTest, AWrongPasswordIsSaidAndNotTriedAgainForAnHour) {
  start("wrong");
  for (int process = 0; process < 5; ++process) {
    for (const PassReport& report : poll()) {
      if (report.outcome != PassOutcome::waiting) {
        ASSERT_EQ(report.error.value().code, Errc::login_refused);
        EXPECT_THAT(describe(*report.error), HasSubstr("Invalid identifier or password"));
        EXPECT_THAT(describe(*report.error), HasSubstr("press.example.org"));
        EXPECT_THAT(describe(*report.error), Not(HasSubstr("wrong")));
      }
    }
    clock.advance(10min);
    start("wrong");
  }
  EXPECT_EQ(asked("createSession"), 1);
  EXPECT_EQ(asked("searchPosts"), 0);
  const Coverage seen = coverage_of(
      {kNoon, clock.now()}, kNoon - 84 * 24h,
      writer.reader().coverage(sources->timelines()[0].id, {kNoon, clock.now()}).value());
  ASSERT_FALSE(seen.gaps.empty());
  EXPECT_EQ(seen.gaps[0].reason, GapReason::refused);
  clock.advance(2h);
  start("wrong");
  (void)poll();
  EXPECT_EQ(asked("createSession"), 2);
  clock.advance(2h);
  start();
  EXPECT_EQ(poll()[0].outcome, PassOutcome::ok);
}

TEST_F(AccountTest, AnotherPasswordIsTriedAtOnce) {
  start("wrong");
  (void)poll();
  start();
  EXPECT_EQ(poll()[0].outcome, PassOutcome::ok);
  EXPECT_EQ(asked("createSession"), 2);
}

TEST_F(AccountTest, AServerThatIsDownRefusesNobody) {
  answer = [](const ServerRequest&) { return ServerAnswer(502, "Bad Gateway"); };
  EXPECT_EQ(poll()[0].error.value().code, Errc::http_status);
  answer = [](const ServerRequest&) {
    return ServerAnswer(403, "<html><h1>Forbidden</h1></html>");
  };
  clock.advance(5min);
  EXPECT_EQ(poll()[0].error.value().code, Errc::refused) << "not the account";
  answer = [this](const ServerRequest& request) { return account.answer(request); };
  clock.advance(2h);
  EXPECT_EQ(poll()[0].outcome, PassOutcome::ok);
}

TEST_F(AccountTest, ASessionThatCannotBeRefreshedNowIsKept) {
  (void)poll();
  account.expire_access();
  answer = [this](const ServerRequest& request) {
    return request.path.ends_with(".refreshSession") ? ServerAnswer(503, "")
                                                     : account.answer(request);
  };
  clock.advance(3h);
  EXPECT_EQ(poll()[0].error.value().code, Errc::http_status);
  answer = [this](const ServerRequest& request) { return account.answer(request); };
  clock.advance(2h);
  EXPECT_EQ(poll()[0].outcome, PassOutcome::ok);
  EXPECT_EQ(asked("createSession"), 1);
}

TEST_F(AccountTest, WhatIsWrongWithAnAccountIsSaidInWords) {
  using Standing = BlueskyAccountServer::Standing;
  for (const auto& [standing, words] : {std::pair{Standing::wants_code, "app password"},
                                        std::pair{Standing::taken_down, "taken down"},
                                        std::pair{Standing::deactivated, "deactivated"}}) {
    account.set_standing(standing);
    std::filesystem::remove(session_file());
    start();
    clock.advance(2h);
    const PassReport report = poll()[0];
    ASSERT_TRUE(report.error) << words;
    EXPECT_EQ(report.error->code, Errc::login_refused) << words;
    EXPECT_THAT(describe(*report.error), HasSubstr(words));
  }
  EXPECT_EQ(asked("createSession"), 3);
}

TEST_F(AccountTest, SessionsThatEndAsTheyBeginDoNotMakeALoop) {
  answer = [this](const ServerRequest& request) {
    if (request.path.ends_with(".searchPosts")) {
      account.expire_access();
      account.revoke();
    }
    return account.answer(request);
  };
  for (int round = 0; round < 12; ++round) {
    EXPECT_NE(poll()[0].outcome, PassOutcome::ok);
    clock.advance(5min);
    start();
  }
  EXPECT_LE(asked("createSession"), 7) << "one in ten minutes";
}

// The login goes to one server, everything else of the account to the one that is named there.
TEST_F(AccountTest, TheAccountsOwnServerIsTheOneInItsDocument) {
  add_post(kNoon - 1h);
  LoopbackServer own(loop.get_executor(), clock,
                     [this](const ServerRequest& request) { return account.answer(request); });
  account.live_at(own.url("/"));
  EXPECT_EQ(poll()[0].outcome, PassOutcome::ok);
  clock.advance(3h);
  account.expire_access();
  EXPECT_EQ(poll()[0].outcome, PassOutcome::ok);
  EXPECT_EQ(stored(), 1);
  EXPECT_EQ(asked("createSession"), 1);
  EXPECT_EQ(asked("searchPosts") + asked("refreshSession"), 0);
  for (const ServerRequest& request : own.requests()) {
    EXPECT_FALSE(request.path.ends_with(".createSession"));
  }
  EXPECT_GE(own.requests().size(), 5U);
}

TEST_F(AccountTest, ADamagedSessionFileCostsOneLogin) {
  (void)poll();
  const std::string good = contents(session_file());
  for (const std::string& damaged :
       {good.substr(0, good.size() / 2), std::string(), std::string(100, '\0'), good + good}) {
    std::ofstream(session_file(), std::ios::binary) << damaged;
    server.forget_requests();
    clock.advance(1h);
    start();
    EXPECT_EQ(poll()[0].outcome, PassOutcome::ok);
    EXPECT_EQ(asked("createSession"), 1);
    EXPECT_TRUE(read_session_file(session_file()).has_value());
  }
}

}  // namespace
}  // namespace tagwatch
