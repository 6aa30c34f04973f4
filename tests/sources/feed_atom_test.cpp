#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed_support.hpp"

namespace tagwatch {
namespace {

using test::atom;
using test::only_post;
using test::read_feed_page;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Instant at(std::string_view time) {
  return parse_rfc3339(time).value();
}

std::string text_of(const std::string& content) {
  return only_post(atom("<entry><id>g</id>" + content + "</entry>")).text;
}

TEST(FeedAtom, ReadsEveryFieldOfAnEntry) {
  const Post post = only_post(atom(R"(
      <link href="https://blog.example.org/"/><author><name>The Blog</name></author>
      <entry xml:lang="es">
        <id>tag:blog.example.org,2026:7</id>
        <title type="html">Seguridad &amp;amp; más</title>
        <link rel="enclosure" href="pod.mp3" type="audio/mpeg" title="Podcast"/>
        <link rel="alternate" type="application/pdf" href="7.pdf"/>
        <link rel="alternate" type="text/html" href="7.html"/>
        <link rel="related" href="https://state.example.gov/visit?utm_medium=x" title="Visit"/>
        <published>2026-11-23T10:00:00Z</published>
        <updated>2026-11-23T12:30:00Z</updated>
        <author><name>Ana</name><uri>/ana</uri><email>ana@example.org</email></author>
        <author><name>Bo</name></author>
        <category term="news"/>
        <summary>Short</summary>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One <b>two</b> <i>three</i><br/>
          <a href="more">more</a></p></div></content>
      </entry>)",
                                   "xml:lang='en' xml:base='https://blog.example.org/2026/'"));
  EXPECT_EQ(post.uri, "tag:blog.example.org,2026:7");
  EXPECT_EQ(post.url, "https://blog.example.org/2026/7.html");
  EXPECT_EQ(post.author.name, "Ana, Bo");
  EXPECT_EQ(post.author.url, "https://blog.example.org/ana");
  EXPECT_EQ(post.created_at, at("2026-11-23T10:00:00Z"));
  EXPECT_EQ(post.edited_at, at("2026-11-23T12:30:00Z"));
  EXPECT_EQ(post.text, "Seguridad & más\nOne two three\nmore");
  EXPECT_EQ(post.language, "es");
  EXPECT_THAT(post.tags, IsEmpty());
  EXPECT_THAT(post.links, ElementsAre(Link{"https://blog.example.org/2026/more", ""},
                                      Link{"https://state.example.gov/visit", "Visit"}));
  EXPECT_THAT(post.media,
              ElementsAre(Media{"audio", "https://blog.example.org/2026/pod.mp3", "Podcast"}));
}

TEST(FeedAtom, ReadsVersion03) {
  const Post post = only_post(R"(<feed version="0.3" xmlns="http://purl.org/atom/ns#">
      <entry><id>urn:uuid:1</id><title mode="base64" type="text/html">SGkgPGI+eW91PC9iPg==</title>
      <issued>2003-12-31T10:14:55Z</issued><modified>2004-01-01T19:48:21Z</modified>
      <author><name>Jo</name><url>https://jo.example/</url></author>
      <content type="text/html" mode="escaped">&lt;p&gt;Body&lt;/p&gt;</content></entry></feed>)");
  EXPECT_EQ(post.text, "Hi you\nBody");
  EXPECT_EQ(post.created_at, at("2003-12-31T10:14:55Z"));
  EXPECT_EQ(post.edited_at, at("2004-01-01T19:48:21Z"));
  EXPECT_EQ(post.author.url, "https://jo.example/");
}

TEST(FeedAtom, ReadsContentByItsType) {
  EXPECT_EQ(text_of("<content>History of the &lt;blink&gt; tag\n\n  #TMSSW</content>"),
            "History of the <blink> tag\n#TMSSW");
  EXPECT_EQ(text_of("<content type='text'>a &amp;amp; b</content>"), "a &amp; b");
  EXPECT_EQ(text_of("<content type='html'>a &amp;amp; &lt;i&gt;b&lt;/i&gt;</content>"), "a & b");
  EXPECT_EQ(text_of("<content type='text/markdown'>*a*</content>"), "*a*");
  EXPECT_EQ(text_of("<content type='application/octet-stream'>SGVsbG8=</content>"), "Hello");
  EXPECT_EQ(text_of("<content type='image/png'>/9j/4AAQ</content>"), "");
  EXPECT_EQ(text_of("<content type='html'></content><summary>Short</summary>"), "Short");
}

TEST(FeedAtom, ResolvesLinksAgainstTheNearestBase) {
  const std::string entries =
      "<entry xml:base='deeper/'><id>g</id><link xml:base='https://b.example/' href='1'/>"
      "<content type='html' xml:base='deepest/'>&lt;a href='x'&gt;x&lt;/a&gt;</content></entry>";
  const Post post = only_post(atom(entries, "xml:base='/feed/'"));
  EXPECT_EQ(post.url, "https://b.example/1");
  EXPECT_THAT(post.links, ElementsAre(Link{"https://news.example.org/feed/deeper/deepest/x", ""}));
}

TEST(FeedAtom, KeepsToTheBaseAroundOneThatIsNoWebAddress) {
  EXPECT_EQ(
      only_post(atom("<entry xml:base='file:///etc/'><id>g</id><link href='1'/></entry>")).url,
      "https://news.example.org/1");
}

TEST(FeedAtom, ResolvesAgainstWhereTheAnswerCameFrom) {
  HttpResponse response = test::answer_of(atom("<entry><id>g</id><link href='1'/></entry>"));
  response.final_url = "https://moved.example/a/feed";
  const auto page = test::feed_source()->parse(Newest(Hashtag()), response);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->posts.at(0).url, "https://moved.example/a/1");
}

TEST(FeedAtom, InheritsTheAuthorOfTheFeedAndOfASource) {
  EXPECT_EQ(
      only_post(atom("<author><name>Feed</name></author><entry><id>g</id></entry>")).author.name,
      "Feed");
  EXPECT_EQ(only_post(atom("<entry><id>g</id><source><title>The Gazette</title></source></entry>"))
                .author.name,
            "The Gazette");
}

TEST(FeedAtom, CountsAChangeOnlyAfterPublication) {
  const auto edited = [](const std::string& times) {
    return only_post(atom("<entry><id>g</id>" + times + "</entry>")).edited_at;
  };
  EXPECT_EQ(edited("<published>2026-11-23T10:00:00Z</published>"
                   "<updated>2026-11-23T10:00:00Z</updated>"),
            std::nullopt);
  EXPECT_EQ(edited("<published>2026-11-23T10:00:00Z</published>"
                   "<updated>2026-11-23T09:00:00Z</updated>"),
            std::nullopt);
  EXPECT_EQ(edited("<updated>2026-11-23T09:00:00Z</updated>"), std::nullopt);
  EXPECT_EQ(only_post(atom("<entry><id>g</id><updated>2026-11-23T09:00:00Z</updated></entry>"))
                .created_at,
            at("2026-11-23T09:00:00Z"));
}

TEST(FeedAtom, TakesOneIdForOneEntryAndItsNewestState) {
  const auto page = read_feed_page(
      atom("<entry><id>g</id><title>Old</title><updated>2026-11-23T09:00:00Z</updated></entry>"
           "<entry><id>g</id><title>New</title><updated>2026-11-23T10:00:00Z</updated></entry>"));
  ASSERT_TRUE(page);
  ASSERT_EQ(page->posts.size(), 1U);
  EXPECT_EQ(page->posts.front().text, "New");
  EXPECT_EQ(page->items, 2);
  EXPECT_EQ(page->skipped, 1);
  EXPECT_EQ(page->unreadable, 0);
  EXPECT_EQ(page->identities.size(), 1U);
}

TEST(FeedAtom, ReadsAFeedWithoutNamespace) {
  EXPECT_EQ(only_post("<feed><entry><id>g</id><title>T</title></entry></feed>").text, "T");
}

TEST(FeedJson, ReadsEveryFieldOfAnItem) {
  const Post post = only_post(test::json_feed(
      R"({"id": 7, "url": "/7", "external_url": "https://other.example/x?utm_source=a", "title": "T <b>",
          "content_text": "not this", "content_html": "<p>See #TMSSW</p>", "summary": "S",
          "image": "/i.png", "date_published": "2026-11-23T10:00:00-05:00",
          "date_modified": "2026-11-23T11:00:00-05:00", "language": "de", "tags": ["x", 1],
          "author": {"name": "Old"}, "authors": [{"name": "A", "url": "https://a.example/"}, {"name": "B"}],
          "attachments": [{"url": "/v.mp4", "mime_type": "video/mp4", "title": "Clip"}, {}, 3]})",
      "\"home_page_url\": \"https://news.example.org/\", "));
  EXPECT_THAT(post.uri, ::testing::StartsWith("feed:"));
  EXPECT_EQ(post.url, "https://news.example.org/7");
  EXPECT_EQ(post.text, "T <b>\nSee #TMSSW");
  EXPECT_EQ(post.author.name, "A, B");
  EXPECT_EQ(post.author.url, "https://a.example/");
  EXPECT_EQ(post.created_at, at("2026-11-23T15:00:00Z"));
  EXPECT_EQ(post.edited_at, at("2026-11-23T16:00:00Z"));
  EXPECT_EQ(post.language, "de");
  EXPECT_THAT(post.tags, ElementsAre(Hashtag("TMSSW")));
  EXPECT_THAT(post.links, ElementsAre(Link{"https://other.example/x", ""}));
  EXPECT_THAT(post.media, ElementsAre(Media{"image", "https://news.example.org/i.png", ""},
                                      Media{"video", "https://news.example.org/v.mp4", "Clip"}));
}

TEST(FeedJson, TakesANumberForTheIdThatItSpells) {
  EXPECT_EQ(only_post(test::json_feed(R"({"id": 7, "url": "https://a.example/7"})")).uri,
            only_post(test::json_feed(R"({"id": "7", "url": "https://a.example/7"})")).uri);
}

TEST(FeedJson, InheritsAuthorsAndLanguage) {
  const Post post = only_post(
      test::json_feed(R"({"id": "1"})", R"("author": {"name": "Old"}, "language": "fr", )"));
  EXPECT_EQ(post.author.name, "Old");
  EXPECT_EQ(post.language, "fr");
}

TEST(FeedJson, FindsLinksInPlainText) {
  const Post post = only_post(test::json_feed(
      R"({"id": "1", "content_text": "See https://a.example/x, (http://b.example/y?z=1). httpx://no"})"));
  EXPECT_THAT(post.links,
              ElementsAre(Link{"https://a.example/x", ""}, Link{"http://b.example/y?z=1", ""}));
}

TEST(FeedJson, SkipsAndCountsWhatIsNoItem) {
  const auto page = read_feed_page(test::json_feed(R"(3, {}, {"id": "1"}, null, {"id": []})"));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->posts.size(), 1U);
  EXPECT_EQ(page->skipped, 4);
  EXPECT_EQ(page->unreadable, 4);
  EXPECT_EQ(page->items, 5);
}

TEST(FeedJson, RefusesOtherJson) {
  for (const char* body : {R"({"error": "no"})", R"({"items": [{"id": "1"}]})",
                           R"({"version": "https://jsonfeed.org/version/1.1"})",
                           R"({"version": "https://jsonfeed.org/version/1.1", "items": {}})"}) {
    EXPECT_EQ(read_feed_page(body).error().code, Errc::wrong_shape) << body;
  }
}

}  // namespace
}  // namespace tagwatch
