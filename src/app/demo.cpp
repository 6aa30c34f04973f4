#include "app/demo.hpp"

#include <boost/asio/co_spawn.hpp>
#include <optional>
#include <set>
#include <utility>

#include "app/collector.hpp"
#include "app/deletions.hpp"
#include "app/demo_fetcher.hpp"
#include "app/digest_desk.hpp"
#include "app/options.hpp"
#include "tagwatch/demo/script.hpp"
#include "tagwatch/demo/server.hpp"
#include "tagwatch/demo/world_server.hpp"
#include "tagwatch/ingest/poller.hpp"
#include "tagwatch/net/http_client.hpp"
#include "tagwatch/sources/registry.hpp"

namespace tagwatch {
namespace {

namespace asio = boost::asio;

constexpr std::uint64_t kJitterSeed = 1;
constexpr std::chrono::minutes kQuietStep = std::chrono::hours(2);
constexpr std::chrono::minutes kProgrammeStep = std::chrono::minutes(30);
// The last poll before a digest is so much earlier.
constexpr std::chrono::minutes kRefreshLead = std::chrono::minutes(5);
// Virtual time stands still during a poll: the history of the first run is read in one go.
constexpr Duration kLookbackShare = std::chrono::minutes(2);

/// What a run is made of, and what has come of it.
struct Run {
  Run(const Config& config_, Collector& collector_, const DigestDesk& desk_, ManualClock& clock_)
      : config(config_), collector(collector_), desk(desk_), clock(clock_) {}
  const Config& config;
  Collector& collector;
  const DigestDesk& desk;
  ManualClock& clock;
  std::vector<DemoDigest> digests;
};

// The times of a local day at which servers are asked.
std::set<std::chrono::minutes> poll_times(const Config& config, Day day) {
  std::set<std::chrono::minutes> times{config.digest.ready_by - kRefreshLead};
  const auto step = day < demo::kProgrammeStart ? kQuietStep : kProgrammeStep;
  for (std::chrono::minutes time{0}; time < std::chrono::days(1); time += step) {
    times.insert(time);
  }
  return times;
}

// One timeline after the other: whichever server answers first would otherwise decide which of them
// showed a post first.
asio::awaitable<Result<void>> poll_all(Run& run) {
  for (const Timeline& timeline : run.collector.timelines()) {
    const std::vector<const Timeline*> one{&timeline};
    PassOptions options;
    options.lookback_deadline = run.clock.now() + kLookbackShare;
    Result<std::vector<PassReport>> reports =
        co_await poll_once(run.collector.pipeline(), one, options);
    if (!reports) {
      co_return reports.error();
    }
  }
  auto follow = [&run]() {
    return follow_deletions(run.collector.writer(), run.config, run.clock.now());
  };
  Result<void> followed = co_await run.collector.db().run(std::move(follow));
  co_return followed;
}

asio::awaitable<Result<void>> issue(Run& run, Day day) {
  auto make_and_write = [&run, day]() -> Result<std::vector<std::string>> {
    const std::string folder = run.config.digest.output.string();
    const auto issued = run.desk.issue(run.collector.writer(), day, run.clock.now(), {folder});
    if (!issued) {
      return issued.error();
    }
    return run.desk.write_issued(run.collector.writer(), issued->view, digest_formats(run.config),
                                 folder);
  };
  Result<std::vector<std::string>> files =
      co_await run.collector.db().run(std::move(make_and_write));
  if (!files) {
    co_return files.error();
  }
  run.digests.push_back({day, std::move(*files)});
  co_return Result<void>();
}

// Polls at their times, and in the morning the digest of the day before.
asio::awaitable<Result<void>> play_day(Run& run, Day day, bool only_morning) {
  const Zone& zone = run.config.monitor.timezone;
  const bool with_digest = day > demo::kFirstWatched;
  bool issued = false;
  for (const std::chrono::minutes time : poll_times(run.config, day)) {
    if (!issued && time >= run.config.digest.ready_by) {
      issued = true;
      run.clock.set(zone.at(day, run.config.digest.ready_by));
      if (with_digest) {
        Result<void> done = co_await issue(run, day - std::chrono::days(1));
        if (!done) {
          co_return done;
        }
      }
      if (only_morning) {
        co_return Result<void>();
      }
    }
    run.clock.set(zone.at(day, time));
    Result<void> polled = co_await poll_all(run);
    if (!polled) {
      co_return polled;
    }
  }
  co_return Result<void>();
}

asio::awaitable<Result<void>> play(Run& run) {
  const Day morning_after = demo::kLastDay + std::chrono::days(1);
  for (Day day = demo::kFirstWatched; day <= morning_after; day += std::chrono::days(1)) {
    Result<void> done = co_await play_day(run, day, day == morning_after);
    if (!done) {
      co_return done;
    }
  }
  co_return Result<void>();
}

}  // namespace

Result<std::vector<DemoDigest>> play_demo(const demo::World& world, const Config& config) {
  ManualClock clock(config.monitor.timezone.window(demo::kFirstWatched).from);
  DemoFetcher fetcher;
  Result<std::unique_ptr<Collector>> opened = Collector::open(
      config, source_kinds(), Writer::Options(true, Duration{0}), clock, &fetcher, kJitterSeed);
  if (!opened) {
    return opened.error();
  }
  Collector& collector = **opened;
  Result<DigestDesk> desk = DigestDesk::open(config, source_kinds());
  if (!desk) {
    return desk.error();
  }
  demo::WorldServer servers(world);
  LoopbackServer loopback(
      collector.loop().get_executor(), clock,
      [&servers](const ServerRequest& request) { return servers.answer(request); });
  HttpClient client(collector.loop().get_executor(), clock, user_agent(config), {"127.0.0.1"});
  fetcher.connect(client, loopback.port());
  Run run(config, collector, *desk, clock);
  std::optional<Result<void>> done;
  asio::co_spawn(collector.loop(), play(run),
                 [&done, &collector](const std::exception_ptr& thrown, Result<void> result) {
                   if (thrown) {
                     std::rethrow_exception(thrown);
                   }
                   done = std::move(result);
                   collector.loop().stop();
                 });
  collector.loop().run();
  if (!*done) {
    return done->error();
  }
  return std::move(run.digests);
}

}  // namespace tagwatch
