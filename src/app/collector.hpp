// Everything that a polling process owns: the store's writer on its thread, the sources, the HTTP
// client on its loop, and the pipeline that joins them.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "tagwatch/ingest/pipeline.hpp"
#include "tagwatch/ingest/timeline.hpp"
#include "tagwatch/net/fetcher.hpp"
#include "tagwatch/settings/config.hpp"
#include "tagwatch/store/async.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch {

class Collector {
 public:
  /// Opens the store for writing and makes every configured timeline known to it. `clock` and
  /// `kinds` must outlive the collector; `fetcher`, where given, replaces the HTTP client. `seed`
  /// feeds the jitter of back-off; without it chance does.
  /// Errors: those of Writer::open; config_invalid.
  [[nodiscard]] static Result<std::unique_ptr<Collector>> open(
      const Config& config, std::span<const SourceKind> kinds, Writer::Options options,
      const Clock& clock, HttpFetcher* fetcher = nullptr, std::optional<std::uint64_t> seed = {});

  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;

  [[nodiscard]] boost::asio::io_context& loop() { return loop_; }
  [[nodiscard]] Pipeline& pipeline() { return *pipeline_; }
  [[nodiscard]] DbThread& db() { return db_; }
  [[nodiscard]] Writer& writer() { return writer_; }
  [[nodiscard]] const std::vector<Timeline>& timelines() const { return sources_->timelines(); }

 private:
  Collector(Writer writer, Watchlist watchlist, std::unique_ptr<SourceSet> sources);

  // Order matters: what is declared later refers to what stands before it.
  boost::asio::io_context loop_{1};
  Writer writer_;
  DbThread db_;
  Watchlist watchlist_;
  std::unique_ptr<SourceSet> sources_;
  std::unique_ptr<HttpFetcher> http_;
  std::unique_ptr<Pipeline> pipeline_;
};

}  // namespace tagwatch
