#include "tagwatch/demo/bluesky_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "demo/asking.hpp"
#include "tagwatch/sources/registry.hpp"

namespace tagwatch::demo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Instant kStart = *parse_rfc3339("2026-11-01T05:00:00Z");

// Posts 1, 2, 3 … a minute apart; each is known ten seconds after it was written.
World world_with_posts(int posts) {
  World world;
  Account account;
  account.name = "ana";
  account.server = "sky.example";
  account.created_on = Day{std::chrono::year{2025} / 1 / 1};
  world.add(account);
  for (int count = 1; count <= posts; ++count) {
    WorldPost post;
    post.uri = "at://did:plc:ana/app.bsky.feed.post/" + std::to_string(count);
    post.created = kStart + std::chrono::minutes(count);
    post.text = "Note " + std::to_string(count) + " #TMSSW";
    post.language = "en";
    post.tags = {Hashtag("TMSSW")};
    post.arrivals = {
        {"sky.example", post.created + std::chrono::seconds(10), snowflake(post.created, 1)}};
    world.add(post);
  }
  return world;
}

// The answer as the program reads it.
Page read(const ServerAnswer& answer, const Task& task) {
  HttpResponse response;
  response.status = answer.status;
  response.body = answer.body;
  return find_source_kind("bluesky")->make(SourceSettings())->parse(task, response).value();
}

std::vector<std::string> numbers(const Page& page) {
  std::vector<std::string> found;
  for (const Post& post : page.posts) {
    found.push_back(post.uri.substr(post.uri.rfind('/') + 1));
  }
  return found;
}

constexpr const char* kSearch = "/xrpc/app.bsky.feed.searchPosts?q=%23tmssw&sort=latest&limit=2";

TEST(DemoBluesky, GivesTheNewestPostsOfATagAndSaysThatThereAreMore) {
  const World world = world_with_posts(3);
  const BlueskyServer server(world, "sky.example");
  const Page page =
      read(server.answer(get(kSearch, kStart + std::chrono::hours(1))), Newest(Hashtag("TMSSW")));
  EXPECT_THAT(numbers(page), ElementsAre("3", "2"));
  EXPECT_TRUE(page.more);
  EXPECT_EQ(page.posts.at(0).tags.at(0), Hashtag("TMSSW"));
  EXPECT_EQ(page.posts.at(0).created_at, kStart + std::chrono::minutes(3));
}

TEST(DemoBluesky, GivesWhatIsOlderThanATime) {
  const World world = world_with_posts(3);
  const BlueskyServer server(world, "sky.example");
  const std::string until = std::string(kSearch) + "&until=2026-11-01T05:02:00.000Z";
  const Page page =
      read(server.answer(get(until, kStart + std::chrono::hours(1))), Newest(Hashtag("TMSSW")));
  EXPECT_THAT(numbers(page), ElementsAre("1"));
  EXPECT_FALSE(page.more);
}

TEST(DemoBluesky, KnowsNothingBeforeItCame) {
  const World world = world_with_posts(1);
  const BlueskyServer server(world, "sky.example");
  const Page page =
      read(server.answer(get(kSearch, kStart + std::chrono::minutes(1) + std::chrono::seconds(5))),
           Newest(Hashtag("TMSSW")));
  EXPECT_THAT(numbers(page), IsEmpty());
}

TEST(DemoBluesky, GivesPostsByTheirIdentityAndLeavesOutWhatIsGone) {
  World world = world_with_posts(3);
  world.post(1).deleted = kStart + std::chrono::minutes(30);
  const BlueskyServer server(world, "sky.example");
  std::vector<std::string> uris;
  std::string target = "/xrpc/app.bsky.feed.getPosts?";
  for (const char* number : {"1", "2", "4"}) {
    uris.push_back("at://did:plc:ana/app.bsky.feed.post/" + std::string(number));
    target += "uris=at%3A%2F%2Fdid%3Aplc%3Aana%2Fapp.bsky.feed.post%2F" + std::string(number) + "&";
  }
  const Page before =
      read(server.answer(get(target, kStart + std::chrono::minutes(29))), Posts(uris));
  EXPECT_THAT(numbers(before), ElementsAre("1", "2"));
  const Page after = read(server.answer(get(target, kStart + std::chrono::hours(1))), Posts(uris));
  EXPECT_THAT(numbers(after), ElementsAre("1"));
  EXPECT_EQ(server.answer(get("/xrpc/app.bsky.feed.getPosts", kStart)).status, 400);
}

TEST(DemoBluesky, RefusesACursorAndWhatItDoesNotPlay) {
  const World world;
  const BlueskyServer server(world, "sky.example");
  EXPECT_EQ(server.answer(get(std::string(kSearch) + "&cursor=25", kStart)).status, 403);
  EXPECT_EQ(server.answer(get("/xrpc/app.bsky.feed.searchPosts?q=tmssw", kStart)).status, 400);
  EXPECT_EQ(server.answer(get("/", kStart)).status, 404);
}

}  // namespace
}  // namespace tagwatch::demo
