// Passes over a search of Bluesky, from socket to store.
#include "pipeline_fixture.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using namespace test;

struct Item {
  Instant at{};
  std::string text;
};

std::string view(std::size_t key, const Item& item) {
  const std::string time = format_rfc3339(item.at);
  return R"({"uri":"at://did:plc:ana/app.bsky.feed.post/)" + std::to_string(key) +
         R"(","author":{"did":"did:plc:ana","handle":"ana.example.net"},"record":{"createdAt":")" +
         time + R"(","text":")" + item.text + R"("},"indexedAt":")" + time + "\"}";
}

class BlueskyPassTest : public PipelineFixture {
 protected:
  BlueskyPassTest() : PipelineFixture("bluesky") {
    answer = [this](const ServerRequest& request) { return search(request); };
  }

  // The newest first, those before `until` where that is given.
  ServerAnswer search(const ServerRequest& request) {
    const auto until = request.query.find("until");
    const bool older = until != request.query.end();
    if (refuses_older && older) {
      return ServerAnswer(403, "<html><body><h1>403 Forbidden</h1></body></html>");
    }
    const Instant before = older ? parse_rfc3339(until->second).value() : Instant::max();
    const auto limit = static_cast<std::size_t>(std::stoi(request.query.at("limit")));
    std::string posts;
    std::size_t count = 0;
    std::size_t left = 0;
    for (std::size_t key = items.size(); key > 0; --key) {
      if (items[key - 1].at >= before) {
        continue;
      }
      if (count < limit) {
        posts += (posts.empty() ? "" : ",") + view(key, items[key - 1]);
        ++count;
      } else {
        ++left;
      }
    }
    return ServerAnswer(200, "{\"posts\":[" + posts + (left > 0 ? "],\"cursor\":\"100\"}" : "]}"));
  }

  std::vector<Item> items;  // oldest first
  bool refuses_older = false;
};

TEST_F(BlueskyPassTest, WalksBackByTimeAndKeepsWhatCarriesTheTag) {
  for (int count = 0; count < 250; ++count) {
    // Five at a time, so that pages end among posts of one time; one in ten is no post of the tag.
    items.push_back({kNoon - 50h + std::chrono::hours(count / 5),
                     count % 10 == 0 ? "Notes on TMSSW" : "Notes #TMSSW"});
  }
  const PassReport report = pass();
  EXPECT_EQ(report.outcome, PassOutcome::ok);
  EXPECT_EQ(report.new_posts, 225);
  EXPECT_EQ(writer.reader().stats().value().posts, 225);
  EXPECT_EQ(server.requests().size(), 3U);
  for (const ServerRequest& request : server.requests()) {
    EXPECT_EQ(request.path, "/xrpc/app.bsky.feed.searchPosts");
    EXPECT_EQ(request.query.at("q"), "#TMSSW");
    EXPECT_FALSE(request.query.contains("cursor"));
  }
  EXPECT_EQ(coverage({kNoon - 60h, kNoon}).word, CoverageWord::complete);
}

TEST_F(BlueskyPassTest, AServerThatRefusesOlderPagesLosesNothingOfToday) {
  for (int hour = 200; hour > 0; --hour) {
    items.push_back({kNoon - std::chrono::hours(hour), "Notes #TMSSW"});
  }
  refuses_older = true;
  const PassReport refused = pass();
  EXPECT_EQ(refused.outcome, PassOutcome::partial);
  EXPECT_EQ(refused.error.value().code, Errc::refused);
  EXPECT_EQ(refused.new_posts, 100);
  for (int round = 0; round < 3; ++round) {
    clock.advance(1h);
    items.push_back({clock.now() - 1min, "Notes #TMSSW"});
    EXPECT_EQ(pass().new_posts, 1);
  }
  EXPECT_LE(state().holes.size(), 2U) << "history, and one check";
  EXPECT_EQ(coverage({kNoon - 24h, clock.now()}).word, CoverageWord::complete);

  refuses_older = false;
  clock.advance(1h);
  EXPECT_EQ(pass().outcome, PassOutcome::ok);
  EXPECT_TRUE(state().holes.empty());
  EXPECT_EQ(writer.reader().stats().value().posts, 203);
}

class ControlledPassTest : public PipelineFixture {
 protected:
  ControlledPassTest() : PipelineFixture("bluesky", Hashtag("news")) {
    answer = [this](const ServerRequest& request) {
      const bool shows = request.query.at("q") == "#news" && !closed;
      const Item item{clock.now() - 1min, "#news"};
      return ServerAnswer(200, "{\"posts\":[" + (shows ? view(1, item) : "") + "]}");
    };
  }
  [[nodiscard]] std::size_t asked_for_control() const {
    const auto& requests = server.requests();
    return static_cast<std::size_t>(std::count_if(
        requests.begin(), requests.end(),
        [](const ServerRequest& request) { return request.query.at("q") == "#news"; }));
  }
  bool closed = false;
};

TEST_F(ControlledPassTest, ABusyTagTellsAnHourlyWhetherAnEmptyPageIsAZero) {
  EXPECT_EQ(pass().outcome, PassOutcome::ok);
  EXPECT_TRUE(state().control_had_posts);
  EXPECT_EQ(writer.reader().stats().value().posts, 0) << "posts of the control tag are not kept";
  clock.advance(30min);
  closed = true;
  (void)pass();
  EXPECT_EQ(asked_for_control(), 1U) << "at most once an hour";
  clock.advance(30min);
  (void)pass();
  EXPECT_EQ(asked_for_control(), 2U);
  EXPECT_FALSE(state().control_had_posts);
  EXPECT_FALSE(state().newest_page_had_posts);
}

TEST_F(ControlledPassTest, AnotherProcessAsksNoSooner) {
  (void)pass();
  pipeline = std::make_unique<Pipeline>(*http, db, writer, watchlist, clock, 1);
  clock.advance(30min);
  (void)pass();
  EXPECT_EQ(asked_for_control(), 1U);
  EXPECT_TRUE(state().control_had_posts);
}

TEST_F(BlueskyPassTest, ASearchThatForgetsItsPostsIsNotBelieved) {
  items.push_back({kNoon - 1h, "Notes #TMSSW"});
  EXPECT_EQ(pass().outcome, PassOutcome::ok);
  items.clear();
  clock.advance(1h);
  (void)pass();
  const Coverage coverage_of_hour = coverage({kNoon, kNoon + 1h});
  EXPECT_EQ(coverage_of_hour.word, CoverageWord::blind);
  EXPECT_EQ(coverage_of_hour.gaps.at(0).reason, GapReason::refused);
}

}  // namespace
}  // namespace tagwatch
