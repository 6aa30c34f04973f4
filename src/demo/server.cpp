#include "tagwatch/demo/server.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <exception>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "server_wire.hpp"

namespace tagwatch {
namespace {

using boost::asio::awaitable;
using boost::asio::redirect_error;
using boost::asio::use_awaitable;
using boost::asio::ip::tcp;
using boost::system::error_code;

// A client that sends more is not one of ours.
constexpr std::size_t kHeadBytesMax = 64 * 1024;
constexpr std::size_t kBodyBytesMax = 1024 * 1024;

void rethrow(std::exception_ptr error) {
  if (error) {
    std::rethrow_exception(error);
  }
}

// nullopt: a length that is no number or too large.
std::optional<std::size_t> body_length(const ServerRequest& request) {
  const std::string text = request.header("content-length").value_or("0");
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  const bool good = error == std::errc{} && end == text.data() + text.size();
  return good && length <= kBodyBytesMax ? std::optional(length) : std::nullopt;
}

}  // namespace

// The listening socket, the sessions and what they record. Lives on one loop; the records are
// guarded, so that a test may read them while another thread serves.
class LoopbackServer::State : public std::enable_shared_from_this<State> {
 public:
  State(const boost::asio::any_io_executor& executor, const Clock& clock, Handler handler)
      : acceptor_(executor, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)),
        clock_(clock),
        handler_(std::move(handler)) {}

  void start() {
    boost::asio::co_spawn(acceptor_.get_executor(), accept(shared_from_this()), rethrow);
  }
  void stop();

  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  struct Hook {
    std::size_t answer = 0;
    std::size_t bytes = 0;
    std::function<void()> call;
  };
  struct Record {
    std::vector<ServerRequest> requests;
    std::size_t connections = 0;
    Hook hook;
  };
  template <class Action>
  auto with_record(Action action) {
    const std::lock_guard lock(mutex_);
    return action(record_);
  }

 private:
  struct Session {
    explicit Session(tcp::socket socket_)
        : socket(std::move(socket_)), timer(socket.get_executor()) {}
    tcp::socket socket;
    boost::asio::steady_timer timer;
    std::string received;  // and not yet used
  };

  static awaitable<void> accept(std::shared_ptr<State> self);
  static awaitable<void> serve(std::shared_ptr<State> self, std::unique_ptr<Session> session);
  awaitable<std::optional<ServerRequest>> read_request(Session& session);
  awaitable<bool> answer(Session& session, const ServerAnswer& answer, std::string_view method);
  awaitable<bool> write(Session& session, std::string_view bytes, const ServerAnswer& answer,
                        std::size_t number);
  awaitable<void> fail(Session& session, Fault fault);

  [[nodiscard]] std::optional<std::size_t> hook_position(std::size_t number);
  void call_hook(std::size_t number, std::size_t written, bool at_end);

  tcp::acceptor acceptor_;
  const Clock& clock_;
  Handler handler_;
  bool stopped_ = false;
  std::size_t answers_ = 0;
  std::set<Session*> sessions_;
  std::mutex mutex_;
  Record record_;
};

class LoopbackServer::OwnLoop {
 public:
  void run() {
    thread_ = std::thread([this] { context_.run(); });
  }
  /// Returns when the last session has ended.
  void join() { thread_.join(); }
  [[nodiscard]] boost::asio::any_io_executor executor() { return context_.get_executor(); }

 private:
  boost::asio::io_context context_{1};
  std::thread thread_;
};

void LoopbackServer::State::stop() {
  stopped_ = true;
  error_code ignored;
  acceptor_.close(ignored);
  for (Session* session : sessions_) {
    session->socket.close(ignored);
    session->timer.cancel();
  }
}

awaitable<void> LoopbackServer::State::accept(std::shared_ptr<State> self) {
  while (!self->stopped_) {
    error_code error;
    tcp::socket socket =
        co_await self->acceptor_.async_accept(redirect_error(use_awaitable, error));
    if (error || self->stopped_) {
      continue;
    }
    socket.set_option(tcp::no_delay(true), error);
    self->with_record([](Record& record) { return ++record.connections; });
    auto session = std::make_unique<Session>(std::move(socket));
    self->sessions_.insert(session.get());
    boost::asio::co_spawn(self->acceptor_.get_executor(), serve(self, std::move(session)), rethrow);
  }
}

awaitable<void> LoopbackServer::State::serve(std::shared_ptr<State> self,
                                             std::unique_ptr<Session> session) {
  bool keep_alive = true;
  while (keep_alive && !self->stopped_) {
    const std::optional<ServerRequest> request = co_await self->read_request(*session);
    if (!request || self->stopped_) {
      break;
    }
    self->with_record([&](Record& record) { record.requests.push_back(*request); });
    const ServerAnswer answer = self->handler_(*request);
    const bool written = co_await self->answer(*session, answer, request->method);
    keep_alive = written && request->header("connection").value_or("") != "close";
  }
  self->sessions_.erase(session.get());
}

awaitable<std::optional<ServerRequest>> LoopbackServer::State::read_request(Session& session) {
  error_code error;
  std::string& received = session.received;
  const std::size_t head_bytes = co_await boost::asio::async_read_until(
      session.socket, boost::asio::dynamic_buffer(received, kHeadBytesMax), "\r\n\r\n",
      redirect_error(use_awaitable, error));
  std::optional<ServerRequest> request;
  if (!error) {
    request = read_head(std::string_view(received).substr(0, head_bytes));
  }
  const auto body_bytes = request ? body_length(*request) : std::nullopt;
  if (!body_bytes) {
    co_return std::nullopt;
  }
  received.erase(0, head_bytes);
  if (received.size() < *body_bytes) {
    const std::size_t missing = *body_bytes - received.size();
    co_await boost::asio::async_read(session.socket, boost::asio::dynamic_buffer(received),
                                     boost::asio::transfer_exactly(missing),
                                     redirect_error(use_awaitable, error));
    if (error) {
      co_return std::nullopt;
    }
  }
  request->body = received.substr(0, *body_bytes);
  received.erase(0, *body_bytes);
  request->at = clock_.now();
  co_return request;
}

// False when the connection ends with this answer.
awaitable<bool> LoopbackServer::State::answer(Session& session, const ServerAnswer& answer,
                                              std::string_view method) {
  const std::size_t number = ++answers_;
  const WireAnswer wire = write_answer(answer, method);
  std::string_view bytes = wire.bytes;
  if (answer.fault != Fault::none) {
    bytes = bytes.substr(0, answer.fault_after ? wire.body_at + *answer.fault_after : 0);
  }
  const bool written = co_await write(session, bytes, answer, number);
  if (!written) {
    co_return false;
  }
  if (answer.fault != Fault::none) {
    co_await fail(session, answer.fault);
    co_return false;
  }
  co_return true;
}

// Writes in steps that end where a hook or the pace wants it.
awaitable<bool> LoopbackServer::State::write(Session& session, std::string_view bytes,
                                             const ServerAnswer& answer, std::size_t number) {
  const std::size_t step = answer.bytes_per_tick > 0 ? answer.bytes_per_tick : bytes.size();
  std::size_t written = 0;
  call_hook(number, written, bytes.empty());
  while (written < bytes.size()) {
    std::size_t end = std::min(bytes.size(), written + step);
    if (const auto position = hook_position(number); position && *position > written) {
      end = std::min(end, *position);
    }
    error_code error;
    const std::string_view piece = bytes.substr(written, end - written);
    co_await boost::asio::async_write(session.socket, boost::asio::buffer(piece),
                                      redirect_error(use_awaitable, error));
    if (error || stopped_) {
      co_return false;
    }
    written = end;
    call_hook(number, written, written == bytes.size());
    if (answer.bytes_per_tick > 0 && written < bytes.size()) {
      session.timer.expires_after(answer.tick);
      co_await session.timer.async_wait(redirect_error(use_awaitable, error));
    }
  }
  co_return true;
}

awaitable<void> LoopbackServer::State::fail(Session& session, Fault fault) {
  error_code ignored;
  if (fault == Fault::hang) {
    std::string unheard;
    co_await boost::asio::async_read(session.socket,
                                     boost::asio::dynamic_buffer(unheard, kBodyBytesMax),
                                     redirect_error(use_awaitable, ignored));
  } else if (fault == Fault::reset) {
    session.socket.set_option(boost::asio::socket_base::linger(true, 0), ignored);
  }
  session.socket.close(ignored);
}

std::optional<std::size_t> LoopbackServer::State::hook_position(std::size_t number) {
  return with_record([number](const Record& record) {
    const bool waits = record.hook.call && record.hook.answer == number;
    return waits ? std::optional(record.hook.bytes) : std::nullopt;
  });
}

void LoopbackServer::State::call_hook(std::size_t number, std::size_t written, bool at_end) {
  const auto position = hook_position(number);
  if (position && (*position == written || (at_end && *position > written))) {
    // Taken out first: the hook may set the next one.
    with_record([](Record& record) { return std::exchange(record.hook, {}).call; })();
  }
}

LoopbackServer::LoopbackServer(const Clock& clock, Handler handler)
    : own_loop_(std::make_unique<OwnLoop>()),
      state_(std::make_shared<State>(own_loop_->executor(), clock, std::move(handler))) {
  state_->start();
  own_loop_->run();
}

LoopbackServer::LoopbackServer(boost::asio::any_io_executor executor, const Clock& clock,
                               Handler handler)
    : state_(std::make_shared<State>(executor, clock, std::move(handler))) {
  state_->start();
}

LoopbackServer::~LoopbackServer() {
  if (own_loop_) {
    boost::asio::post(own_loop_->executor(), [state = state_.get()] { state->stop(); });
    own_loop_->join();
  } else {
    state_->stop();
  }
}

std::uint16_t LoopbackServer::port() const {
  return state_->port();
}

std::string LoopbackServer::url(std::string_view target) const {
  return "http://127.0.0.1:" + std::to_string(port()) + std::string(target);
}

std::vector<ServerRequest> LoopbackServer::requests() const {
  return state_->with_record([](const State::Record& record) { return record.requests; });
}

void LoopbackServer::forget_requests() {
  state_->with_record([](State::Record& record) { record.requests.clear(); });
}

std::size_t LoopbackServer::connections() const {
  return state_->with_record([](const State::Record& record) { return record.connections; });
}

void LoopbackServer::call_at(std::size_t answer, std::size_t bytes, std::function<void()> hook) {
  state_->with_record([&](State::Record& record) {
    record.hook = {.answer = answer, .bytes = bytes, .call = std::move(hook)};
  });
}

}  // namespace tagwatch
