#include "tagwatch/demo/mastodon_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <string>
#include <vector>

#include "demo/asking.hpp"

namespace tagwatch::demo {
namespace {

using simdjson::dom::element;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const Instant kStart = *parse_rfc3339("2026-11-17T12:00:00Z");
const Instant kLater = kStart + std::chrono::days(2);
constexpr const char* kTimeline = "/api/v1/timelines/tag/tmssw";

// A world with one local and one remote account.
class MastodonServerTest : public ::testing::Test {
 protected:
  MastodonServerTest() {
    world_.add(Account{"ana", "a.example", "Ana & Co", 120, Day{std::chrono::year{2020} / 1 / 2}});
    world_.add(Account{"ben", "b.example", "Ben", 7, Day{std::chrono::year{2021} / 3 / 4}});
  }

  // Filed by a.example under its time, or under `filed`.
  std::size_t post(std::size_t account, Instant created, std::string text,
                   std::optional<Instant> arrived = std::nullopt) {
    const auto number = static_cast<std::uint16_t>(world_.posts().size() + 1);
    WorldPost post;
    post.account = account;
    post.created = created;
    post.uri = "https://a.example/users/x/statuses/" + std::to_string(number);
    post.url = "https://a.example/@x/" + std::to_string(number);
    post.text = std::move(text);
    post.language = "en";
    post.tags = {Hashtag("TMSSW")};
    post.arrivals = {{"a.example", arrived.value_or(created), snowflake(created, number)}};
    return world_.add(std::move(post));
  }

  // The numbers at the end of the uris of an answer.
  std::vector<std::string> uris(const std::string& target, Instant at = kLater) {
    std::vector<std::string> found;
    for (const element status : parse(server_.answer(get(target, at)).body)) {
      const std::string_view uri = status["uri"];
      found.emplace_back(uri.substr(uri.rfind('/') + 1));
    }
    return found;
  }
  simdjson::dom::array parse(const std::string& body) {
    json_ = simdjson::padded_string(body);
    return parser_.parse(json_);
  }
  std::string id(std::size_t index) {
    return std::to_string(world_.posts().at(index).arrivals.front().id);
  }

  World world_;
  MastodonServer server_{world_, "a.example"};
  simdjson::dom::parser parser_;
  simdjson::padded_string json_;
};

TEST_F(MastodonServerTest, PagingDownGivesEveryPostOnce) {
  for (int count = 0; count < 93; ++count) {
    post(0, kStart + std::chrono::seconds(count), "#TMSSW");
  }
  std::vector<std::string> seen;
  std::string target = std::string(kTimeline) + "?limit=80";
  for (auto page = uris(target); !page.empty(); page = uris(target)) {
    EXPECT_LE(page.size(), 40u) << "the limit is 40, whatever is asked for";
    seen.insert(seen.end(), page.begin(), page.end());
    target = std::string(kTimeline) + "?limit=80&max_id=" + id(std::stoul(page.back()) - 1);
  }
  ASSERT_THAT(seen, SizeIs(93));
  for (std::size_t index = 0; index < seen.size(); ++index) {
    EXPECT_EQ(seen[index], std::to_string(93 - index)) << "newest first";
  }
}

TEST_F(MastodonServerTest, MinIdIsDirectlyAboveAndSinceIdIsTheNewest) {
  for (int count = 0; count < 10; ++count) {
    post(0, kStart + std::chrono::seconds(count), "#TMSSW");
  }
  const std::string above = std::string(kTimeline) + "?limit=3&";
  EXPECT_THAT(uris(above + "min_id=" + id(1)), ElementsAre("5", "4", "3"));
  EXPECT_THAT(uris(above + "since_id=" + id(1)), ElementsAre("10", "9", "8"));
  EXPECT_THAT(uris(above + "min_id=" + id(1) + "&max_id=" + id(3)), ElementsAre("3"));
}

TEST_F(MastodonServerTest, ShowsWhatItKnowsAtTheTime) {
  post(0, kStart, "#TMSSW one");
  const std::size_t gone = post(0, kStart + std::chrono::minutes(1), "#TMSSW two");
  world_.post(gone).deleted = kStart + std::chrono::hours(1);
  // Fetched an hour after it was written: below the newest, when it comes at all.
  post(1, kStart + std::chrono::seconds(30), "#TMSSW late", kStart + std::chrono::hours(2));
  EXPECT_THAT(uris(kTimeline, kStart - std::chrono::seconds(1)), IsEmpty());
  EXPECT_THAT(uris(kTimeline, kStart + std::chrono::minutes(2)), ElementsAre("2", "1"));
  EXPECT_THAT(uris(kTimeline, kStart + std::chrono::minutes(90)), ElementsAre("1"));
  EXPECT_THAT(uris(kTimeline, kLater), ElementsAre("3", "1"));
  EXPECT_THAT(uris("/api/v1/timelines/tag/other"), IsEmpty()) << "unknown tags are no error";
}

TEST_F(MastodonServerTest, TellsAStatusAsItsServerSeesIt) {
  const std::size_t index = post(
      1, kStart,
      "@ana@a.example: a <b> (#TMSSW), see https://state.example/a/very/long/address/x.\n\nBye");
  WorldPost& written = world_.post(index);
  written.mentions = {0};
  written.card = Link{"https://state.example/a/very/long/address/x", "A page"};
  written.picture = Media{"image", "https://b.example/1.jpg", "Boxes"};
  written.finally.likes = 100;
  written.edit = Edit{kStart + std::chrono::hours(5), "#TMSSW edited"};
  const std::string body = server_.answer(get(kTimeline, kStart + std::chrono::hours(2))).body;
  const element status = *parse(body).begin();
  EXPECT_EQ(std::string_view(status["id"]), id(index));
  EXPECT_EQ(std::string_view(status["account"]["acct"]), "ben@b.example");
  EXPECT_EQ(std::string_view(status["mentions"].at(0)["acct"]), "ana");
  EXPECT_EQ(std::string_view(status["tags"].at(0)["name"]), "tmssw");
  EXPECT_EQ(std::string_view(status["card"]["title"]), "A page");
  EXPECT_EQ(std::string_view(status["media_attachments"].at(0)["description"]), "Boxes");
  EXPECT_EQ(std::int64_t(status["favourites_count"]), 50) << "half of the end after two hours";
  EXPECT_TRUE(status["edited_at"].is_null());
  const std::string_view content = status["content"];
  EXPECT_THAT(content,
              HasSubstr("class=\"u-url mention\">@<span>ana</span></a></span>: a &lt;b&gt; (<a"));
  EXPECT_THAT(content, HasSubstr("#<span>TMSSW</span></a>), see "));
  EXPECT_THAT(content, HasSubstr("href=\"https://state.example/a/very/long/address/x\""));
  EXPECT_THAT(content, HasSubstr(".</p><p>Bye</p>"));

  const std::string after = server_.answer(get(kTimeline, kLater)).body;
  const element edited = *parse(after).begin();
  EXPECT_EQ(std::string_view(edited["edited_at"]), "2026-11-17T17:00:00.000Z");
  EXPECT_THAT(std::string_view(edited["content"]), HasSubstr("edited"));
}

TEST_F(MastodonServerTest, AnswersConditionalRequests) {
  post(0, kStart, "#TMSSW");
  const ServerAnswer first = server_.answer(get(kTimeline, kLater));
  const std::string etag = header_of(first, "ETag");
  ASSERT_THAT(etag, HasSubstr("W/\""));
  const ServerAnswer again =
      server_.answer(get(kTimeline, kLater, "if-none-match: " + etag + "\r\n"));
  EXPECT_EQ(again.status, 304);
  EXPECT_THAT(again.body, IsEmpty());
  post(0, kStart + std::chrono::hours(1), "#TMSSW");
  EXPECT_EQ(server_.answer(get(kTimeline, kLater, "if-none-match: " + etag + "\r\n")).status, 200);
}

TEST_F(MastodonServerTest, GivesPostsByIdAndLeavesMissingOnesOut) {
  post(0, kStart, "#TMSSW");
  const std::size_t gone = post(0, kStart + std::chrono::minutes(1), "#TMSSW");
  world_.post(gone).deleted = kStart + std::chrono::hours(1);
  EXPECT_THAT(uris("/api/v1/statuses?id[]=" + id(0) + "&id%5B%5D=" + id(1)), ElementsAre("1"));
  EXPECT_EQ(server_.answer(get("/api/v1/statuses/" + id(0), kLater)).status, 200);
  EXPECT_EQ(server_.answer(get("/api/v1/statuses/" + id(1), kLater)).status, 404);
  std::string many = "/api/v1/statuses?id[]=1";
  for (int count = 0; count < 20; ++count) {
    many += "&id[]=1";
  }
  EXPECT_EQ(server_.answer(get(many, kLater)).status, 422);
}

TEST_F(MastodonServerTest, SaysThatTagFeedsAreOpen) {
  const std::string body = server_.answer(get("/api/v2/instance", kLater)).body;
  json_ = simdjson::padded_string(body);
  const element instance = parser_.parse(json_);
  const element feeds = instance["configuration"]["timelines_access"]["hashtag_feeds"];
  EXPECT_EQ(std::string_view(feeds["local"]), "public");
  EXPECT_EQ(std::string_view(feeds["remote"]), "public");
}

TEST_F(MastodonServerTest, LimitsPagingApart) {
  for (int count = 0; count < 299; ++count) {
    EXPECT_EQ(server_.answer(get(std::string(kTimeline) + "?max_id=1", kLater)).status, 200);
  }
  EXPECT_EQ(header_of(server_.answer(get(kTimeline, kLater)), "X-RateLimit-Remaining"), "0");
  EXPECT_EQ(server_.answer(get(kTimeline, kLater)).status, 429);
  const Instant after = kLater + std::chrono::minutes(5);
  EXPECT_EQ(server_.answer(get(kTimeline, after)).status, 200);
  EXPECT_EQ(server_.answer(get(std::string(kTimeline) + "?max_id=1", after)).status, 200);
  const ServerAnswer refused = server_.answer(get(std::string(kTimeline) + "?max_id=1", after));
  EXPECT_EQ(refused.status, 429) << "300 paging requests in 15 minutes";
  EXPECT_EQ(header_of(refused, "X-RateLimit-Reset"), "2026-11-19T12:15:00.000Z");
}

}  // namespace
}  // namespace tagwatch::demo
