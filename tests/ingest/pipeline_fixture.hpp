// What tests of passes share: a loopback server, and the real program behind it.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "support/temp_dir.hpp"
#include "tagwatch/demo/server.hpp"
#include "tagwatch/ingest/poller.hpp"
#include "tagwatch/net/http_client.hpp"
#include "tagwatch/sources/registry.hpp"

namespace tagwatch::test {

inline const Instant kNoon = parse_rfc3339("2026-11-23T12:00:00Z").value();

/// One source on a loopback server, and everything between it and a real store.
class PipelineFixture : public ::testing::Test {
 protected:
  explicit PipelineFixture(std::string_view kind = "mastodon", const Hashtag& control_tag = {})
      : clock(kNoon),
        server(loop.get_executor(), clock,
               [this](const ServerRequest& request) { return answer(request); }),
        writer(
            Writer::open(folder / "store.db", Writer::Options(true, Duration{0}), clock).value()),
        watchlist({Hashtag("TMSSW")}, Topics(), false) {
    SourceSettings settings;
    settings.name = "social";
    settings.kind = kind;
    settings.url = server.url("");
    settings.tags = {Hashtag("TMSSW")};
    settings.interval = std::chrono::minutes(5);
    settings.control_tag = control_tag;
    sources = SourceSet::make({settings}, source_kinds(), IngestOptions()).value();
    http = std::make_unique<HttpClient>(loop.get_executor(), clock, "test",
                                        sources->configured_hosts());
    pipeline = std::make_unique<Pipeline>(*http, db, writer, watchlist, clock, 1);
    EXPECT_TRUE(writer.watch({Hashtag("TMSSW")}, {timeline().id}));
  }

  PassReport pass(Duration sweep = {}) {
    std::optional<Result<PassReport>> result;
    boost::asio::co_spawn(
        loop, pipeline->pass(timeline(), {clock.now() + std::chrono::minutes(1), sweep}),
        [&](const std::exception_ptr& thrown, auto report) {
          if (thrown) {
            std::rethrow_exception(thrown);
          }
          result = std::move(report);
        });
    loop.restart();
    while (!result) {
      loop.run_one();
    }
    return result->value();
  }

  const Timeline& timeline() { return sources->timelines().front(); }
  TimelineState state() { return writer.reader().timeline(timeline().id).value(); }
  Coverage coverage(Window window) {
    return coverage_of(window, kNoon - std::chrono::days(84),
                       writer.reader().coverage(timeline().id, window).value());
  }

  boost::asio::io_context loop{1};
  ManualClock clock;
  TempDir folder;
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
