#include "tagwatch/demo/feed_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "demo/asking.hpp"

namespace tagwatch::demo {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Instant kStart = *parse_rfc3339("2026-11-01T05:00:00Z");

World world_with_news(int items) {
  World world;
  for (int count = 1; count <= items; ++count) {
    NewsItem item;
    item.guid = "https://news.example/" + std::to_string(count) + ".";
    item.title = "Ports & <papers> " + std::to_string(count);
    item.summary = "A summary.";
    item.categories = {"World"};
    item.published = kStart + std::chrono::minutes(count);
    world.add(item);
  }
  return world;
}

TEST(FeedServer, ShowsItsNewestItemsAndNoOthers) {
  const World world = world_with_news(23);
  const FeedServer server(world, "news.example");
  const std::string body = server.answer(get("/world.rss", kStart + std::chrono::hours(1))).body;
  EXPECT_THAT(body, HasSubstr("<guid isPermaLink=\"true\">https://news.example/23.</guid>"));
  EXPECT_THAT(body, HasSubstr("https://news.example/4.</guid>"));
  EXPECT_THAT(body, Not(HasSubstr("https://news.example/3.</guid>")));
  EXPECT_LT(body.find("/23."), body.find("/22.")) << "newest first";
  EXPECT_THAT(body, HasSubstr("<title>Ports &amp; &lt;papers&gt; 23</title>"));
  EXPECT_THAT(body, HasSubstr("<pubDate>Sun, 01 Nov 2026 05:23:00 +0000</pubDate>"));
  EXPECT_THAT(body, HasSubstr("<category>World</category>"));
  EXPECT_THAT(body, HasSubstr("<ttl>30</ttl>"));
}

TEST(FeedServer, ShowsNothingBeforeItIsPublished) {
  const World world = world_with_news(2);
  const FeedServer server(world, "news.example");
  const std::string body = server.answer(get("/world.rss", kStart + std::chrono::minutes(1))).body;
  EXPECT_THAT(body, HasSubstr("https://news.example/1.</guid>"));
  EXPECT_THAT(body, Not(HasSubstr("https://news.example/2.</guid>")));
  EXPECT_EQ(server.answer(get("/other.rss", kStart)).status, 404);
}

TEST(FeedServer, AnswersConditionalRequests) {
  const World world = world_with_news(2);
  const FeedServer server(world, "news.example");
  const ServerAnswer first = server.answer(get("/world.rss", kStart + std::chrono::minutes(1)));
  const std::string condition = "If-None-Match: " + header_of(first, "ETag") + "\r\n";
  const ServerAnswer same =
      server.answer(get("/world.rss", kStart + std::chrono::seconds(90), condition));
  EXPECT_EQ(same.status, 304);
  EXPECT_THAT(same.body, IsEmpty());
  EXPECT_EQ(server.answer(get("/world.rss", kStart + std::chrono::minutes(2), condition)).status,
            200);
}

}  // namespace
}  // namespace tagwatch::demo
