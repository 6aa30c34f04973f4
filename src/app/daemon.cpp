#include "app/daemon.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <ostream>

#include "app/deletions.hpp"
#include "app/options.hpp"
#include "app/poll_report.hpp"
#include "app/unwritten.hpp"
#include "tagwatch/base/log.hpp"
#include "tagwatch/digest/chain.hpp"
#include "tagwatch/ingest/poller.hpp"
#include "tagwatch/store/lock.hpp"

namespace tagwatch {
namespace {

namespace asio = boost::asio;

// Passes under way get so long to finish their transaction; with what follows it is below 5 s.
constexpr Duration kStopDeadline = std::chrono::seconds(4);
// A digest that could not be issued is tried again after so long.
constexpr Duration kIssueRetry = std::chrono::minutes(1);
// What is gone leaves every file within a minute.
constexpr Duration kDeletionsEvery = std::chrono::seconds(20);
// A disk that is full, or a reader that keeps old pages, needs longer.
constexpr Duration kDeletionsRetry = std::chrono::minutes(10);
// Whoever has the archive's port may let it go.
constexpr Duration kListenRetry = std::chrono::minutes(1);
// How soon an issued digest is sent, and a repeat that is due.
constexpr Duration kDeliverEvery = std::chrono::seconds(15);
// The first round reads history only so long, so that the first preview comes soon.
constexpr Duration kFirstLookback = std::chrono::seconds(20);

}  // namespace

Daemon::Daemon(Collector& collector, const DigestDesk& desk, const Config& config,
               const Clock& clock, std::ostream& out, std::ostream& err)
    : collector_(collector),
      desk_(desk),
      config_(config),
      clock_(clock),
      out_(out),
      err_(err),
      signals_(collector.loop(), SIGINT, SIGTERM),
      deadline_(collector.loop()),
      archive_(config, desk),
      delivery_(
          config, desk, clock,
          [&collector](const std::function<void(Writer&)>& work) {
            collector.db().run_and_wait([&]() { work(collector.writer()); });
          },
          [this]() { return delivery_stopped_.load(); }) {}

std::optional<Error> Daemon::run() {
  log::info("daemon.start",
            {{"timelines", collector_.timelines().size()}, {"store", config_.store.path.string()}});
  asio::co_spawn(collector_.loop(), listen_for_signals(), [](const std::exception_ptr& thrown) {
    if (thrown) {
      std::rethrow_exception(thrown);
    }
  });
  spawn(start(), "start");
  if (config_.archive.listen) {
    spawn(serve_archive(), "archive");
  }
  collector_.loop().run();
  log::info("daemon.stop");
  return failure_;
}

asio::awaitable<void> Daemon::listen_for_signals() {
  boost::system::error_code closed;
  co_await signals_.async_wait(asio::redirect_error(asio::use_awaitable, closed));
  if (closed) {
    co_return;
  }
  log::info("daemon.stopping");
  stop();
  co_await signals_.async_wait(asio::redirect_error(asio::use_awaitable, closed));
  if (!closed) {
    collector_.loop().stop();
  }
}

void Daemon::stop() {
  stopping_ = true;
  delivery_stopped_ = true;
  for (asio::cancellation_signal& task : tasks_) {
    task.emit(asio::cancellation_type::terminal);
  }
  if (tasks_.empty()) {
    signals_.cancel();
    return;
  }
  deadline_.expires_after(kStopDeadline);
  deadline_.async_wait([this](const boost::system::error_code& cancelled) {
    if (!cancelled) {
      log::warn("daemon.stopped_hard");
      collector_.loop().stop();
    }
  });
}

void Daemon::spawn(asio::awaitable<void> task, std::string name) {
  const auto slot = tasks_.emplace(tasks_.end());
  auto ended = [this, slot, name = std::move(name)](const std::exception_ptr& thrown) {
    tasks_.erase(slot);
    try {
      if (thrown) {
        std::rethrow_exception(thrown);
      }
    } catch (const boost::system::system_error& error) {
      if (error.code() != asio::error::operation_aborted) {
        failure_ = Error{Errc::store_failed, name + ": " + error.what()};
      }
    }
    if (failure_ && !stopping_) {
      stop();
    }
    if (stopping_ && tasks_.empty()) {
      deadline_.cancel();
      signals_.cancel();
    }
  };
  asio::co_spawn(collector_.loop(), std::move(task),
                 asio::bind_cancellation_slot(slot->slot(), std::move(ended)));
}

asio::awaitable<void> Daemon::start() {
  co_await first_round();
  co_await write_preview();
  for (const Timeline& timeline : collector_.timelines()) {
    spawn(poll(timeline), timeline.id.source + " " + timeline.id.tag_key);
  }
  spawn(issue_each_morning(), "digest");
  if (delivery_.any()) {
    spawn(deliver_for_ever(), "delivery");
  }
  spawn(follow_deletions_for_ever(), "deletions");
}

// Timelines that are due are polled at once and together, so that the preview shows them all. A
// restart polls nothing early.
asio::awaitable<void> Daemon::first_round() {
  std::vector<const Timeline*> due;
  auto load = [this]() { return collector_.writer().reader().timelines(); };
  Result<std::vector<TimelineRow>> rows = co_await collector_.db().run(std::move(load));
  if (!rows) {
    failure_ = rows.error();
    co_return;
  }
  for (const Timeline& timeline : collector_.timelines()) {
    const auto row = std::find_if(rows->begin(), rows->end(),
                                  [&](const TimelineRow& each) { return each.id == timeline.id; });
    if (row == rows->end() || row->state.next_poll <= clock_.now()) {
      due.push_back(&timeline);
    }
  }
  PassOptions options;
  options.lookback_deadline = clock_.now() + kFirstLookback;
  Result<std::vector<PassReport>> reports = co_await poll_once(collector_.pipeline(), due, options);
  if (!reports) {
    failure_ = reports.error();
    co_return;
  }
  write_poll_lines(err_, err_, *reports, config_.monitor.timezone);
}

asio::awaitable<void> Daemon::poll(const Timeline& timeline) {
  auto load = [this, &timeline]() { return collector_.writer().reader().timeline(timeline.id); };
  Result<TimelineState> state = co_await collector_.db().run(std::move(load));
  if (!state) {
    failure_ = state.error();
    co_return;
  }
  Result<void> ended =
      co_await poll_for_ever(collector_.pipeline(), timeline, clock_, state->next_poll);
  if (!ended) {
    failure_ = ended.error();
  }
}

asio::awaitable<void> Daemon::issue_each_morning() {
  const Zone& zone = config_.monitor.timezone;
  const auto ready_by = config_.digest.ready_by;
  auto load = [this]() { return collector_.writer().reader().digests(); };
  Result<std::vector<DigestRow>> issued = co_await collector_.db().run(std::move(load));
  if (!issued) {
    failure_ = issued.error();
    co_return;
  }
  // A missed digest is made up for at once; a chain that has not begun begins in the morning.
  const Day today = zone.day_of(clock_.now());
  const bool late = !issued->empty() && clock_.now() >= zone.at(today, ready_by);
  Day next = late || clock_.now() < zone.at(today, ready_by) ? today : today + std::chrono::days(1);
  for (;;) {
    co_await wait_until(clock_, zone.at(next, ready_by));
    while (!co_await issue_yesterday()) {
      co_await wait_until(clock_, clock_.now() + kIssueRetry);
    }
    next = zone.day_of(clock_.now()) + std::chrono::days(1);
  }
}

// On the store's thread.
Result<std::vector<std::string>> Daemon::issue_now() {
  const Instant now = clock_.now();
  const Day yesterday = config_.monitor.timezone.day_of(now) - std::chrono::days(1);
  const std::string folder = config_.digest.output.string();
  Writer& writer = collector_.writer();
  const auto issued = desk_.issue(writer, yesterday, now, {folder});
  if (!issued) {
    if (auto put = delivery_.put_notice(writer, yesterday, issued.error()); !put) {
      log::error("delivery.failed", {{"err", describe(put.error())}});
    }
    return issued.error();
  }
  if (!issued->earlier.empty()) {
    log::warn("digest.earlier_kept",
              {{"why", earlier_words(issued->view.value.date, issued->earlier)}});
  }
  if (auto put = delivery_.put_digest(writer, yesterday); !put) {
    return put.error();
  }
  return desk_.write_issued(writer, issued->view, digest_formats(config_), folder);
}

// False: it failed and is worth another try.
asio::awaitable<bool> Daemon::issue_yesterday() {
  auto work = [this]() { return issue_now(); };
  Result<std::vector<std::string>> paths = co_await collector_.db().run(std::move(work));
  if (!paths) {
    const bool never = paths.error().code == Errc::usage;
    log::error("digest.failed", {{"err", describe(paths.error())}});
    co_return never;
  }
  log::info("digest.issued", {{"file", paths->empty() ? "" : paths->front()}});
  for (const std::string& path : *paths) {
    out_ << path << '\n';
  }
  out_.flush();
  co_return true;
}

// On the store's thread.
Result<std::vector<std::string>> Daemon::write_again() {
  auto paths = write_unwritten_digests(collector_.writer(), desk_, config_);
  if (!paths) {
    return paths;
  }
  const Instant now = clock_.now();
  const auto left = deletions_left(collector_.writer().reader(), now);
  if (!left) {
    return left.error();
  }
  if (*left) {
    const auto again = follow_deletions(collector_.writer(), desk_, config_, now);
    if (!again) {
      return again.error();
    }
    paths->insert(paths->end(), again->begin(), again->end());
  }
  return paths;
}

asio::awaitable<void> Daemon::deliver_for_ever() {
  auto put = [this]() { return delivery_.put_recent_digests(collector_.writer()); };
  Result<void> recent = co_await collector_.db().run(std::move(put));
  if (!recent) {
    log::error("delivery.failed", {{"err", describe(recent.error())}});
  }
  for (;;) {
    auto work = [this]() { return delivery_.deliver_due(); };
    Result<std::vector<OutboxRow>> tried = co_await delivery_thread_.run(std::move(work));
    if (!tried) {
      log::error("delivery.failed", {{"err", describe(tried.error())}});
    } else {
      for (const OutboxRow& row : *tried) {
        const std::string words = delivery_words(row, config_);
        row.state == OutboxState::sent ? log::info("delivery.sent", {{"to", words}})
                                       : log::warn("delivery.not_sent", {{"to", words}});
      }
    }
    co_await wait_until(clock_, clock_.now() + kDeliverEvery);
  }
}

asio::awaitable<void> Daemon::follow_deletions_for_ever() {
  for (;;) {
    auto work = [this]() { return write_again(); };
    Result<std::vector<std::string>> paths = co_await collector_.db().run(std::move(work));
    if (!paths) {
      log::error("deletions.failed", {{"err", describe(paths.error())}});
    } else {
      for (const std::string& path : *paths) {
        out_ << path << '\n';
      }
      out_.flush();
    }
    const Instant next = clock_.now() + (paths ? kDeletionsEvery : kDeletionsRetry);
    co_await wait_until(clock_, next);
  }
}

void Daemon::note_archive(const std::string& words) {
  if (const auto noted = Lock::note(config_.store.path, words); !noted) {
    log::warn("archive.not_noted", {{"err", describe(noted.error())}});
  }
}

// Where the port is taken the daemon goes on without, and looks again.
asio::awaitable<void> Daemon::serve_archive() {
  PageHandler handler = [this](std::string path) { return archive_.page(std::move(path)); };
  bool told = false;
  for (;;) {
    auto server =
        HttpServer::listen(collector_.loop().get_executor(), *config_.archive.listen, handler);
    if (server) {
      log::info("archive.listening", {{"url", (*server)->url()}});
      note_archive((*server)->url());
      co_await (*server)->serve();
      co_return;
    }
    if (!told) {
      log::warn("archive.not_served", {{"err", server.error().context}});
      note_archive("not served: " + server.error().context);
      told = true;
    }
    co_await wait_until(clock_, clock_.now() + kListenRetry);
  }
}

asio::awaitable<void> Daemon::write_preview() {
  auto work = [this]() -> Result<std::vector<std::string>> {
    const Instant now = clock_.now();
    Result<DigestView> view =
        desk_.show(collector_.writer().reader(), config_.monitor.timezone.day_of(now), now);
    if (!view) {
      return view.error();
    }
    auto files = desk_.write(*view, digest_formats(config_), config_.digest.output.string());
    if (!files) {
      return files.error();
    }
    return logged_paths(std::move(*files));
  };
  Result<std::vector<std::string>> paths = co_await collector_.db().run(std::move(work));
  if (!paths) {
    log::error("preview.failed", {{"err", describe(paths.error())}});
    co_return;
  }
  for (const std::string& path : *paths) {
    out_ << path << '\n';
  }
  out_.flush();
}

}  // namespace tagwatch
