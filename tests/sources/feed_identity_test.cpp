#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "feed_support.hpp"
#include "tagwatch/base/sha256.hpp"

namespace tagwatch {
namespace {

using test::only_post;
using test::read_feed_page;
using test::rss;
using ::testing::ElementsAre;

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

TEST(FeedIdentity, HashesAGuidThatOnlyTheFeedKnowsWithTheLink) {
  for (const char* guid : {"17", "post:17", "yt:video:x", "https://", "https:///x", "urn:x",
                           "tag:x", "https://a b", "mailto:jo@a.example"}) {
    EXPECT_EQ(uri_of("<link>https://b.example/?utm_source=rss</link><guid isPermaLink='false'>" +
                     std::string(guid) + "</guid>"),
              hash_of({test::kFeedUrl, guid, "https://b.example/"}))
        << guid;
  }
}

TEST(FeedIdentity, HashesWithTheConfiguredAddressSoThatATagFeedIsOneFeed) {
  EXPECT_EQ(uri_of("<guid>17</guid><title>T</title>", test::kTagFeedUrl),
            hash_of({test::kTagFeedUrl, "17", "T"}));
}

TEST(FeedIdentity, DoesNotTakeTheAddressOfASiteOrOfTheFeedForThatOfAnItem) {
  for (const char* guid : {"https://a.example", "http://www.a.example/", test::kFeedUrl}) {
    const std::string element = "<guid>" + std::string(guid) + "</guid>";
    EXPECT_EQ(uri_of("<title>T</title><link>/1</link>" + element),
              hash_of({test::kFeedUrl, guid, "https://news.example.org/1"}))
        << guid;
    EXPECT_EQ(uri_of("<title>T</title>" + element), hash_of({test::kFeedUrl, guid, "T"})) << guid;
  }
}

constexpr const char* kDate = "<pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate>";
constexpr const char* kMoment = "2026-11-23T10:00:00.000Z";

TEST(FeedIdentity, IsElseLinkTitleAndDate) {
  const std::string same = "<title>T</title><link>https://b.example/x?utm_source=rss</link>";
  EXPECT_EQ(uri_of(same + kDate), hash_of({"", "https://b.example/x", "T", kMoment}));
  EXPECT_EQ(uri_of(same + kDate + "<description>Tpyo</description>"),
            uri_of(same + kDate + "<description>Typo</description>"));
  EXPECT_EQ(uri_of(same + "<description>D</description>"),
            hash_of({"", "https://b.example/x", "T", "D"}));
}

TEST(FeedIdentity, IsElseTitleAndDateInThisFeed) {
  EXPECT_EQ(uri_of("<title>T</title><description>D</description>"),
            hash_of({test::kFeedUrl, "", "T", "D"}));
  EXPECT_EQ(uri_of("<title>T</title><description>D</description>" + std::string(kDate)),
            hash_of({test::kFeedUrl, "", "T", kMoment}));
  EXPECT_NE(uri_of("<title>T</title><description>D</description>"), uri_of("<title>TD</title>"));
}

TEST(FeedIdentity, IsThatOfTheItemWhateverStandsBesideIt) {
  const std::string guid = "<guid>1</guid>";
  const std::string front_page = "<guid>https://a.example/</guid>";
  const std::string all = "<link>/all</link>";
  const std::vector<std::pair<std::string, std::string>> pairs{
      {guid + "<link>/a</link><title>A</title>", guid + "<link>/b</link><title>B</title>"},
      {guid + "<title>A</title>", guid + "<title>B</title>"},
      {front_page + "<link>/a</link>", front_page + "<link>/b</link>"},
      {all + "<title>A</title>", all + "<title>B</title>"},
      {all + "<description>A</description>", all + "<description>B</description>"}};
  for (const auto& [inside_a, inside_b] : pairs) {
    const std::string a = item(inside_a);
    const std::string b = item(inside_b);
    const std::string uri_a = uri_of(inside_a);
    const std::string uri_b = uri_of(inside_b);
    EXPECT_NE(uri_a, uri_b) << a;
    EXPECT_THAT(uris_of(rss(b + a)), ElementsAre(uri_b, uri_a)) << a;
    EXPECT_THAT(uris_of(rss(a + b)), ElementsAre(uri_a, uri_b)) << a;
  }
}

TEST(FeedIdentity, ElevenAlertsOfOneLinkAndTitleAreElevenPosts) {
  std::string alerts;
  for (int hour = 10; hour <= 20; ++hour) {
    const std::string time = std::to_string(hour);
    alerts += item("<title>Road closed</title><link>/alerts/road</link><description>Until " + time +
                   ":30</description><pubDate>23 Nov 2026 " + time + ":00 GMT</pubDate>");
  }
  const auto uris = uris_of(rss(alerts));
  EXPECT_EQ(uris.size(), 11U);
  EXPECT_EQ(std::set<std::string>(uris.begin(), uris.end()).size(), 11U);
}

TEST(FeedIdentity, StaysWithAnEditedTitleWhereThereIsAGuid) {
  for (const char* guid : {"https://a.example/1", "17"}) {
    const std::string same = "<guid>" + std::string(guid) + "</guid><link>/17</link>";
    EXPECT_EQ(uri_of(same + "<title>Tpyo</title>"), uri_of(same + "<title>Typo</title>"));
  }
}

TEST(FeedIdentity, SkipsAndCountsAnItemThatHasNothingToTellItBy) {
  const auto page =
      read_feed_page(rss("<item/><item><pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate></item>" +
                         item("<guid>1</guid>")));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->posts.size(), 1U);
  EXPECT_EQ(page->skipped, 2);
  EXPECT_EQ(page->unreadable, 2);
  EXPECT_EQ(page->items, 3);
  EXPECT_EQ(page->identities.size(), 1U);
}

TEST(FeedIdentity, TakesAnItemThatStandsTwiceOnce) {
  const std::string same = item("<guid>g</guid><link>/1</link><title>A</title>");
  const auto page = read_feed_page(rss(same + same));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->posts.size(), 1U);
  EXPECT_EQ(page->skipped, 1);
  EXPECT_EQ(page->unreadable, 0);
}

TEST(FeedIdentity, SaysThatAnItemIsLostWhereTwoThatDifferClaimToBeOne) {
  const std::string same = "<guid>https://a.example/1</guid><link>/1</link>";
  const auto page = read_feed_page(
      rss(item(same + "<title>A</title><pubDate>23 Nov 2026 10:00:00 GMT</pubDate>") +
          item(same + "<title>B</title><pubDate>23 Nov 2026 11:00:00 GMT</pubDate>")));
  ASSERT_TRUE(page);
  ASSERT_EQ(page->posts.size(), 1U);
  EXPECT_EQ(page->posts[0].text, "B");
  EXPECT_EQ(page->skipped, 1);
  EXPECT_EQ(page->unreadable, 1);
}

TEST(FeedIdentity, DoesNotTakeTheAddressOfTheFeedForThatOfItsItems) {
  const std::string channel = "<link>https://a.example/alerts</link>";
  const Post post =
      only_post(rss(item("<title>T</title><link>https://a.example/alerts/</link>"), channel));
  EXPECT_EQ(post.uri, hash_of({"", "https://a.example/alerts/", "T", ""}));
  EXPECT_EQ(post.url, "");
  EXPECT_THAT(post.links, ElementsAre(Link{"https://a.example/alerts/", ""}));
}

// Else a new neighbour would look like an edit.
TEST(FeedIdentity, AnItemSaysTheSameWhateverStandsBesideIt) {
  const std::string a = item("<guid>1</guid><link>/all</link>");
  const auto page = read_feed_page(rss(a + item("<guid>2</guid><link>/all</link>")));
  ASSERT_TRUE(page);
  ASSERT_EQ(page->posts.size(), 2U);
  EXPECT_EQ(page->posts[0], only_post(rss(a)));
  EXPECT_EQ(page->posts[0].url, "https://news.example.org/all");
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
