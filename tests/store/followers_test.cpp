// How many follow an author: noted where nobody reported the post yet.
#include "store/store_fixture.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;

class FollowersTest : public StoreTest {
 protected:
  Post sky_post(const std::string& id, const std::string& handle) {
    Post post = build::post(id, clock.now() - 1h);
    post.uri = "at://did:plc:x/app.bsky.feed.post/" + id;
    post.platform = "bluesky";
    post.author.handle = handle;
    return post;
  }
  void note(const std::string& handle, std::int64_t followers) {
    Batch batch = build::batch("sky", {});
    batch.followers = {{handle, followers}};
    (void)commit(batch);
  }
  std::vector<Reader::UnknownAudience> unknown() {
    return writer->reader()
        .unknown_audiences("bluesky", clock.now() - 48h, clock.now() - 24h, 10)
        .value();
  }
};

TEST_F(FollowersTest, AreAskedForOnceAnAuthorAndTakenOverFromOtherPosts) {
  (void)show("sky", build::matched(sky_post("1", "@ana.example")));
  (void)show("sky", build::matched(sky_post("2", "@ana.example")));
  (void)show("sky", build::matched(sky_post("3", "@bo.example")));
  (void)show("one", build::matched(build::post("4", clock.now())));
  ASSERT_EQ(unknown().size(), 2U);
  EXPECT_EQ(unknown()[0].author, "@bo.example");
  note("@Ana.example", 7);
  ASSERT_EQ(unknown().size(), 1U);
  (void)show("sky", build::matched(sky_post("5", "@ana.example")));
  ASSERT_EQ(unknown().size(), 2U);
  EXPECT_EQ(unknown()[0].known, 7);
  clock.advance(25h);
  ASSERT_EQ(unknown().size(), 2U);
  EXPECT_FALSE(unknown()[0].known.has_value()) << "a day old";
}

TEST_F(FollowersTest, WhatWasReportedDoesNotChange) {
  (void)show("sky", build::matched(sky_post("1", "@ana.example")));
  Issue issue;
  issue.digest.date = *parse_day("2026-11-23");
  issue.digest.window = {clock.now() - 12h, clock.now() + 12h};
  issue.digest.as_of_txn = writer->reader().last_commit().value().txn;
  issue.posts = {only_post().id};
  ASSERT_TRUE(writer->issue(issue));
  EXPECT_TRUE(unknown().empty());
  note("@ana.example", 7);
  EXPECT_FALSE(only_post().post.author.followers.has_value());
}

}  // namespace
}  // namespace tagwatch
