#include "app/collector.hpp"

#include <random>

#include "app/options.hpp"
#include "tagwatch/net/http_client.hpp"

namespace tagwatch {

Collector::Collector(Writer writer, Watchlist watchlist, std::unique_ptr<SourceSet> sources)
    : writer_(std::move(writer)), watchlist_(std::move(watchlist)), sources_(std::move(sources)) {}

Result<std::unique_ptr<Collector>> Collector::open(const Config& config,
                                                   std::span<const SourceKind> kinds,
                                                   Writer::Options options, const Clock& clock,
                                                   HttpFetcher* fetcher,
                                                   std::optional<std::uint64_t> seed) {
  Result<std::unique_ptr<SourceSet>> sources =
      SourceSet::make(config.sources, kinds, ingest_options(config));
  if (!sources) {
    return sources.error();
  }
  Result<Watchlist> watchlist = make_watchlist(config);
  if (!watchlist) {
    return watchlist.error();
  }
  Result<Writer> writer = Writer::open(config.store.path, options, clock);
  if (!writer) {
    return writer.error();
  }
  std::vector<TimelineId> ids;
  for (const Timeline& timeline : (*sources)->timelines()) {
    ids.push_back(timeline.id);
  }
  if (Result<void> known = writer->watch(config.monitor.tags, ids); !known) {
    return known.error();
  }
  std::unique_ptr<Collector> collector(
      new Collector(std::move(*writer), std::move(*watchlist), std::move(*sources)));
  if (fetcher == nullptr) {
    collector->http_ =
        std::make_unique<HttpClient>(collector->loop_.get_executor(), clock, user_agent(config),
                                     collector->sources_->configured_hosts());
    fetcher = collector->http_.get();
  }
  std::random_device entropy;
  collector->pipeline_ =
      std::make_unique<Pipeline>(*fetcher, collector->db_, collector->writer_,
                                 collector->watchlist_, clock, seed ? *seed : entropy());
  return collector;
}

}  // namespace tagwatch
