// A small HTTP/1.1 server for readers at this machine: pages on loopback, GET and HEAD alone.
//
// One request a connection. Whatever a client does costs at most one connection, 8 KiB and a few
// seconds. Every answer carries the same headers, by which a page runs nothing, fetches nothing and
// stands in no other page.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "tagwatch/base/error.hpp"
#include "tagwatch/base/time.hpp"
#include "tagwatch/model/loopback.hpp"

namespace tagwatch {

/// What is served for a path.
struct ServedPage {
  ServedPage() = default;  // co_spawn asks for it; never seen
  ServedPage(int status_, std::string type_, std::string body_)
      : status(status_), type(std::move(type_)), body(std::move(body_)) {}
  int status = 500;
  std::string type;  ///< Content-Type, with its charset
  std::string body;
  std::string location;  ///< of a redirect
};

/// A page that says what `status` means, and nothing of the request.
[[nodiscard]] ServedPage status_page(int status);

/// Called on the loop for the path of a good request, as it was sent and without its query.
using PageHandler = std::function<boost::asio::awaitable<ServedPage>(std::string path)>;

/// Every limit of the server. Tests shorten them.
struct HttpServerLimits {
  std::uint32_t header_bytes_max = 8 * 1024;
  /// With one more, the one that came first is closed: slow clients never lock others out.
  std::size_t connections_max = 64;
  Duration header_time = std::chrono::seconds(10);
  Duration answer_time = std::chrono::seconds(30);
};

class HttpServer {
 public:
  /// Binds `address`. Requests whose Host names neither it nor localhost are refused, so that no
  /// page of another site can read what is served. Errors: io, with the address and what to do.
  [[nodiscard]] static Result<std::unique_ptr<HttpServer>> listen(
      boost::asio::any_io_executor executor, const LoopbackAddress& address, PageHandler handler,
      HttpServerLimits limits = {});
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer();

  /// "http://127.0.0.1:8787/".
  [[nodiscard]] std::string url() const;

  /// Answers until it is cancelled, then closes every connection. Loop thread.
  [[nodiscard]] boost::asio::awaitable<void> serve();

 private:
  class State;
  explicit HttpServer(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;  // shared with the connections in flight
};

}  // namespace tagwatch
