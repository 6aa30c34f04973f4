#include "multi_driver.hpp"

#include <malloc.h>
#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <stdexcept>
#include <string>
#include <utility>

namespace tagwatch {
namespace {

using boost::asio::posix::stream_descriptor;
using boost::system::error_code;

// More than one body of the largest size. Bodies come and go; a heap that gives their pages back to
// the kernel each time costs several times what the transfer costs.
constexpr int kHeapKeptBytes = 8 * 1024 * 1024;

void prepare_process() {
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    throw std::runtime_error("libcurl could not be initialised");
  }
  // OpenSSL writes to sockets that the other side has closed; the signal would end the process.
  std::signal(SIGPIPE, SIG_IGN);
  ::mallopt(M_TRIM_THRESHOLD, kHeapKeptBytes);
  ::mallopt(M_MMAP_THRESHOLD, kHeapKeptBytes);
}

template <class Value>
void set(CURLM* multi, CURLMoption option, Value value) {
  const CURLMcode code = curl_multi_setopt(multi, option, value);
  if (code != CURLM_OK) {
    throw std::logic_error("libcurl refuses multi option " + std::to_string(option) + ": " +
                           curl_multi_strerror(code));
  }
}

}  // namespace

// A transfer under way; lives in the frame of run().
struct MultiDriver::Running {
  Running(MultiDriver& driver_, CURL* easy_)
      : driver(driver_),
        easy(easy_),
        done(driver.executor_, boost::asio::steady_timer::time_point::max()) {}
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running() { driver.remove(*this); }

  MultiDriver& driver;
  CURL* easy;
  boost::asio::steady_timer done;  // never expires; cancelled at the end
  std::optional<CURLcode> result;
};

// A socket that libcurl wants to hear of. Outlives its place in watches_ while a wait is on its
// way.
struct MultiDriver::Watch {
  Watch(const boost::asio::any_io_executor& executor, curl_socket_t socket_)
      : socket(socket_), duplicate(executor) {
    error_code error;
    duplicate.assign(::dup(socket), error);
    closed =
        error.failed();  // out of descriptors: nothing is heard, the transfer's timeout ends it
  }
  curl_socket_t socket;
  stream_descriptor duplicate;
  int wanted = CURL_POLL_NONE;
  int awaited = CURL_POLL_NONE;
  bool closed = false;
};

MultiDriver::MultiDriver(boost::asio::any_io_executor executor, int connections_per_host,
                         int connections_total)
    : executor_(std::move(executor)), timer_(executor_) {
  static const bool kPrepared = (prepare_process(), true);
  static_cast<void>(kPrepared);
  multi_.reset(curl_multi_init());
  if (!multi_) {
    throw std::bad_alloc();
  }
  set(multi_.get(), CURLMOPT_SOCKETFUNCTION, &MultiDriver::on_socket);
  set(multi_.get(), CURLMOPT_SOCKETDATA, this);
  set(multi_.get(), CURLMOPT_TIMERFUNCTION, &MultiDriver::on_timer);
  set(multi_.get(), CURLMOPT_TIMERDATA, this);
  set(multi_.get(), CURLMOPT_MAX_HOST_CONNECTIONS, static_cast<long>(connections_per_host));
  set(multi_.get(), CURLMOPT_MAX_TOTAL_CONNECTIONS, static_cast<long>(connections_total));
  set(multi_.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(connections_total));
}

MultiDriver::~MultiDriver() {
  shut_down();
}

boost::asio::awaitable<std::optional<CURLcode>> MultiDriver::run(CURL* easy) {
  if (!multi_) {
    co_return std::nullopt;
  }
  Running running(*this, easy);
  running_.emplace(easy, &running);
  if (curl_multi_add_handle(multi_.get(), easy) != CURLM_OK) {
    throw std::logic_error("libcurl refuses a handle");
  }
  error_code ignored;  // the timer is cancelled by the end of the transfer or of the wait
  co_await running.done.async_wait(
      boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  co_return running.result;
}

void MultiDriver::shut_down() {
  if (!multi_) {
    return;
  }
  for (const auto& [easy, running] : std::exchange(running_, {})) {
    curl_multi_remove_handle(multi_.get(), easy);
    running->done.cancel();
  }
  multi_.reset();  // closes the connections, each with a last word to on_socket()
  watches_.clear();
  timer_.cancel();
}

void MultiDriver::remove(Running& running) {
  if (running_.erase(running.easy) > 0) {
    curl_multi_remove_handle(multi_.get(), running.easy);
  }
}

int MultiDriver::on_timer(CURLM*, long timeout_ms, void* driver) {
  auto& self = *static_cast<MultiDriver*>(driver);
  self.timer_.cancel();
  if (timeout_ms == 0) {
    // The common case, and cheaper than a timer. One that comes in vain does no harm.
    boost::asio::post(self.executor_, [weak = self.weak_from_this()] {
      if (const auto alive = weak.lock()) {
        alive->act(CURL_SOCKET_TIMEOUT, 0);
      }
    });
  } else if (timeout_ms > 0) {
    self.timer_.expires_after(std::chrono::milliseconds(timeout_ms));
    self.timer_.async_wait([weak = self.weak_from_this()](error_code error) {
      const auto alive = weak.lock();
      if (alive && !error) {
        alive->act(CURL_SOCKET_TIMEOUT, 0);
      }
    });
  }
  return 0;
}

int MultiDriver::on_socket(CURL*, curl_socket_t socket, int what, void* driver, void*) {
  auto& self = *static_cast<MultiDriver*>(driver);
  if (what != CURL_POLL_REMOVE) {
    self.watch(socket, what);
    return 0;
  }
  const auto found = self.watches_.find(socket);
  if (found != self.watches_.end()) {
    error_code ignored;
    found->second->closed = true;
    found->second->duplicate.close(ignored);
    self.watches_.erase(found);
  }
  return 0;
}

void MultiDriver::watch(curl_socket_t socket, int wanted) {
  std::shared_ptr<Watch>& watch = watches_[socket];
  if (!watch) {
    watch = std::make_shared<Watch>(executor_, socket);
  }
  watch->wanted = wanted;
  await_events(watch);
}

void MultiDriver::await_events(const std::shared_ptr<Watch>& watch) {
  await_event(watch, CURL_POLL_IN);
  await_event(watch, CURL_POLL_OUT);
}

void MultiDriver::await_event(const std::shared_ptr<Watch>& watch, int event) {
  if (watch->closed || (watch->wanted & event) == 0 || (watch->awaited & event) != 0) {
    return;
  }
  watch->awaited |= event;
  const auto direction =
      event == CURL_POLL_IN ? stream_descriptor::wait_read : stream_descriptor::wait_write;
  watch->duplicate.async_wait(direction, [weak = weak_from_this(), watch, event](error_code error) {
    watch->awaited &= ~event;
    const auto alive = weak.lock();
    if (!alive || watch->closed) {
      return;
    }
    if ((watch->wanted & event) != 0) {
      const int heard = event == CURL_POLL_IN ? CURL_CSELECT_IN : CURL_CSELECT_OUT;
      alive->act(watch->socket, error ? CURL_CSELECT_ERR : heard);
    }
    alive->await_events(watch);
  });
}

void MultiDriver::act(curl_socket_t socket, int events) {
  if (!multi_) {
    return;
  }
  int running = 0;
  curl_multi_socket_action(multi_.get(), socket, events, &running);
  finish_transfers();
}

void MultiDriver::finish_transfers() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    const auto found = running_.find(message->easy_handle);
    if (message->msg != CURLMSG_DONE || found == running_.end()) {
      continue;
    }
    Running& running = *found->second;
    running.result = message->data.result;  // read before the removal: it frees the message
    running_.erase(found);
    curl_multi_remove_handle(multi_.get(), running.easy);
    running.done.cancel();
  }
}

}  // namespace tagwatch
