#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "feed_support.hpp"
#include "tagwatch/base/sha256.hpp"

namespace tagwatch {
namespace {

using test::only_post;
using test::read_feed_page;
using test::rss;
using ::testing::ElementsAre;
using ::testing::StartsWith;

std::string item(const std::string& inside) {
  return "<item>" + inside + "</item>";
}

std::string uri_of(const std::string& inside, const std::string& url = test::kFeedUrl) {
  return only_post(rss(item(inside)), url).uri;
}

std::vector<std::string> uris_of(const std::string& body) {
  std::vector<std::string> uris;
  const auto page = read_feed_page(body);
  for (const Post& post : page->posts) {
    uris.push_back(post.uri);
  }
  return uris;
}

std::string hash_of(std::initializer_list<std::string> parts) {
  std::string whole;
  for (const std::string& part : parts) {
    whole += part + std::string(1, '\0');
  }
  return "feed:" + sha256_hex(whole);
}

TEST(FeedIdentity, IsAGlobalGuidByteByByte) {
  for (const char* guid : {"https://a.example/?p=1", "HTTP://A.example/%7ebob/", "urn:uuid:0-1",
                           "tag:a.example,2026:1", "at://did:plc:x/app.bsky.feed.post/1"}) {
    EXPECT_EQ(uri_of("<link>https://b.example/</link><guid>" + std::string(guid) + "</guid>"),
              guid);
  }
}

TEST(FeedIdentity, HashesAGuidThatOnlyTheFeedKnows) {
  for (const char* guid : {"17", "post:17", "yt:video:x", "https://", "https:///x", "urn:x",
                           "tag:x", "https://a b", "mailto:jo@a.example"}) {
    EXPECT_EQ(uri_of("<link>https://b.example/</link><guid isPermaLink='false'>" +
                     std::string(guid) + "</guid>"),
              hash_of({test::kFeedUrl, guid}))
        << guid;
  }
}

TEST(FeedIdentity, HashesWithTheConfiguredAddressSoThatATagFeedIsOneFeed) {
  EXPECT_EQ(uri_of("<guid>17</guid>", test::kTagFeedUrl), hash_of({test::kTagFeedUrl, "17"}));
}

TEST(FeedIdentity, IsElseTheLinkWithoutWhatTracks) {
  EXPECT_EQ(uri_of("<title>T</title><link>https://b.example/x?utm_source=rss</link>"),
            "https://b.example/x");
}

TEST(FeedIdentity, IsElseAHashOfTitleAndContent) {
  EXPECT_EQ(uri_of("<title>T</title><description>D</description>"),
            hash_of({test::kFeedUrl, "T", "D"}));
  EXPECT_NE(uri_of("<title>T</title><description>D</description>"), uri_of("<title>TD</title>"));
}

TEST(FeedIdentity, SkipsAndCountsAnItemThatHasNothingToTellItBy) {
  const auto page =
      read_feed_page(rss("<item/><item><pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate></item>" +
                         item("<guid>1</guid>")));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->posts.size(), 1U);
  EXPECT_EQ(page->skipped, 2);
  EXPECT_EQ(page->items, 3);
  EXPECT_EQ(page->identities.size(), 1U);
}

TEST(FeedIdentity, TellsApartItemsThatShareAGuid) {
  const std::string a = item("<guid>https://a.example/</guid><link>/1</link>");
  const std::string b = item("<guid>https://a.example/</guid><link>/2</link>");
  const auto both = uris_of(rss(a + b));
  EXPECT_EQ(std::set<std::string>(both.begin(), both.end()).size(), 2U);
  EXPECT_THAT(both, ::testing::Each(StartsWith("feed:")));
  auto turned = uris_of(rss(b + a));
  std::reverse(turned.begin(), turned.end());
  EXPECT_EQ(both, turned) << "which one comes first must not count";
}

TEST(FeedIdentity, TellsApartItemsThatShareGuidAndLinkByTitle) {
  EXPECT_EQ(uris_of(rss(item("<guid>g</guid><link>/1</link><title>A</title>") +
                        item("<guid>g</guid><link>/1</link><title>B</title>")))
                .size(),
            2U);
}

TEST(FeedIdentity, TakesAnItemThatStandsTwiceOnce) {
  const std::string same = item("<guid>g</guid><link>/1</link><title>A</title>");
  const auto page = read_feed_page(rss(same + same));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->posts.size(), 1U);
  EXPECT_EQ(page->skipped, 1);
}

TEST(FeedIdentity, DoesNotTakeTheAddressOfTheFeedForThatOfItsItems) {
  const std::string channel = "<link>https://a.example/alerts</link>";
  const Post post =
      only_post(rss(item("<title>T</title><link>https://a.example/alerts/</link>"), channel));
  EXPECT_EQ(post.uri, hash_of({test::kFeedUrl, "T", ""}));
  EXPECT_EQ(post.url, "");
  EXPECT_THAT(post.links, ElementsAre(Link{"https://a.example/alerts/", ""}));
}

TEST(FeedIdentity, DoesNotTakeAnAddressThatSeveralItemsShareForThatOfAny) {
  const auto page = read_feed_page(rss(item("<guid>1</guid><link>/all</link>") +
                                       item("<guid>2</guid><link>/all</link>") +
                                       item("<guid>3</guid><link>/own</link>")));
  ASSERT_TRUE(page);
  ASSERT_EQ(page->posts.size(), 3U);
  EXPECT_EQ(page->posts[0].url, "");
  EXPECT_THAT(page->posts[1].links, ElementsAre(Link{"https://news.example.org/all", ""}));
  EXPECT_EQ(page->posts[2].url, "https://news.example.org/own");
}

std::string dated(const std::string& guid, const std::string& time) {
  return item("<guid>" + guid + "</guid>" +
              (time.empty() ? "" : "<dc:date>2026-11-" + time + ":00Z</dc:date>"));
}

std::vector<std::string> guids(const std::vector<std::string>& identities) {
  std::vector<std::string> result;
  for (const std::string& identity : identities) {
    result.push_back(identity.substr(identity.rfind(':') + 1));
  }
  return result;
}

std::string order_of(const Page& page) {
  std::string order;
  for (const Post& post : page.posts) {
    order += guids({post.uri}).front();
  }
  return order;
}

// Guids that are their own identity: urn:x:1 and so on.
std::string timeline(const std::vector<std::pair<std::string, std::string>>& items) {
  std::string body;
  for (const auto& [guid, time] : items) {
    body += dated("urn:x:" + guid, time);
  }
  return rss(body);
}

TEST(FeedOrder, IsNewestFirstAndTheDocumentsOwnAmongEqualTimes) {
  const auto page = read_feed_page(
      timeline({{"a", "20T10:00"}, {"b", "22T10:00"}, {"c", "20T10:00"}, {"d", "21T10:00"}}));
  ASSERT_TRUE(page);
  EXPECT_EQ(order_of(*page), "bdac");
  EXPECT_THAT(guids(page->identities), ElementsAre("a", "b", "c", "d"));
  EXPECT_EQ(page->newest->id, "urn:x:b");
  EXPECT_EQ(page->oldest->id, "urn:x:c");
  EXPECT_EQ(page->oldest->at, parse_rfc3339("2026-11-20T10:00:00Z"));
  EXPECT_FALSE(page->more);
}

TEST(FeedOrder, LeavesAnItemWithoutATimeBehindItsNeighbour) {
  EXPECT_EQ(order_of(*read_feed_page(
                timeline({{"a", ""}, {"b", "21T10:00"}, {"c", ""}, {"d", "22T10:00"}}))),
            "adbc");
  EXPECT_EQ(order_of(*read_feed_page(timeline({{"a", ""}, {"b", ""}, {"c", ""}}))), "abc");
}

TEST(FeedOrder, LeavesWhatIsPinnedOutOfWhatProvesHowFarTheFeedReaches) {
  const auto page = read_feed_page(
      timeline({{"p", "01T10:00"}, {"a", "23T10:00"}, {"b", "22T10:00"}, {"c", "21T10:00"}}));
  ASSERT_TRUE(page);
  EXPECT_EQ(order_of(*page), "abcp");
  EXPECT_THAT(guids(page->identities), ElementsAre("a", "b", "c"));
  EXPECT_EQ(page->oldest->id, "urn:x:c");
  EXPECT_EQ(page->items, 4);
}

TEST(FeedOrder, TakesAFeedThatBeginsWithTheOldestForNoPinnedOne) {
  EXPECT_EQ(read_feed_page(timeline({{"a", "20T10:00"}, {"b", "21T10:00"}, {"c", "22T10:00"}}))
                ->identities.size(),
            3U);
  EXPECT_EQ(read_feed_page(timeline({{"a", "20T10:00"}, {"b", "21T10:00"}}))->identities.size(),
            2U);
}

}  // namespace
}  // namespace tagwatch
