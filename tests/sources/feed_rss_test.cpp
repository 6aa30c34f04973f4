#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed_support.hpp"

namespace tagwatch {
namespace {

using test::only_post;
using test::read_feed_page;
using test::rss;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Instant at(std::string_view time) {
  return parse_rfc3339(time).value();
}

TEST(FeedRss, ReadsEveryFieldOfAnItem) {
  const Post post =
      only_post(rss(R"(<item>
      <title>Visitors arrive in Tampa</title>
      <link>https://news.example.org/2026/tampa?utm_source=rss&amp;id=7</link>
      <guid isPermaLink="false">https://news.example.org/?p=7</guid>
      <pubDate>Mon, 23 Nov 2026 09:30:00 -0500</pubDate>
      <dc:creator>Ana Pérez</dc:creator>
      <category>World</category>
      <description>Short.</description>
      <content:encoded><![CDATA[<p>They met <a href="/who">partners</a>.</p><p>#TMSSW</p>
        <img src="/a.jpg" alt="A group">]]></content:encoded>
      <enclosure url="https://cdn.example.org/talk.mp3" length="1" type="audio/mpeg"/>
    </item>)",
                    "<link>https://news.example.org/</link><language>en-us</language>"));
  EXPECT_EQ(post.uri, "https://news.example.org/?p=7");
  EXPECT_EQ(post.native_id, post.uri);
  EXPECT_EQ(post.url, "https://news.example.org/2026/tampa?id=7");
  EXPECT_EQ(post.platform, "feed");
  EXPECT_EQ(post.kind, PostKind::article);
  EXPECT_EQ(post.author.name, "Ana Pérez");
  EXPECT_EQ(post.created_at, at("2026-11-23T14:30:00Z"));
  EXPECT_EQ(post.edited_at, std::nullopt);
  EXPECT_EQ(post.text, "Visitors arrive in Tampa\nThey met partners.\n#TMSSW");
  EXPECT_EQ(post.language, "en-US");
  EXPECT_THAT(post.tags, ElementsAre(Hashtag("TMSSW")));
  EXPECT_THAT(post.links, ElementsAre(Link{"https://news.example.org/who", ""}));
  EXPECT_THAT(post.media, ElementsAre(Media{"audio", "https://cdn.example.org/talk.mp3", ""},
                                      Media{"image", "https://news.example.org/a.jpg", "A group"}));
}

TEST(FeedRss, ReadsTheItemsOfRdfBesideTheirChannel) {
  const auto page = read_feed_page(R"(<rdf:RDF
      xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:d="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="https://news.example.org/"><title>News</title>
      <link>https://news.example.org/</link><d:language>fr</d:language></channel>
    <item rdf:about="https://news.example.org/1"><title>Un</title>
      <link>https://news.example.org/1</link><d:date>2026-11-23T10:00:00+01:00</d:date>
      <d:creator>Jo</d:creator></item>
  </rdf:RDF>)");
  ASSERT_TRUE(page);
  ASSERT_EQ(page->posts.size(), 1U);
  const Post& post = page->posts.front();
  EXPECT_EQ(post.uri, "https://news.example.org/1");
  EXPECT_EQ(post.created_at, at("2026-11-23T09:00:00Z"));
  EXPECT_EQ(post.author.name, "Jo");
  EXPECT_EQ(post.language, "fr");
}

TEST(FeedRss, ReadsRss09WithoutNamespaceGuidOrDate) {
  const Post post = only_post(
      "<RDF xmlns:rdf='x'><channel/><item><title>T</title><link>https://a.example/t</link></item>"
      "</RDF>");
  EXPECT_EQ(post.url, "https://a.example/t");
  EXPECT_EQ(post.text, "T");
  EXPECT_EQ(post.created_at, std::nullopt);
}

TEST(FeedRss, KnowsElementsByNamespaceNotByPrefix) {
  const Post post = only_post(
      "<r:rss xmlns:r='http://backend.userland.com/rss2' "
      "xmlns:x='http://purl.org/dc/elements/1.1/' "
      "xmlns:dc='urn:other'><r:channel><r:item><r:guid>g</r:guid><x:creator>Jo</x:creator>"
      "<dc:creator>No one</dc:creator></r:item></r:channel></r:rss>");
  EXPECT_EQ(post.author.name, "Jo");
}

TEST(FeedRss, TakesCustomaryPrefixesThatNobodyDeclared) {
  EXPECT_EQ(only_post("<rss><channel><item><guid>g</guid><dc:creator>Jo</dc:creator></item>"
                      "</channel></rss>")
                .author.name,
            "Jo");
}

TEST(FeedRss, TakesCategoriesForTagsOnlyInAFeedOfOneTag) {
  const std::string body =
      rss("<item><guid>g</guid><description>Hello #World</description><category>tmssw</category>"
          "<category>world</category></item>");
  EXPECT_THAT(only_post(body, test::kTagFeedUrl).tags,
              ElementsAre(Hashtag("World"), Hashtag("tmssw")));
  EXPECT_THAT(only_post(body).tags, ElementsAre(Hashtag("World")));
}

TEST(FeedRss, ReadsATitleAsTextUnlessItShowsMarkup) {
  const auto title = [](const std::string& written) {
    return only_post(rss("<item><guid>g</guid><title>" + written + "</title></item>")).text;
  };
  EXPECT_EQ(title("1 &lt; 2 and the &lt;b&gt; element"), "1 < 2 and the <b> element");
  EXPECT_EQ(title("AT&amp;amp;T &amp;#8211; &lt;b&gt;big&lt;/b&gt;"), "AT&T – big");
  EXPECT_EQ(title("R&amp;D today; more"), "R&D today; more");
  EXPECT_EQ(title("Bold <b>and</b>\n  naked"), "Bold and naked");
}

TEST(FeedRss, SaysATitleOnceThatIsTheBeginningOfTheText) {
  const auto text = [](const std::string& title, const std::string& body) {
    return only_post(rss("<item><guid>g</guid><title>" + title + "</title><description>" + body +
                         "</description></item>"))
        .text;
  };
  EXPECT_EQ(text("Good morning", "Good  morning"), "Good morning");
  EXPECT_EQ(text("Good morning to…", "Good morning to all"), "Good morning to all");
  EXPECT_EQ(text("Good morning to...", "Good morning to all"), "Good morning to all");
  EXPECT_EQ(text("Good", "Good morning"), "Good\nGood morning");
}

TEST(FeedRss, ReadsMarkupThatNobodyEscaped) {
  const Post post = only_post(rss(
      "<item><guid>g</guid><description><p>One<br/>two</p> <p>three &amp; <a href='/x'>four</a></p>"
      "</description></item>"));
  EXPECT_EQ(post.text, "One\ntwo\nthree & four");
  EXPECT_THAT(post.links, ElementsAre(Link{"https://news.example.org/x", ""}));
}

TEST(FeedRss, TakesAPermalinkForTheLinkAndAGuidThatIsNoneForNone) {
  EXPECT_EQ(only_post(rss("<item><guid>https://a.example/1</guid></item>")).url,
            "https://a.example/1");
  EXPECT_EQ(only_post(rss("<item><guid isPermaLink='false'>https://a.example/1</guid></item>")).url,
            "");
  EXPECT_EQ(only_post(rss("<item><guid>https://a.example/1</guid><link>/2</link></item>")).url,
            "https://news.example.org/2");
}

TEST(FeedRss, PrefersTheLinkBehindACounterOfClicks) {
  EXPECT_EQ(only_post("<rss xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'><channel><item>"
                      "<guid>g</guid><f:origLink>https://a.example/1</f:origLink>"
                      "<link>https://counter.example/~r/1</link></item></channel></rss>")
                .url,
            "https://a.example/1");
}

TEST(FeedRss, KeepsWebAddressesOnly) {
  const Post post =
      only_post(rss("<item><guid>g</guid><link>javascript:alert(1)</link>"
                    "<enclosure url='file:///etc/passwd' type='image/png'/><media:content "
                    "url='data:image/png,x'/>"
                    "<description>&lt;a href='ftp://a.example/'&gt;a&lt;/a&gt;&lt;a "
                    "href='javascript:x'&gt;b&lt;/a&gt;</description></item>"));
  EXPECT_EQ(post.url, "");
  EXPECT_THAT(post.links, IsEmpty());
  EXPECT_THAT(post.media, IsEmpty());
}

TEST(FeedRss, NamesPeopleNotTheirMailAddresses) {
  const auto name = [](const std::string& authors) {
    return only_post(rss("<item><guid>g</guid>" + authors + "</item>")).author.name;
  };
  EXPECT_EQ(name("<author>jo@a.example (Jo Doe)</author>"), "Jo Doe");
  EXPECT_EQ(name("<author>Jo Doe &lt;jo@a.example&gt;</author>"), "Jo Doe");
  EXPECT_EQ(name("<author>jo@a.example</author>"), "jo@a.example");
  EXPECT_EQ(name("<author>jo@a.example</author><dc:creator>Jo Doe</dc:creator>"), "Jo Doe");
  EXPECT_EQ(name("<dc:creator>A</dc:creator><dc:creator>B</dc:creator><dc:creator>A</dc:creator>"),
            "A, B");
  EXPECT_EQ(name("<author>Reuters (Berlin)</author>"), "Reuters (Berlin)");
  EXPECT_EQ(name("<source url='https://a.example/'>The Gazette</source>"), "The Gazette");
}

TEST(FeedRss, ReadsMediaWithTheirDescriptions) {
  const Post post = only_post(
      rss("<item><guid>g</guid><description>Text</description><media:content "
          "url='https://a.example/1.png' type='image/png' medium='image'><media:description "
          "type='plain'>A map</media:description></media:content><media:group><media:content "
          "url='https://a.example/2' type='video/mp4'/></media:group><media:thumbnail "
          "url='https://a.example/t.png'/></item>"));
  EXPECT_THAT(post.media, ElementsAre(Media{"image", "https://a.example/1.png", "A map"},
                                      Media{"video", "https://a.example/2", ""}));
}

TEST(FeedRss, TakesTheDescriptionOfMediaForTheTextOfAnItemWithoutOne) {
  const Post post =
      only_post(rss("<item><guid>g</guid><title>T</title><media:group><media:description>On "
                    "#TMSSW</media:description></media:group></item>"));
  EXPECT_EQ(post.text, "T\nOn #TMSSW");
  EXPECT_THAT(post.tags, ElementsAre(Hashtag("TMSSW")));
}

TEST(FeedRss, KeepsATimeInTheFutureAndLeavesOutOneThatIsNone) {
  EXPECT_EQ(only_post(rss("<item><guid>g</guid><pubDate>Sat, 01 Jan 2101 00:00:00 GMT</pubDate>"
                          "</item>"))
                .created_at,
            at("2101-01-01T00:00:00Z"));
  EXPECT_EQ(only_post(rss("<item><guid>g</guid><pubDate>yesterday</pubDate></item>")).created_at,
            std::nullopt);
}

TEST(FeedRss, ObeysTheTimeToLive) {
  const auto ttl = [](const std::string& written) {
    return read_feed_page(rss("", "<ttl>" + written + "</ttl>"))->time_to_live;
  };
  EXPECT_EQ(ttl(" 90 "), std::chrono::minutes(90));
  EXPECT_EQ(ttl("0"), std::nullopt);
  EXPECT_EQ(ttl("-5"), std::nullopt);
  EXPECT_EQ(ttl("soon"), std::nullopt);
  EXPECT_EQ(ttl("2000000000"), std::chrono::days(7));
  EXPECT_EQ(read_feed_page(rss(""))->time_to_live, std::nullopt);
}

TEST(FeedRss, ReadsTheLanguageOfTheNearestThatSaysOne) {
  const std::string item = "<item xml:lang='pt_br'><guid>g</guid></item>";
  EXPECT_EQ(only_post(rss(item, "<language>en</language>")).language, "pt-BR");
  EXPECT_EQ(
      only_post(rss("<item><guid>g</guid></item>", "<language>no language</language>")).language,
      std::nullopt);
  EXPECT_EQ(
      only_post(rss("<item><guid>g</guid></item>", "<language>ZH-hant-tw</language>")).language,
      "zh-Hant-TW");
}

}  // namespace
}  // namespace tagwatch
