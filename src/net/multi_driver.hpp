// libcurl's multi interface on an asio loop: sockets, the timer, completions.
//
// Knows handles, not HTTP. One loop thread. The rules it keeps: libcurl is never called from inside
// its own callbacks; a socket is watched through a duplicate, since libcurl closes its own when it
// likes; sockets that libcurl opened for itself (its resolver's) are watched like all others.
#pragma once

#include <curl/curl.h>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <unordered_map>

#include "curl_handles.hpp"

namespace tagwatch {

/// Held by shared_ptr: handlers that are on their way when it goes find it gone.
class MultiDriver : public std::enable_shared_from_this<MultiDriver> {
 public:
  /// Limits on what libcurl keeps open. Throws when libcurl cannot be set up: a start-up failure.
  MultiDriver(boost::asio::any_io_executor executor, int connections_per_host,
              int connections_total);
  MultiDriver(const MultiDriver&) = delete;
  MultiDriver& operator=(const MultiDriver&) = delete;
  ~MultiDriver();

  /// Runs `easy` to its end and gives libcurl's result. nullopt: the awaiting coroutine was
  /// cancelled, or shut_down() was called. The handle is free again in every case, also when the
  /// coroutine's frame is destroyed. The driver and `easy` must outlive the coroutine.
  [[nodiscard]] boost::asio::awaitable<std::optional<CURLcode>> run(CURL* easy);

  /// Ends every transfer and closes every connection.
  void shut_down();

 private:
  struct Running;
  struct Watch;

  static int on_timer(CURLM* multi, long timeout_ms, void* driver);
  static int on_socket(CURL* easy, curl_socket_t socket, int what, void* driver, void* unused);

  void watch(curl_socket_t socket, int wanted);
  void await_events(const std::shared_ptr<Watch>& watch);
  void await_event(const std::shared_ptr<Watch>& watch, int event);
  void act(curl_socket_t socket, int events);
  void finish_transfers();
  void remove(Running& running);

  boost::asio::any_io_executor executor_;
  boost::asio::steady_timer timer_;
  CurlMulti multi_;  // null after shut_down()
  std::unordered_map<CURL*, Running*> running_;
  std::unordered_map<curl_socket_t, std::shared_ptr<Watch>> watches_;
};

}  // namespace tagwatch
