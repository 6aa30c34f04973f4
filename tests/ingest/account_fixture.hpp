// What tests of an account of Bluesky share: its server, and the real program behind it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "support/temp_dir.hpp"
#include "tagwatch/demo/bluesky_account_server.hpp"
#include "tagwatch/demo/server.hpp"
#include "tagwatch/ingest/poller.hpp"
#include "tagwatch/net/http_client.hpp"
#include "tagwatch/sources/registry.hpp"

namespace tagwatch::test {

using namespace std::chrono_literals;

inline const Instant kNoon = parse_rfc3339("2026-11-23T12:00:00Z").value();
inline constexpr const char* kHost = "sky.example";
inline constexpr const char* kPassword = "abcd-efgh-ijkl-mnop";

/// A source with two tags whose account signs in at a loopback server.
class AccountFixture : public ::testing::Test {
 protected:
  AccountFixture()
      : clock(kNoon),
        app_view(world, kHost),
        account(app_view, "press.example.org", kPassword),
        server(loop.get_executor(), clock,
               [this](const ServerRequest& request) { return answer(request); }),
        writer(
            Writer::open(folder / "store.db", Writer::Options(true, Duration{0}), clock).value()),
        watchlist({Hashtag("TMSSW"), Hashtag("two")}, Topics(), false) {
    demo::Account ana;
    ana.name = "ana";
    ana.server = kHost;
    ana.followers = 4711;
    ana.created_on = Day{std::chrono::year{2025} / 1 / 1};
    world.add(ana);
    answer = [this](const ServerRequest& request) { return account.answer(request); };
    account.live_at(server.url(""));
    start();
  }

  // What a process begins with.
  void start(const std::string& password = kPassword) {
    SourceSettings settings;
    settings.name = "bluesky";
    settings.kind = "bluesky";
    settings.url = server.url("/");
    settings.tags = {Hashtag("TMSSW"), Hashtag("two")};
    settings.interval = 5min;
    settings.account = "press.example.org";
    settings.password = password;
    settings.login_url = server.url("/");
    IngestOptions options;
    options.sessions = folder / "sessions";
    pipeline.reset();
    sources = SourceSet::make({settings}, source_kinds(), options).value();
    http = std::make_unique<HttpClient>(loop.get_executor(), clock, "test",
                                        sources->configured_hosts());
    pipeline = std::make_unique<Pipeline>(*http, db, writer, watchlist, clock, 1);
    EXPECT_TRUE(writer.watch({Hashtag("TMSSW"), Hashtag("two")},
                             {sources->timelines()[0].id, sources->timelines()[1].id}));
  }

  // A pass over both timelines at the same time.
  std::vector<PassReport> poll() {
    std::vector<const Timeline*> timelines;
    for (const Timeline& timeline : sources->timelines()) {
      timelines.push_back(&timeline);
    }
    std::optional<Result<std::vector<PassReport>>> result;
    boost::asio::co_spawn(loop, poll_once(*pipeline, timelines, {clock.now() + 1min, Duration{}}),
                          [&](const std::exception_ptr& thrown, auto reports) {
                            if (thrown) {
                              std::rethrow_exception(thrown);
                            }
                            result = std::move(reports);
                          });
    loop.restart();
    while (!result) {
      loop.run_one();
    }
    return result->value();
  }

  void add_post(Instant created, const std::string& text = "Note #TMSSW") {
    const std::string number = std::to_string(world.posts().size() + 1);
    demo::WorldPost post;
    post.uri = "at://did:plc:ana/app.bsky.feed.post/" + number;
    post.created = created;
    post.text = text;
    post.language = "en";
    post.tags = {Hashtag("TMSSW")};
    post.arrivals = {{kHost, created, demo::snowflake(created, 1)}};
    world.add(post);
  }

  [[nodiscard]] int asked(const std::string& method) const {
    const auto requests = server.requests();
    return static_cast<int>(std::count_if(
        requests.begin(), requests.end(),
        [&method](const ServerRequest& request) { return request.path.ends_with("." + method); }));
  }
  [[nodiscard]] std::int64_t stored() const { return writer.reader().stats().value().posts; }
  [[nodiscard]] std::filesystem::path session_file() const {
    return folder / "sessions" / "bluesky.session";
  }

  boost::asio::io_context loop{1};
  ManualClock clock;
  TempDir folder;
  demo::World world;
  demo::BlueskyServer app_view;
  demo::BlueskyAccountServer account;
  std::function<ServerAnswer(const ServerRequest&)> answer;
  LoopbackServer server;
  Writer writer;
  DbThread db;
  Watchlist watchlist;
  std::unique_ptr<SourceSet> sources;
  std::unique_ptr<HttpClient> http;
  std::unique_ptr<Pipeline> pipeline;
};

}  // namespace tagwatch::test
