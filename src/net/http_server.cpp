#include "tagwatch/net/http_server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <list>
#include <optional>
#include <vector>

#include "tagwatch/base/log.hpp"

namespace tagwatch {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Request = http::request<http::empty_body>;

// A machine that is out of descriptors has some again a little later.
constexpr std::chrono::milliseconds kAcceptPause{100};
// What a client still sends is read for so long and so far, so that it gets to read our answer.
constexpr std::chrono::seconds kLingerTime{1};
constexpr int kLingerReads = 16;

constexpr std::string_view kPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

std::string_view words_of(int status) {
  switch (status) {
    case 302:
      return "The page stands elsewhere.";
    case 400:
      return "This is no request that can be answered.";
    case 404:
      return "There is no such page.";
    case 405:
      return "Pages here can only be read.";
    case 421:
      return "This server answers only to its own name.";
    case 431:
      return "The request is too long.";
    default:
      return "The page could not be made; the log says why.";
  }
}

// What is wrong with a request, as a status; nullopt when nothing is.
std::optional<int> fault_of(const Request& request, const std::vector<std::string>& hosts) {
  const auto [first, last] = request.equal_range(http::field::host);
  if (std::distance(first, last) > 1 || (first == last && request.version() != 10)) {
    return 400;
  }
  const auto is_ours = [&](const std::string& host) {
    return first != last && beast::iequals(first->value(), host);
  };
  if (std::none_of(hosts.begin(), hosts.end(), is_ours)) {
    return 421;
  }
  if (request.method() != http::verb::get && request.method() != http::verb::head) {
    return 405;
  }
  // A body would be the begin of a second request for whoever reads its length in another way.
  const auto length = request.find(http::field::content_length);
  const bool has_body = request.count(http::field::transfer_encoding) > 0 ||
                        (length != request.end() && length->value() != "0");
  return has_body || !request.target().starts_with('/') ? std::optional(400) : std::nullopt;
}

std::string path_of(const Request& request) {
  const std::string_view target(request.target().data(), request.target().size());
  return std::string(target.substr(0, target.find('?')));
}

http::response<http::string_body> response_of(ServedPage page) {
  http::response<http::string_body> response;
  response.version(11);
  response.result(static_cast<unsigned>(page.status));
  response.keep_alive(false);
  response.set(http::field::content_type, page.type);
  response.set("Content-Security-Policy", kPolicy);
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  response.set("Cross-Origin-Resource-Policy", "same-origin");
  response.set(http::field::cache_control, "no-store");
  if (page.status == 405) {
    response.set(http::field::allow, "GET, HEAD");
  }
  if (!page.location.empty()) {
    response.set(http::field::location, page.location);
  }
  response.content_length(page.body.size());
  response.body() = std::move(page.body);
  return response;
}

struct Connection {
  explicit Connection(tcp::socket socket) : stream(std::move(socket)) {}
  beast::tcp_stream stream;
  void close() {
    error_code ignored;
    stream.socket().close(ignored);
  }
};

}  // namespace

ServedPage status_page(int status) {
  const std::string body = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{0}</title>\n</head>\n<body>\n"
      "<main><h1>{0}</h1>\n<p>{1}</p></main>\n</body>\n</html>\n",
      status, words_of(status));
  return {status, "text/html; charset=utf-8", body};
}

class HttpServer::State : public std::enable_shared_from_this<State> {
 public:
  State(asio::any_io_executor executor, PageHandler handler, HttpServerLimits limits)
      : acceptor_(std::move(executor)), handler_(std::move(handler)), limits_(limits) {}

  Result<void> bind(const LoopbackAddress& address);
  [[nodiscard]] std::string url() const;
  asio::awaitable<void> serve();

 private:
  using Connections = std::list<std::shared_ptr<Connection>>;

  void take(tcp::socket socket);
  static asio::awaitable<void> answer(std::shared_ptr<State> state,
                                      std::shared_ptr<Connection> connection);
  asio::awaitable<std::optional<ServedPage>> page_for(beast::tcp_stream& stream, bool& head);
  asio::awaitable<void> send(beast::tcp_stream& stream, ServedPage page, bool head);

  tcp::acceptor acceptor_;
  PageHandler handler_;
  HttpServerLimits limits_;
  std::vector<std::string> hosts_;
  Connections connections_;  // the oldest first
};

Result<void> HttpServer::State::bind(const LoopbackAddress& address) {
  error_code failed;
  const auto literal = asio::ip::make_address(address.host, failed);
  const tcp::endpoint endpoint(literal, address.port);
  const auto attempt = [&failed](auto step) {
    if (!failed) {
      step();
    }
  };
  attempt([&] { acceptor_.open(endpoint.protocol(), failed); });
  attempt([&] { acceptor_.set_option(tcp::acceptor::reuse_address(true), failed); });
  attempt([&] { acceptor_.bind(endpoint, failed); });
  attempt([&] { acceptor_.listen(asio::socket_base::max_listen_connections, failed); });
  if (failed) {
    error_code ignored;
    acceptor_.close(ignored);
    return Error{Errc::io, fmt::format("{}:{} cannot be listened on: {}; choose another port as "
                                       "archive.listen, or \"\" to serve no archive",
                                       address.host, address.port, failed.message())};
  }
  const std::uint16_t port = acceptor_.local_endpoint().port();
  const std::string host = literal.is_v6() ? "[" + address.host + "]" : address.host;
  for (const std::string& name : {host, std::string("localhost")}) {
    hosts_.push_back(fmt::format("{}:{}", name, port));
    if (port == 80) {
      hosts_.push_back(name);
    }
  }
  return {};
}

std::string HttpServer::State::url() const {
  return "http://" + hosts_.front() + "/";
}

asio::awaitable<void> HttpServer::State::serve() {
  for (;;) {
    error_code failed;
    tcp::socket socket =
        co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, failed));
    if (failed == asio::error::operation_aborted) {
      break;
    }
    if (failed) {
      asio::steady_timer pause(acceptor_.get_executor(), kAcceptPause);
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, failed));
      continue;
    }
    take(std::move(socket));
  }
  for (const std::shared_ptr<Connection>& connection : connections_) {
    connection->close();
  }
}

void HttpServer::State::take(tcp::socket socket) {
  if (connections_.size() >= limits_.connections_max) {
    connections_.front()->close();  // what waits on it ends with an error
    connections_.pop_front();
  }
  const auto connection = std::make_shared<Connection>(std::move(socket));
  connections_.push_back(connection);
  auto ended = [self = shared_from_this(), connection](const std::exception_ptr& thrown) {
    self->connections_.remove(connection);
    try {
      if (thrown) {
        std::rethrow_exception(thrown);
      }
    } catch (const std::exception& error) {
      log::warn("archive.failed", {{"err", error.what()}});
    }
  };
  asio::co_spawn(acceptor_.get_executor(), answer(shared_from_this(), connection),
                 std::move(ended));
}

asio::awaitable<void> HttpServer::State::answer(std::shared_ptr<State> state,
                                                std::shared_ptr<Connection> connection) {
  beast::tcp_stream& stream = connection->stream;
  bool head = false;
  std::optional<ServedPage> page = co_await state->page_for(stream, head);
  if (page) {
    co_await state->send(stream, std::move(*page), head);
  }
  connection->close();
}

// nullopt: there is nobody to answer.
asio::awaitable<std::optional<ServedPage>> HttpServer::State::page_for(beast::tcp_stream& stream,
                                                                       bool& head) {
  beast::flat_buffer buffer(limits_.header_bytes_max);
  http::request_parser<http::empty_body> parser;
  parser.header_limit(limits_.header_bytes_max);
  stream.expires_after(limits_.header_time);
  error_code failed;
  co_await http::async_read_header(stream, buffer, parser,
                                   asio::redirect_error(asio::use_awaitable, failed));
  if (failed == http::error::header_limit || failed == http::error::buffer_overflow) {
    co_return status_page(431);
  }
  if (failed == http::error::end_of_stream || failed == http::error::partial_message) {
    co_return std::nullopt;
  }
  if (failed) {
    const bool is_nonsense =
        failed.category() == http::make_error_code(http::error::bad_method).category();
    co_return is_nonsense ? std::optional(status_page(400)) : std::nullopt;
  }
  const Request& request = parser.get();
  head = request.method() == http::verb::head;
  if (const std::optional<int> fault = fault_of(request, hosts_)) {
    co_return status_page(*fault);
  }
  co_return co_await handler_(path_of(request));
}

asio::awaitable<void> HttpServer::State::send(beast::tcp_stream& stream, ServedPage page,
                                              bool head) {
  http::response<http::string_body> response = response_of(std::move(page));
  http::response_serializer<http::string_body> serializer(response);
  stream.expires_after(limits_.answer_time);
  error_code failed;
  if (head) {
    co_await http::async_write_header(stream, serializer,
                                      asio::redirect_error(asio::use_awaitable, failed));
  } else {
    co_await http::async_write(stream, serializer,
                               asio::redirect_error(asio::use_awaitable, failed));
  }
  if (failed) {
    co_return;
  }
  // Closing at once would reset the connection, and with it an answer that is not read yet.
  stream.socket().shutdown(tcp::socket::shutdown_send, failed);
  stream.expires_after(kLingerTime);
  std::array<char, 4096> unread{};
  for (int reads = 0; reads < kLingerReads && !failed; ++reads) {
    co_await stream.async_read_some(asio::buffer(unread),
                                    asio::redirect_error(asio::use_awaitable, failed));
  }
}

HttpServer::HttpServer(std::shared_ptr<State> state) : state_(std::move(state)) {}
HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::listen(asio::any_io_executor executor,
                                                       const LoopbackAddress& address,
                                                       PageHandler handler,
                                                       HttpServerLimits limits) {
  auto state = std::make_shared<State>(std::move(executor), std::move(handler), limits);
  if (auto bound = state->bind(address); !bound) {
    return bound.error();
  }
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

std::string HttpServer::url() const {
  return state_->url();
}

asio::awaitable<void> HttpServer::serve() {
  co_return co_await state_->serve();
}

}  // namespace tagwatch
