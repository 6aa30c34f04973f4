// The program with an account of Bluesky: process by process, over HTTP.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/process.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/demo/bluesky_account_server.hpp"
#include "tagwatch/demo/server.hpp"

namespace tagwatch {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kProgram = TAGWATCH_BINARY_DIR "/tagwatch";
constexpr const char* kPassword = "abcd-efgh-ijkl-mnop";
constexpr const char* kHost = "sky.example";

class AccountProgramTest : public ::testing::Test {
 protected:
  AccountProgramTest()
      : app_view(world, kHost),
        account(app_view, "press.example.org", kPassword),
        server(clock, [this](const ServerRequest& request) { return account.answer(request); }) {
    demo::Account ana;
    ana.name = "ana";
    ana.server = kHost;
    ana.followers = 4711;
    ana.created_on = Day{std::chrono::year{2025} / 1 / 1};
    world.add(ana);
    demo::WorldPost post;
    post.uri = "at://did:plc:ana/app.bsky.feed.post/1";
    post.created = clock.now() - std::chrono::hours(1);
    post.text = "Note #TMSSW";
    post.language = "en";
    post.tags = {Hashtag("TMSSW")};
    post.arrivals = {{kHost, post.created, demo::snowflake(post.created, 1)}};
    world.add(post);
    account.live_at(server.url(""));
    std::ofstream(folder / "tagwatch.toml")
        << "[monitor]\ntags = [\"TMSSW\"]\ntimezone = \"UTC\"\ncontact = \"test@example.org\"\n"
           "[store]\npath = \"store.db\"\n[digest]\noutput = \"digests\"\n"
           "[[source]]\nname = \"bluesky\"\nkind = \"bluesky\"\nurl = \""
        << server.url("") << "\"\naccount = \"press.example.org\"\npassword_file = \"password\"\n"
        << "login_url = \"" << server.url("") << "\"\n";
    set_password(kPassword);
  }
  void set_password(const std::string& password) {
    std::ofstream(folder / "password") << password << '\n';
  }
  [[nodiscard]] Ended run(std::vector<std::string> words) const {
    words.insert(words.begin(), {kProgram, "--config", (folder / "tagwatch.toml").string(),
                                 "--log-level", "trace"});
    return Process(std::move(words), folder.path()).wait();
  }
  [[nodiscard]] int logins() const {
    const auto requests = server.requests();
    return static_cast<int>(std::count_if(
        requests.begin(), requests.end(),
        [](const ServerRequest& request) { return request.path.ends_with(".createSession"); }));
  }

  SystemClock clock;
  TempDir folder;
  demo::World world;
  demo::BlueskyServer app_view;
  demo::BlueskyAccountServer account;
  LoopbackServer server;
};

TEST_F(AccountProgramTest, OneLoginServesEveryProcess) {
  const Ended check = run({"sources", "check"});
  EXPECT_EQ(check.code, 0) << check.out << check.err;
  EXPECT_THAT(check.out, HasSubstr("1 item, 1 kept"));
  const Ended first = run({"poll", "--init"});
  EXPECT_EQ(first.code, 0) << first.out << first.err;
  const Ended second = run({"poll"});
  EXPECT_EQ(second.code, 0) << second.err;
  EXPECT_EQ(logins(), 1);
  account.expire_access();
  const Ended third = run({"poll"});
  EXPECT_EQ(third.code, 0) << third.err;
  EXPECT_EQ(logins(), 1);
  const Ended exported = run({"export"});
  EXPECT_THAT(exported.out, HasSubstr("\"followers\":4711"));
  const Ended shown = run({"config", "show"});
  EXPECT_THAT(shown.out, HasSubstr("press.example.org"));
  for (const Ended* ended : {&check, &first, &second, &third, &exported, &shown}) {
    for (const char* secret : {kPassword, "access-", "refresh-"}) {
      EXPECT_THAT(ended->out + ended->err, Not(HasSubstr(secret)));
    }
  }
}

TEST_F(AccountProgramTest, AWrongPasswordIsSaidWithWhatToDo) {
  set_password("wrong");
  const Ended poll = run({"poll", "--init"});
  EXPECT_EQ(poll.code, 4);
  EXPECT_THAT(poll.err, HasSubstr("Invalid identifier or password"));
  EXPECT_THAT(poll.err, HasSubstr("app password"));
  EXPECT_EQ(run({"poll"}).code, 4);
  const Ended check = run({"sources", "check"});
  EXPECT_EQ(check.code, 4);
  EXPECT_THAT(check.out, HasSubstr("logs in again after"));
  EXPECT_EQ(logins(), 1);
  set_password(kPassword);
  EXPECT_EQ(run({"sources", "check"}).code, 0);
  EXPECT_EQ(logins(), 2);
}

}  // namespace
}  // namespace tagwatch
