// The daemon: polls on schedule, issues on time, stops when it is told to.
//
// One loop thread runs everything but the store and the archive's pages, which have a thread each.
// Nothing here knows the command line.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <iosfwd>
#include <list>
#include <optional>
#include <string>

#include "app/archive.hpp"
#include "app/collector.hpp"
#include "app/delivery_desk.hpp"
#include "app/digest_desk.hpp"

namespace tagwatch {

class Daemon {
 public:
  /// All are borrowed and must outlive the daemon. Paths of digests go to `out`, what failed in the
  /// first round and what to do about it to `err`.
  Daemon(Collector& collector, const DigestDesk& desk, const Config& config, const Clock& clock,
         std::ostream& out, std::ostream& err);

  /// Runs until a signal, or until the store fails for good: then the error. Blocks.
  [[nodiscard]] std::optional<Error> run();

 private:
  [[nodiscard]] boost::asio::awaitable<void> start();
  [[nodiscard]] boost::asio::awaitable<void> first_round();
  [[nodiscard]] boost::asio::awaitable<void> poll(const Timeline& timeline);
  [[nodiscard]] boost::asio::awaitable<void> issue_each_morning();
  [[nodiscard]] boost::asio::awaitable<bool> issue_yesterday();
  [[nodiscard]] boost::asio::awaitable<void> write_preview();
  [[nodiscard]] Result<std::vector<std::string>> issue_now();
  [[nodiscard]] boost::asio::awaitable<void> deliver_for_ever();
  [[nodiscard]] boost::asio::awaitable<void> follow_deletions_for_ever();
  [[nodiscard]] Result<std::vector<std::string>> write_again();
  [[nodiscard]] boost::asio::awaitable<void> serve_archive();
  void note_archive(const std::string& words);
  [[nodiscard]] boost::asio::awaitable<void> listen_for_signals();
  void spawn(boost::asio::awaitable<void> task, std::string name);
  void stop();

  Collector& collector_;
  const DigestDesk& desk_;
  const Config& config_;
  const Clock& clock_;
  std::ostream& out_;
  std::ostream& err_;
  boost::asio::signal_set signals_;
  boost::asio::steady_timer deadline_;
  std::list<boost::asio::cancellation_signal> tasks_;
  Archive archive_;
  std::optional<Error> failure_;
  bool stopping_ = false;
  std::atomic<bool> delivery_stopped_ = false;
  DeliveryDesk delivery_;
  DbThread delivery_thread_;  // where servers of mail are waited for
};

}  // namespace tagwatch
