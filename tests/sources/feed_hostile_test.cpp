// Answers that mean harm, or are merely broken: an error or what can be read of them, never a
// crash.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed_support.hpp"

namespace tagwatch {
namespace {

using namespace std::string_literals;
using test::atom;
using test::only_post;
using test::read_feed_page;
using test::rss;

std::string repeated(const std::string& what, int times) {
  std::string whole;
  whole.reserve(what.size() * static_cast<std::size_t>(times));
  for (int i = 0; i < times; ++i) {
    whole += what;
  }
  return whole;
}

Errc error_of(const std::string& body) {
  const auto page = read_feed_page(body);
  return page ? Errc::cancelled : page.error().code;
}

TEST(FeedHostile, NoPrefixOfAFeedIsTakenForAFeed) {
  const std::string channel = "<link>https://a.example/</link><ttl>5</ttl>";
  const std::string items =
      "<item><guid>1</guid><title>é &amp; x</title><description><![CDATA[<p>#TMSSW</p>]]>"
      "</description><pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate></item>";
  for (const std::string& feed :
       {rss(items, channel), "\xEF\xBB\xBF" + rss(items, channel),
        "<!DOCTYPE rss [<!ENTITY a \"b\">]>" + rss(items, channel),
        atom("<entry xml:base='x/'><id>1</id><content type='xhtml'><div>a<br/>b</div></content>"
             "</entry>"),
        test::json_feed(
            R"({"id": "1", "content_html": "<p>\u00e9", "tags": ["a"], "x": [[1]]})")}) {
    ASSERT_TRUE(read_feed_page(feed)) << feed;
    for (std::size_t length = 0; length < feed.size(); ++length) {
      EXPECT_FALSE(read_feed_page(feed.substr(0, length))) << feed.substr(0, length);
    }
  }
}

TEST(FeedHostile, DoesNotExpandEntitiesOfEntities) {
  const Post post = only_post(
      "<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 "
      "\"&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;\"><!ENTITY lol3 "
      "\"&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;\">]>"
      "<rss><channel><item><guid>1</guid><description>&lol3; &lol;</description></item></channel>"
      "</rss>");
  EXPECT_EQ(post.text, "&lol3; lol");
}

TEST(FeedHostile, LoadsNothing) {
  const Post post = only_post(
      "<!DOCTYPE x [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY % p SYSTEM "
      "\"http://127.0.0.1/\"> %p; <!ENTITY y PUBLIC \"a\" \"http://127.0.0.1/\">]>"
      "<rss><channel><item><guid>1</guid><description>a &x; &y; b</description></item></channel>"
      "</rss>");
  EXPECT_EQ(post.text, "a &x; &y; b");
}

TEST(FeedHostile, ExpandsAFewPlainEntitiesOfItsOwn) {
  const Post post = only_post(
      "<?xml version='1.0'?>\n<!-- <!DOCTYPE no> -->\n<!DOCTYPE rss PUBLIC 'a' 'b' [\n"
      "  <!ENTITY  id 'tag:a.example,2026:'><!ENTITY quote '\"'><!ENTITY eacute \"&#233;\">\n] >"
      "<rss><channel><item><guid>&id;1</guid><enclosure url='/&quote;' type='&quote;'/>"
      "<description>caf&eacute; <![CDATA[&id;]]></description></item></channel></rss>");
  EXPECT_EQ(post.uri, "tag:a.example,2026:1");
  EXPECT_EQ(post.text, "café &id;");
}

TEST(FeedHostile, GrowsByABudgetOnly) {
  const std::string body = "<!DOCTYPE r [<!ENTITY a \"" + repeated("x", 256) + "\"><!ENTITY b \"" +
                           repeated("y", 257) + "\">]><rss><channel><item><guid>1</guid><title>" +
                           repeated("&a;", 100'000) + "&b;</title></item></channel></rss>";
  const Post post = only_post(body);
  EXPECT_LT(post.text.size(), body.size() + 100'000);
  EXPECT_NE(post.text.find("&b;"), std::string::npos);
}

TEST(FeedHostile, DoesNotTakeADoctypeInTheTextForTheDocuments) {
  const Post post = only_post(
      rss("<item><guid>1</guid><title><![CDATA[<!DOCTYPE x [<!ENTITY a \"b\">]>]]></title>"
          "<description>&a;</description></item>"));
  EXPECT_THAT(post.text, ::testing::EndsWith("&a;"));
}

TEST(FeedHostile, RefusesMoreMarkupThanAnyFeedHas) {
  EXPECT_EQ(error_of("<rss>" + repeated("<a>", 1'000'000)), Errc::too_large);
  EXPECT_EQ(error_of("<rss>" + repeated("<a>", 200'001) + repeated("</a>", 1)), Errc::too_large);
  EXPECT_EQ(error_of(rss(repeated("<item/>", 10'001))), Errc::too_large);
  EXPECT_EQ(error_of("<rss>" + repeated(" ", 5 * 1024 * 1024) + "</rss>"), Errc::too_large);
  EXPECT_EQ(error_of("{\"a\":" + repeated("[", 100'000)), Errc::malformed_payload);
}

TEST(FeedHostile, ReadsElementsNestedAsDeepAsTheLimitAllows) {
  const std::string nested = repeated("<b>", 90'000) + "#TMSSW" + repeated("</b>", 90'000);
  EXPECT_TRUE(
      read_feed_page(rss("<item><guid>1</guid><description>" + nested + "</description></item>")));
  EXPECT_TRUE(read_feed_page(
      atom("<entry><id>1</id><content type='xhtml'>" + nested + "</content></entry>")));
  EXPECT_TRUE(read_feed_page(rss(nested)));
  EXPECT_TRUE(read_feed_page(
      rss("<item><guid>1</guid><description><![CDATA[" + nested + "]]></description></item>")));
}

TEST(FeedHostile, ReadsAHundredThousandAttributes) {
  std::string attributes;
  for (int i = 0; i < 100'000; ++i) {
    attributes += " xmlns:a" + std::to_string(i) + "='urn:x'";
  }
  const auto page =
      read_feed_page("<rss" + attributes + "><channel>" + repeated("<item><a9:b/></item>", 5'000) +
                     "<item><guid>1</guid></item></channel></rss>");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->posts.size(), 1U);
}

TEST(FeedHostile, KeepsOnlySoManyValuesOfAnItem) {
  std::string inside = "<guid>1</guid>";
  for (int i = 0; i < 20'000; ++i) {
    inside += "<category>c" + std::to_string(i) + "</category>";
  }
  const Post post = only_post(rss("<item>" + inside + "</item>"), test::kTagFeedUrl);
  EXPECT_EQ(post.tags.size(), 100U);
}

TEST(FeedHostile, DropsNulAndOtherControlCharacters) {
  const Post post =
      only_post(rss("<item><guid>1</guid><title>a\0b\x08"
                    "c&#0;d&#7;e</title></item>"s));
  EXPECT_EQ(post.text.find('\0'), std::string::npos);
  EXPECT_THAT(post.text, ::testing::StartsWith("abc"));
  EXPECT_EQ(post.text.find('\a'), std::string::npos);
}

TEST(FeedHostile, IsValidUtf8WhateverNumbersTheReferencesSpell) {
  const Post post = only_post(
      rss("<item><guid>&#xD800;1</guid><title>a&#xD800;b&#x110000;c&#xFFFFFFFF;d</title></item>"));
  EXPECT_THAT(post.text, ::testing::StartsWith("a\uFFFD"));
  EXPECT_EQ(post.text.find("\xED\xA0"), std::string::npos);
  EXPECT_EQ(post.text.find('\xF4'), std::string::npos);
}

TEST(FeedHostile, RepairsWhatAWrongDecoderLeft) {
  const auto title = [](const std::string& written) {
    return only_post(rss("<item><guid>1</guid><title>" + written + "</title></item>")).text;
  };
  EXPECT_EQ(title("don&#146;t"), "don’t");
  EXPECT_EQ(title("and so on&#226;&#128;&#166;"), "and so on…");
}

TEST(FeedHostile, NamesWhatCameInsteadOfAFeed) {
  EXPECT_EQ(error_of(""), Errc::malformed_payload);
  EXPECT_EQ(error_of(" \r\n"), Errc::malformed_payload);
  EXPECT_EQ(error_of("Too many requests"), Errc::malformed_payload);
  EXPECT_EQ(error_of("<!DOCTYPE html><html><p>Log in"), Errc::wrong_shape);
  EXPECT_EQ(error_of("\n<HTML><body>x</body></HTML>"), Errc::wrong_shape);
  EXPECT_EQ(error_of("<html xmlns='http://www.w3.org/1999/xhtml'/>"), Errc::wrong_shape);
  EXPECT_EQ(error_of("<opml/>"), Errc::wrong_shape);
  EXPECT_EQ(error_of("<rss><channel></rss>"), Errc::malformed_payload);
}

TEST(FeedHostile, PostsDoNotPointIntoTheAnswer) {
  auto response = test::answer_of(rss(
      "<item><guid>urn:x:1</guid><title>A title of some length, not stored inline</title></item>"));
  auto page = test::feed_source()->parse(Newest(Hashtag()), response);
  ASSERT_TRUE(page);
  response.body.assign(response.body.size(), 'X');
  EXPECT_EQ(page->posts.front().text, "A title of some length, not stored inline");
}

}  // namespace
}  // namespace tagwatch
