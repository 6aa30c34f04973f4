#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed_support.hpp"

namespace tagwatch {
namespace {

using test::answer_of;
using test::feed_source;

std::string header_in(const HttpRequest& request, std::string_view name) {
  std::string values;
  for (const Header& each : request.headers) {
    values += each.name == name ? "[" + each.value + "]" : "";
  }
  return values;
}

TEST(FeedRequest, FillsInTheTagPercentEncodedWhereverItStands) {
  const auto source = feed_source("https://social.example/tags/{tag}.rss?q=%23{tag}");
  const auto request = source->request(Newest(Hashtag("#Sécurité+1")), {});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->method, "GET");
  EXPECT_EQ(request->url,
            "https://social.example/tags/S%C3%A9curit%C3%A9%2B1.rss?q=%23S%C3%A9curit%C3%A9%2B1");
  EXPECT_FALSE(request->paging);
  EXPECT_FALSE(source->one_answer_for_all_tags());
}

TEST(FeedRequest, AsksOnceForAllTagsWhereTheAddressHasNone) {
  const auto source = feed_source();
  EXPECT_TRUE(source->one_answer_for_all_tags());
  const auto request = source->request(Newest(Hashtag()), {});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->url, test::kFeedUrl);
}

TEST(FeedRequest, SendsValidatorsBackByteForByte) {
  SourceState state;
  state.validators.etag = "W/\"a b--gzip\"";
  state.validators.last_modified = "Mon, 23 nov 2026 10:00:00 +0000";
  const auto request = feed_source()->request(Newest(Hashtag()), state);
  ASSERT_TRUE(request);
  EXPECT_EQ(header_in(*request, "If-None-Match"), "[W/\"a b--gzip\"]");
  EXPECT_EQ(header_in(*request, "If-Modified-Since"), "[Mon, 23 nov 2026 10:00:00 +0000]");
}

TEST(FeedRequest, SendsNothingThatIsNotThereAndAsksForNoDifference) {
  const auto request = feed_source()->request(Newest(Hashtag()), {});
  ASSERT_TRUE(request);
  ASSERT_EQ(request->headers.size(), 1U);
  EXPECT_EQ(request->headers.front().name, "Accept");
  EXPECT_THAT(request->headers.front().value, ::testing::StartsWith("application/xml,"));
}

TEST(FeedRequest, SendsAToken) {
  SourceState state;
  state.token = "secret";
  const auto request = feed_source()->request(Newest(Hashtag()), state);
  ASSERT_TRUE(request);
  EXPECT_EQ(header_in(*request, "Authorization"), "[Bearer secret]");
}

TEST(FeedRequest, HasNoAnswerForOtherTasks) {
  const auto source = feed_source();
  const Hashtag tag("TMSSW");
  const Bound bound("1", std::nullopt);
  for (const Task& task :
       {Task(Access()), Task(Below(tag, bound)), Task(Above(tag, bound)), Task(Posts({"1"}))}) {
    EXPECT_EQ(source->request(task, {}).error().code, Errc::not_found) << name(task);
    EXPECT_EQ(source->parse(task, answer_of("<rss/>")).error().code, Errc::not_found) << name(task);
  }
  EXPECT_EQ(feed_source(test::kTagFeedUrl)->request(Newest(Hashtag()), {}).error().code,
            Errc::not_found);
}

TEST(FeedRequest, RefusesADifferenceThatNobodyAskedFor) {
  HttpResponse difference = answer_of(test::rss("<item><guid>1</guid></item>"));
  difference.status = 226;
  EXPECT_EQ(feed_source()->parse(Newest(Hashtag()), difference).error().code, Errc::wrong_shape);
}

TEST(FeedKind, SaysWhatItIs) {
  const SourceKind& kind = feed_source_kind();
  EXPECT_EQ(kind.name, "feed");
  EXPECT_EQ(kind.order, Order::identity);
  EXPECT_FALSE(kind.pages);
  EXPECT_EQ(kind.budget.requests_max, 0);
}

// Two feeds of one host show different items: neither covers what the other missed. The network
// stands in digests, so it shows nothing of an address, which may hold a key.
TEST(FeedKind, EachFeedIsItsOwnNetworkByItsName) {
  SourceSettings settings;
  settings.name = "world news";
  settings.url = "https://a.example/world.rss?key=secret";
  EXPECT_EQ(feed_source_kind().default_network(settings), "world news");
}

}  // namespace
}  // namespace tagwatch
