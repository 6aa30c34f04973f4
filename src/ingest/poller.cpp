#include "tagwatch/ingest/poller.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "tagwatch/base/log.hpp"

namespace tagwatch {
namespace {

namespace asio = boost::asio;

// Enough to keep many servers busy at once; each host has its own, much lower limit.
constexpr std::size_t kPassesAtOnce = 16;
// History of the first run that one pass of the daemon reads before it lets newer posts come first.
constexpr Duration kLookbackShare = std::chrono::minutes(2);
// A longer wait is cut into slices, so that a clock that was set is noticed.
constexpr Duration kWaitSlice = std::chrono::minutes(1);
constexpr Duration kFullDiskWait = std::chrono::minutes(1);

struct Round {
  Pipeline& pipeline;
  const std::vector<const Timeline*>& timelines;
  PassOptions options;
  std::vector<PassReport> reports;
  std::size_t next = 0;
  std::optional<Error> error;
};

asio::awaitable<void> work(Round& round) {
  while (round.next < round.timelines.size() && !round.error) {
    const std::size_t index = round.next++;
    Result<PassReport> report =
        co_await round.pipeline.pass(*round.timelines[index], round.options);
    if (report) {
      round.reports[index] = std::move(*report);
    } else {
      round.error = report.error();
    }
  }
}

void log_pass(const PassReport& report) {
  const bool good = !report.error;
  const bool news = report.new_posts > 0 || report.changed_posts > 0;
  log::write(good ? (news ? log::Level::info : log::Level::debug) : log::Level::warn,
             good ? "poll.done" : "poll.failed",
             {{"source", report.timeline.source},
              {"tag", report.tag},
              {"outcome", name(report.outcome)},
              {"pages", report.pages},
              {"seen", report.seen},
              {"new", report.new_posts},
              {"err", report.error ? describe(*report.error) : "none"},
              {"next", format_rfc3339(report.next_poll)}});
}

}  // namespace

asio::awaitable<Result<std::vector<PassReport>>> poll_once(
    Pipeline& pipeline, const std::vector<const Timeline*>& timelines, PassOptions options) {
  Round round{pipeline, timelines, options, std::vector<PassReport>(timelines.size()), 0, {}};
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  using Worker = decltype(asio::co_spawn(executor, work(round), asio::deferred));
  std::vector<Worker> workers;
  for (std::size_t count = 0; count < std::min(kPassesAtOnce, timelines.size()); ++count) {
    workers.push_back(asio::co_spawn(executor, work(round), asio::deferred));
  }
  if (!workers.empty()) {
    auto group = asio::experimental::make_parallel_group(std::move(workers));
    const auto finished =
        co_await group.async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
    for (const std::exception_ptr& thrown : std::get<1>(finished)) {
      if (thrown) {
        std::rethrow_exception(thrown);
      }
    }
  }
  if (round.error) {
    co_return *round.error;
  }
  co_return std::move(round.reports);
}

asio::awaitable<void> wait_until(const Clock& clock, Instant until) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  while (clock.now() < until) {
    timer.expires_after(std::min(until - clock.now(), kWaitSlice));
    co_await timer.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<Result<void>> poll_for_ever(Pipeline& pipeline, const Timeline& timeline,
                                            const Clock& clock, Instant first_poll) {
  Instant next = first_poll;
  for (;;) {
    co_await wait_until(clock, next);
    PassOptions options;
    options.lookback_deadline = clock.now() + kLookbackShare;
    Result<PassReport> report = co_await pipeline.pass(timeline, options);
    if (report) {
      log_pass(*report);
      // A pass always sets a later time; the floor keeps a mistake from becoming a busy loop.
      next = std::max(report->next_poll, clock.now() + std::chrono::seconds(1));
    } else if (report.error().code == Errc::store_full) {
      log::error("store.full",
                 {{"err", describe(report.error())},
                  {"next_in_s", static_cast<std::int64_t>(kFullDiskWait.count() / 1000)}});
      next = clock.now() + kFullDiskWait;
    } else {
      co_return report.error();
    }
  }
}

}  // namespace tagwatch
