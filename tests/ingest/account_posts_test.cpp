// What an account of Bluesky adds to posts, and what it must not take from them.
#include "account_fixture.hpp"

namespace tagwatch {
namespace {

using namespace test;

using AccountPostsTest = AccountFixture;

TEST_F(AccountPostsTest, FollowersOfNewPostsAreAskedForOnce) {
  add_post(kNoon - 1h);
  add_post(kNoon - 2h);
  add_post(kNoon - 20 * 24h);
  (void)poll();
  const auto followers = [this](const std::string& number) {
    return writer.reader()
        .post_by_uri("at://did:plc:ana/app.bsky.feed.post/" + number)
        .value()
        .value()
        .post.author.followers;
  };
  EXPECT_EQ(followers("1"), 4711);
  EXPECT_EQ(followers("2"), 4711);
  EXPECT_EQ(asked("getProfiles"), 1);
  add_post(kNoon + 1h);
  clock.advance(2h);
  start();
  (void)poll();
  EXPECT_EQ(followers("4"), 4711);
  EXPECT_EQ(asked("getProfiles"), 1) << "known since the morning";
}

TEST_F(AccountPostsTest, AnAuthorWhomNobodyKnowsIsNotAskedForInEachPass) {
  add_post(kNoon - 1h);
  answer = [this](const ServerRequest& request) {
    return request.path.ends_with(".getProfiles") ? ServerAnswer(200, R"({"profiles":[]})")
                                                  : account.answer(request);
  };
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(poll()[0].outcome, PassOutcome::ok);
    clock.advance(5min);
  }
  EXPECT_EQ(asked("getProfiles"), 1);
}

// An author who blocks the account is missing in what the account is shown, and in nothing else.
TEST_F(AccountPostsTest, WhatIsKeptFromTheAccountAloneIsNotGone) {
  add_post(kNoon - 1h);
  add_post(kNoon - 2h, "Blocked #TMSSW");
  add_post(kNoon - 3h);
  (void)poll();
  answer = [this](const ServerRequest& request) {
    if (request.header("authorization")) {
      world.post(1).deleted = kNoon;
    }
    ServerAnswer shown = account.answer(request);
    world.post(1).deleted.reset();
    return shown;
  };
  clock.advance(10min);
  int gone = 0;
  for (int round = 0; round < 3; ++round) {
    gone += poll()[0].gone_posts;
    clock.advance(1h);
  }
  EXPECT_GE(asked("getPosts"), 1);
  EXPECT_EQ(gone, 0);
}

TEST_F(AccountPostsTest, ADeletedPostIsSeenByItsId) {
  add_post(kNoon - 1h);
  add_post(kNoon - 2h);
  add_post(kNoon - 3h);
  (void)poll();
  world.post(1).deleted = kNoon + 1min;
  clock.advance(10min);
  int gone = 0;
  for (int round = 0; round < 3; ++round) {
    gone += poll()[0].gone_posts;
    clock.advance(1h);
  }
  EXPECT_EQ(gone, 1);
}

}  // namespace
}  // namespace tagwatch
