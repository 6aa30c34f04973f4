#include "sim/oracle_run.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <fstream>
#include <sstream>
#include <utility>

#include "app/cli.hpp"
#include "app/deletions.hpp"
#include "app/options.hpp"
#include "tagwatch/ingest/poller.hpp"
#include "tagwatch/net/http_client.hpp"
#include "tagwatch/sources/registry.hpp"

namespace tagwatch::sim {
namespace {

namespace asio = boost::asio;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

// History that a first run finds.
constexpr Duration kHistory = hours(30);
constexpr std::chrono::minutes kReadyBy = hours(6) + minutes(15);
constexpr std::size_t kRestartEvery = 40;  // passes, on average
// Of a hundred mornings, so many without a digest.
constexpr std::size_t kMissed = 15;
constexpr int kSettlePassesMax = 600;

std::optional<std::string> no_environment(const std::string& /*name*/) {
  return std::nullopt;
}

asio::awaitable<Result<void>> poll_all(Collector& collector, const Config& config,
                                       ManualClock& clock, PassOptions options) {
  for (const Timeline& timeline : collector.timelines()) {
    // Time passes while others are read.
    options.lookback_deadline = clock.now() + days(1);
    const std::vector<const Timeline*> one{&timeline};
    Result<std::vector<PassReport>> reports =
        co_await poll_once(collector.pipeline(), one, options);
    if (!reports) {
      co_return reports.error();
    }
  }
  auto follow = [&]() { return follow_deletions(collector.writer(), config, clock.now()); };
  Result<void> followed = co_await collector.db().run(std::move(follow));
  co_return followed;
}

}  // namespace

/// What lives from one start of the program to the next.
struct OracleRun::Process {
  std::unique_ptr<DemoFetcher> fetcher = std::make_unique<DemoFetcher>();
  std::unique_ptr<Collector> collector;
  std::unique_ptr<LoopbackServer> loopback;
  std::unique_ptr<HttpClient> client;
};

OracleRun::OracleRun(int events, std::uint64_t seed)
    : start_(Zone::locate(kZone).value().window(kFirstDay).from + hours(5)),
      last_pass_(start_),
      clock_(start_),
      events_(world_, events, seed, start_ - kHistory),
      servers_(world_, events_, clock_, model_, seed + 1),
      dice_(seed + 2),
      next_day_(kFirstDay - days(1)) {
  write_config();
}

OracleRun::~OracleRun() = default;

void OracleRun::write_config() const {
  std::ofstream file(folder_ / "tagwatch.toml", std::ios::binary);
  file << "[monitor]\ntags = [\"" << kTags[0] << "\", \"" << kTags[1] << "\"]\ntimezone = \""
       << kZone << "\"\ncontact = \"oracle@office.example\"\nfirst_lookback = \"7d\"\n"
       << "[store]\npath = \"store.db\"\n[digest]\noutput = \"digests\"\nformats = [\"json\"]\n"
       << "ready_by = \"" << format_time_of_day(kReadyBy) << "\"\n";
  for (const std::string_view name : kSources) {
    file << "[[source]]\nname = \"" << name << "\"\nkind = \""
         << (name == kSky    ? "bluesky"
             : name == kNews ? "feed"
                             : "mastodon")
         << "\"\nurl = \"https://" << name << (name == kNews ? "/world.rss" : "")
         << "\"\nmin_spacing = \"0s\"\n";
  }
}

Result<void> OracleRun::start() {
  process_.reset();
  if (!config_) {
    const LoadedConfig config =
        load_config(folder_ / "tagwatch.toml", {source_kinds(), no_environment});
    if (!config) {
      return Error{Errc::config_invalid, describe(config.error())};
    }
    config_ = *config;
  }
  process_ = std::make_unique<Process>();
  Result<std::unique_ptr<Collector>> collector =
      Collector::open(*config_, source_kinds(), Writer::Options(true, Duration{0}), clock_,
                      process_->fetcher.get(), 1);
  if (!collector) {
    return collector.error();
  }
  process_->collector = std::move(*collector);
  const auto executor = process_->collector->loop().get_executor();
  process_->loopback = std::make_unique<LoopbackServer>(
      executor, clock_, [this](const ServerRequest& request) { return servers_.answer(request); });
  process_->client = std::make_unique<HttpClient>(executor, clock_, user_agent(*config_),
                                                  std::vector<std::string>{"127.0.0.1"});
  process_->fetcher->connect(*process_->client, process_->loopback->port());
  return {};
}

Result<void> OracleRun::pass(PassOptions options) {
  if (!process_ || dice_.below(kRestartEvery) == 0) {
    if (Result<void> started = start(); !started) {
      return started;
    }
    ++figures_.restarts;
  }
  ++figures_.passes;
  last_pass_ = clock_.now();
  Collector& collector = *process_->collector;
  std::optional<Result<void>> done;
  asio::co_spawn(collector.loop(), poll_all(collector, *config_, clock_, options),
                 [&done, &collector](const std::exception_ptr& thrown, Result<void> result) {
                   if (thrown) {
                     std::rethrow_exception(thrown);
                   }
                   done = std::move(result);
                   collector.loop().stop();
                 });
  collector.loop().restart();
  collector.loop().run();
  return *done;
}

Result<void> OracleRun::issue(Day day) {
  const Result<DigestDesk> desk = DigestDesk::open(*config_, source_kinds());
  if (!desk) {
    return desk.error();
  }
  Writer& writer = process_->collector->writer();
  const std::string folder = config_->digest.output.string();
  const auto issued = desk->issue(writer, day, clock_.now(), {folder});
  if (!issued) {
    return issued.error();
  }
  model_.issue(day, issued->view.value.window);
  ++figures_.digests;
  const auto written = desk->write_issued(writer, issued->view, digest_formats(*config_), folder);
  return written ? Result<void>() : written.error();
}

// Passes at odd times, and in the morning the digest of the day before.
Result<void> OracleRun::live(Instant until, Duration longest_wait) {
  const Zone& zone = Zone::locate(kZone).value();
  while (clock_.now() < until) {
    if (Result<void> done = pass(PassOptions()); !done) {
      return done;
    }
    const Day today = zone.day_of(clock_.now());
    if (clock_.now() >= zone.at(today, kReadyBy) && next_day_ < today) {
      const Day yesterday = today - days(1);
      next_day_ = today;
      if (dice_.below(100) >= kMissed) {
        if (Result<void> done = issue(yesterday); !done) {
          return done;
        }
      }
    }
    clock_.advance(dice_.between(minutes(16), longest_wait));
    events_.play(clock_.now());
  }
  return {};
}

Result<bool> OracleRun::is_settled() const {
  const Reader& reader = process_->collector->writer().reader();
  for (const Timeline& timeline : process_->collector->timelines()) {
    const Result<TimelineState> state = reader.timeline(timeline.id);
    const Result<Candidates> asked = reader.candidates(timeline.id, clock_.now() + days(30), 1);
    if (!state || !asked) {
      return state ? asked.error() : state.error();
    }
    const bool sweeps = std::any_of(state->sweeps.begin(), state->sweeps.end(),
                                    [](const Sweep& sweep) { return sweep.under_way(); });
    if (sweeps || !state->holes.empty() || !asked->ids.empty()) {
      return false;
    }
  }
  return true;
}

Result<void> OracleRun::settle() {
  servers_.calm_down();
  clock_.advance(hours(2));  // who was told to stay away comes back
  PassOptions week;
  week.sweep = days(7);
  // A sweep that is under way is ended first: none begins anew before.
  for (const PassOptions& first : {PassOptions(), week}) {
    if (Result<void> done = pass_until_settled(first); !done) {
      return done;
    }
  }
  return {};
}

Result<void> OracleRun::pass_until_settled(PassOptions options) {
  for (int passes = 0; passes < kSettlePassesMax; ++passes) {
    if (Result<void> done = pass(options); !done) {
      return done;
    }
    clock_.advance(minutes(16));
    options = PassOptions();
    const Result<bool> settled = is_settled();
    if (!settled || *settled) {
      return settled ? Result<void>() : settled.error();
    }
  }
  return Error{Errc::usage, "something is still to be read after many passes"};
}

Result<OracleFigures> OracleRun::play() {
  while (!events_.over()) {
    if (Result<void> done = live(clock_.now() + hours(6), hours(5)); !done) {
      return done.error();
    }
  }
  if (Result<void> done = live(clock_.now() + kChangesWithin + hours(12), hours(8)); !done) {
    return done.error();
  }
  if (Result<void> done = settle(); !done) {
    return done.error();
  }
  const Zone& zone = Zone::locate(kZone).value();
  const Day today = zone.day_of(clock_.now());
  clock_.set(zone.at(today + days(1), kReadyBy));
  if (Result<void> done = issue(today); !done) {
    return done.error();
  }
  note_unseen();
  figures_.answers = servers_.answers();
  process_.reset();
  return figures_;
}

// By now every edit and deletion has come.
void OracleRun::note_unseen() {
  for (const demo::WorldPost& post : world_.posts()) {
    if (post.deleted) {
      model_.take_back(post.uri);
      continue;
    }
    if (!model_.knows(post.uri)) {
      for (const demo::Arrival& arrival : post.arrivals) {
        std::vector<std::string> tags;
        for (const Hashtag& tag : post.tags) {
          tags.push_back(tag.key());
        }
        model_.never_shown({post.uri, arrival.server, std::move(tags),
                            from_ms(static_cast<std::int64_t>(arrival.id >> 16))});
      }
    }
  }
  for (const demo::NewsItem& item : world_.news()) {
    if (!model_.knows(item.guid)) {
      model_.never_shown(
          {item.guid, kNews, {tag_key(item.title.substr(item.title.find('#')))}, item.published});
    }
  }
}

Ended OracleRun::run_program(std::vector<std::string> words) const {
  words.insert(words.begin(), {"--config", (folder_ / "tagwatch.toml").string()});
  std::ostringstream out;
  std::ostringstream err;
  Session session{out, err, clock_, no_environment};
  Ended ended;
  ended.code = static_cast<int>(run_command_line(words, session));
  ended.out = out.str();
  ended.err = err.str();
  return ended;
}

Result<Writer> OracleRun::open_store() const {
  return Writer::open(folder_ / "store.db", Writer::Options(false, Duration{0}), clock_);
}

}  // namespace tagwatch::sim
