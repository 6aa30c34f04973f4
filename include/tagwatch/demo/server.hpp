// An HTTP/1.1 server on 127.0.0.1 that can misbehave in every way that matters: what the demo plays
// its world on, and the double of the internet in tests.
//
// Knows bytes and connections, nothing of any platform.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/model/http.hpp"

namespace tagwatch {

struct ServerRequest {
  std::string method;
  std::string target;                        ///< as sent: path and query
  std::string path;                          ///< decoded
  std::map<std::string, std::string> query;  ///< decoded; the last of equal names
  std::vector<Header> headers;
  std::string body;
  Instant at{};  ///< when it had been read

  /// The first header called `name` (case does not matter); nullopt: it was not sent.
  [[nodiscard]] std::optional<std::string> header(std::string_view name) const;
};

/// How an answer ends when it does not end well.
enum class Fault {
  none,
  close,  ///< the connection is closed
  reset,  ///< the connection is reset (RST)
  hang,   ///< nothing more comes until the client or the server goes
};

struct ServerAnswer {
  explicit ServerAnswer(int status_ = 200, std::string body_ = {},
                        std::vector<Header> headers_ = {})
      : status(status_), body(std::move(body_)), headers(std::move(headers_)) {}

  int status;
  std::string body;
  std::vector<Header> headers;  ///< Content-Length or Transfer-Encoding are added
  bool chunked = false;
  bool verbatim = false;  ///< the body is the whole answer, status line included
  std::optional<std::size_t> content_length;  ///< announced instead of the truth

  Fault fault = Fault::none;
  /// The fault comes after so many bytes of the body; nullopt: before the first byte of the answer.
  std::optional<std::size_t> fault_after;

  std::size_t bytes_per_tick = 0;  ///< 0: as fast as the connection takes it
  Duration tick = std::chrono::milliseconds(100);
};

class LoopbackServer {
 public:
  /// Called once a request, one at a time, on the thread that serves. Must not throw.
  using Handler = std::function<ServerAnswer(const ServerRequest&)>;

  /// Listens at once, on a port that the system chooses, and serves on a thread of its own. `clock`
  /// stamps requests; it is read on that thread and must outlive the server.
  LoopbackServer(const Clock& clock, Handler handler);
  /// The same on the loop of `executor`. Then all calls, the destructor too, belong to that loop's
  /// thread.
  LoopbackServer(boost::asio::any_io_executor executor, const Clock& clock, Handler handler);
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;
  /// Closes every connection.
  ~LoopbackServer();

  [[nodiscard]] std::uint16_t port() const;
  /// "http://127.0.0.1:<port><target>".
  [[nodiscard]] std::string url(std::string_view target = "/") const;

  /// Every request so far, in the order they were read. Any thread.
  [[nodiscard]] std::vector<ServerRequest> requests() const;
  void forget_requests();
  /// Connections accepted so far. Any thread.
  [[nodiscard]] std::size_t connections() const;

  /// Calls `hook` once, when the first `bytes` bytes (headers included) of the answer numbered
  /// `answer` were handed to the connection and not one byte more; at its end when it is shorter.
  /// Answers are counted from 1, in the order of their requests. Replaces an earlier hook. Any
  /// thread; the hook runs on the thread that serves.
  void call_at(std::size_t answer, std::size_t bytes, std::function<void()> hook);

 private:
  class State;
  class OwnLoop;
  std::unique_ptr<OwnLoop> own_loop_;  // null: somebody else's loop; outlives the state
  std::shared_ptr<State> state_;       // shared with the sessions
};

}  // namespace tagwatch
