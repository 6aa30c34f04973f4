// What the fixtures of the contract suite cannot say of the kind `bluesky`.
#include <gtest/gtest.h>

#include "sources/bluesky_text.hpp"
#include "tagwatch/sources/registry.hpp"

namespace tagwatch {
namespace {

Result<Page> read(const std::string& body, const Task& task) {
  HttpResponse response;
  response.status = 200;
  response.body = body;
  return find_source_kind("bluesky")->make(SourceSettings())->parse(task, response);
}

Instant at(std::string_view time) {
  return parse_rfc3339(time).value();
}

std::string item(const std::string& key, const std::string& created, const std::string& indexed) {
  return R"({"uri":"at://did:plc:ana/app.bsky.feed.post/)" + key +
         R"(","author":{"did":"did:plc:ana","handle":"ana.example.net"},"record":{"createdAt":")" +
         created + R"(","text":"Notes #TMSSW"},"indexedAt":")" + indexed + "\"}";
}

std::string answer(const std::vector<std::string>& items, bool cursor) {
  std::string body = "{\"posts\":[";
  for (const std::string& each : items) {
    body += (body.ends_with('[') ? "" : ",") + each;
  }
  return body + (cursor ? R"(],"cursor":"100"})" : "]}");
}

TEST(BlueskyKind, IsOneNetworkInOrderOfTimeAndAskedSlowly) {
  const SourceKind& kind = *find_source_kind("bluesky");
  EXPECT_EQ(kind.default_network(SourceSettings()), "bluesky");
  EXPECT_TRUE(kind.pages && kind.order == Order::times);
  EXPECT_EQ(kind.min_spacing, Duration(std::chrono::seconds(4)));
}

// Sorted by the earlier of the two times: a clock that is ahead, and a post that was indexed late.
TEST(BlueskyPage, BoundsAreTheEarlierOfTheAuthorsTimeAndTheServers) {
  const auto page = read(answer({item("ahead", "2026-11-23T18:00:00Z", "2026-11-23T12:00:00Z"),
                                 item("late", "2026-11-23T11:00:00Z", "2026-11-23T11:59:00Z")},
                                false),
                         Newest(Hashtag("TMSSW")));
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(*page->newest,
            Bound("at://did:plc:ana/app.bsky.feed.post/ahead", at("2026-11-23T12:00:00Z")));
  EXPECT_EQ(*page->oldest,
            Bound("at://did:plc:ana/app.bsky.feed.post/late", at("2026-11-23T11:00:00Z")));
  EXPECT_EQ(page->posts[0].created_at, at("2026-11-23T18:00:00Z"));
}

// Where the answer is in no order, the newest counts, and the walk goes on below the last.
TEST(BlueskyPage, ThePlaceToGoOnFromIsThatOfTheLastItem) {
  const auto page = read(answer({item("old", "2026-11-01T00:00:00Z", "2026-11-01T00:00:00Z"),
                                 item("new", "2026-11-23T11:00:00Z", "2026-11-23T11:00:00Z"),
                                 item("last", "2026-11-20T00:00:00Z", "2026-11-20T00:00:00Z"),
                                 item("unknown", "2026-11-02T00:00:00Z", "soon")},
                                false),
                         Newest(Hashtag("TMSSW")));
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->newest->at, at("2026-11-23T11:00:00Z"));
  EXPECT_EQ(page->oldest->at, at("2026-11-20T00:00:00Z"));
  EXPECT_EQ(page->posts.size(), 4U);
}

TEST(BlueskyPage, ACursorOrAFullPageSaysThatThereIsMore) {
  const std::string one = item("a", "2026-11-23T11:00:00Z", "2026-11-23T11:00:00Z");
  const Task newest = Newest(Hashtag("TMSSW"));
  EXPECT_FALSE(read(answer({one}, false), newest)->more);
  EXPECT_TRUE(read(answer({one}, true), newest)->more);
  EXPECT_TRUE(read(answer({}, true), newest)->more);
  EXPECT_FALSE(read(answer(std::vector<std::string>(99, one), false), newest)->more);
  EXPECT_TRUE(read(answer(std::vector<std::string>(100, one), false), newest)->more);
}

TEST(BlueskyPage, AServerThatDoesNotObeyUntilIsNotBelieved) {
  const std::string body =
      answer({item("a", "2026-11-23T11:00:00.500Z", "2026-11-23T12:00:00Z")}, true);
  const Hashtag tag("TMSSW");
  EXPECT_TRUE(read(body, Below(tag, Bound("", at("2026-11-23T11:00:00.500Z")))));
  const auto newer = read(body, Below(tag, Bound("", at("2026-11-23T11:00:00.499Z"))));
  ASSERT_FALSE(newer);
  EXPECT_EQ(newer.error().code, Errc::wrong_shape);
}

BlueskyFacet facet(std::int64_t start, std::int64_t end) {
  BlueskyFacet facet;
  facet.start = start;
  facet.end = end;
  return facet;
}

BlueskyFacet link(std::string_view text, std::string_view shown, std::string uri) {
  const auto start = static_cast<std::int64_t>(text.find(shown));
  BlueskyFacet made = facet(start, start + static_cast<std::int64_t>(shown.size()));
  made.links.push_back(std::move(uri));
  return made;
}

std::string text_with(std::string_view text, std::string_view shown, std::string uri) {
  return read_bluesky_text(text, {link(text, shown, std::move(uri))}).text;
}

TEST(BlueskyText, LinksThatAreShortenedStandInFull) {
  EXPECT_EQ(text_with("🚢 ñ example.org/a/b... now", "example.org/a/b...",
                      "https://www.example.org/a/b/c?x=1"),
            "🚢 ñ https://www.example.org/a/b/c?x=1 now");
  EXPECT_EQ(text_with("at example.org, see", "example.org", "https://example.org/"),
            "at https://example.org/, see");
  EXPECT_EQ(text_with("here: state.gov/visit", "state.gov/visit", "https://evil.example/"),
            "here: https://evil.example/")
      << "an address must not differ from where it leads";
  EXPECT_EQ(text_with("read the report", "the report", "https://example.org/"), "read the report");
  EXPECT_EQ(text_with("7/4 sales", "7/4", "https://example.org/7/4"), "7/4 sales");
  EXPECT_EQ(text_with("see\n\n example.org/a… \n\nend", "\n\n example.org/a… \n\n",
                      "https://example.org/abc"),
            "see\nhttps://example.org/abc\nend");
}

TEST(BlueskyText, LinksAreAbsoluteAndEachStandsOnce) {
  const std::string text = "a b c d";
  const BlueskyText read = read_bluesky_text(
      text, {link(text, "d", "https://example.org/1?utm_source=x"),
             link(text, "a", "https://example.org/2"), link(text, "b", "javascript:alert(1)"),
             link(text, "c", "/relative"), link(text, "c", "https://example.org/1")});
  ASSERT_EQ(read.links.size(), 2U);
  EXPECT_EQ(read.links[0].url, "https://example.org/2");
  EXPECT_EQ(read.links[1].url, "https://example.org/1");
  EXPECT_EQ(read.text, text);
}

// Offsets count bytes; those that split a character, overlap, end before they begin or lie outside
// change nothing.
TEST(BlueskyText, RangesThatAreNoneChangeNothing) {
  const std::string text = "ñexample.org/añ";
  for (const auto& [start, end] : std::vector<std::pair<std::int64_t, std::int64_t>>{
           {1, 15}, {2, 16}, {3, 3}, {9, 3}, {2, 99}, {-1, 15}, {-9223372036854775807 - 1, 15}}) {
    BlueskyFacet odd = facet(start, end);
    odd.links = {"https://example.org/a/b"};
    const BlueskyText read = read_bluesky_text(text, {odd});
    EXPECT_EQ(read.text, text) << start << " to " << end;
    EXPECT_EQ(read.links.size(), 1U) << "the link counts all the same";
  }
  const BlueskyText overlapping =
      read_bluesky_text(text, {link(text, "example.org/a", "https://example.org/a/1"),
                               link(text, "example.org/a", "https://example.org/a/2")});
  EXPECT_EQ(overlapping.text, "ñhttps://example.org/a/1ñ");
}

TEST(BlueskyText, TextIsSearchedForTagsOnlyWhereNoFacetNamesOne) {
  EXPECT_EQ(read_bluesky_text("plain #TMSSW and #two", {}).tags,
            (std::vector<Hashtag>{Hashtag("TMSSW"), Hashtag("two")}));
  BlueskyFacet tag = facet(6, 12);
  tag.tags = {"TMSSW"};
  EXPECT_EQ(read_bluesky_text("plain #TMSSW and #two", {tag}).tags,
            (std::vector<Hashtag>{Hashtag("TMSSW")}));
  const std::string text = "https://x.example/#TMSSW";
  EXPECT_TRUE(read_bluesky_text(text, {link(text, text, text)}).tags.empty());
}

TEST(BlueskyText, MentionsAreTheHandlesThatAreShown) {
  const std::string text = "with (@office.example.gov.) and @somebody";
  BlueskyFacet office = facet(5, 27);
  office.mentions = {"did:plc:office"};
  BlueskyFacet somebody = facet(32, 41);
  somebody.mentions = {"did:plc:somebody"};
  EXPECT_EQ(read_bluesky_text(text, {somebody, office, office}).mentions,
            (std::vector<std::string>{"@office.example.gov", "@did:plc:somebody"}));
}

}  // namespace
}  // namespace tagwatch
