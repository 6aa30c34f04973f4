#include "tagwatch/net/http_client.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <chrono>
#include <set>
#include <utility>

#include "multi_driver.hpp"
#include "redirect.hpp"
#include "target.hpp"
#include "transfer.hpp"
#include "transfer_slots.hpp"

namespace tagwatch {
namespace {

bool has_line_break(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos;
}

// libcurl writes headers as they are: a line break in one would begin another.
bool is_sendable(const HttpRequest& request) {
  const auto broken = [](const Header& header) {
    return header.name.empty() || header.name.find_first_of(": ;") != std::string::npos ||
           has_line_break(header.name) || has_line_break(header.value);
  };
  return !request.method.empty() &&
         std::all_of(request.method.begin(), request.method.end(),
                     [](char c) { return c >= 'A' && c <= 'Z'; }) &&
         std::none_of(request.headers.begin(), request.headers.end(), broken);
}

}  // namespace

class HttpClient::Impl {
 public:
  Impl(const boost::asio::any_io_executor& executor, const Clock& clock,
       const std::vector<std::string>& configured_hosts, TransferSettings settings)
      : clock_(clock),
        settings_(std::move(settings)),
        driver_(std::make_shared<MultiDriver>(executor, settings_.limits.connections_per_host,
                                              settings_.limits.connections_total)),
        slots_(executor, settings_.limits.connections_per_host,
               settings_.limits.connections_total) {
    for (const std::string& host : configured_hosts) {
      configured_hosts_.insert(canonical_host(host));
    }
  }

  // Holds `self`, so that a client destroyed in mid-flight leaves its coroutines something to end
  // on.
  static boost::asio::awaitable<Result<HttpResponse>> fetch(std::shared_ptr<Impl> self,
                                                            HttpRequest request);

  void shut_down() {
    slots_.close();
    driver_->shut_down();
  }

 private:
  boost::asio::awaitable<Result<HttpResponse>> exchange(const HttpRequest& request,
                                                        const Target& target, Duration& time_left);

  const Clock& clock_;
  TransferSettings settings_;
  std::set<std::string> configured_hosts_;
  std::shared_ptr<MultiDriver> driver_;
  TransferSlots slots_;
};

boost::asio::awaitable<Result<HttpResponse>> HttpClient::Impl::fetch(std::shared_ptr<Impl> self,
                                                                     HttpRequest request) {
  Result<Target> first = Target::parse(request.url);
  if (!first) {
    co_return first.error();
  }
  Target target = std::move(*first);
  if (!is_sendable(request)) {
    co_return Error{Errc::malformed_payload,
                    target.host() + ": a header or method that cannot be sent"};
  }
  Duration time_left = self->settings_.limits.total_timeout;
  bool permanent = true;
  for (int redirects = 0;; ++redirects) {
    // Asked first: asio would throw on a wait that begins after the cancellation.
    const auto cancellation = co_await boost::asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != boost::asio::cancellation_type::none) {
      co_return Error{Errc::cancelled, target.host()};
    }
    Result<HttpResponse> response = co_await self->exchange(request, target, time_left);
    if (!response) {
      co_return response.error();
    }
    Result<std::optional<Target>> next = next_hop(request, target, *response);
    if (!next) {
      co_return next.error();
    }
    if (!*next) {
      response->final_url = redirects == 0 ? request.url : target.url();
      response->moved_permanently_to = redirects > 0 && permanent ? target.url() : "";
      co_return std::move(*response);
    }
    if (redirects == self->settings_.limits.redirects_max) {
      co_return Error{Errc::malformed_payload,
                      target.host() + ": more than " + std::to_string(redirects) + " redirects"};
    }
    permanent = permanent && is_permanent_redirect(response->status);
    target = std::move(**next);
  }
}

// One hop. Takes what it needed from `time_left`; waiting for a slot is not counted.
boost::asio::awaitable<Result<HttpResponse>> HttpClient::Impl::exchange(const HttpRequest& request,
                                                                        const Target& target,
                                                                        Duration& time_left) {
  const Error cancelled(Errc::cancelled, target.host());
  const bool configured = configured_hosts_.contains(target.host());
  if (!target.https() && !configured) {
    co_return Error{Errc::tls, target.host() + ": plain http is for configured hosts only"};
  }
  const std::optional<TransferSlots::Slot> slot = co_await slots_.acquire(target.host());
  const auto cancellation = co_await boost::asio::this_coro::cancellation_state;
  if (!slot || cancellation.cancelled() != boost::asio::cancellation_type::none) {
    co_return cancelled;
  }
  Transfer transfer(request, target, settings_, configured, time_left);
  const Instant started = clock_.now();
  const auto began = std::chrono::steady_clock::now();
  const std::optional<CURLcode> code = co_await driver_->run(transfer.handle());
  if (!code) {
    co_return cancelled;
  }
  const auto took = std::chrono::steady_clock::now() - began;
  time_left = std::max(time_left - std::chrono::ceil<Duration>(took), Duration(1));
  Result<HttpResponse> response = transfer.take_result(*code);
  if (response) {
    response->started = started;
  }
  co_return response;
}

HttpClient::HttpClient(boost::asio::any_io_executor executor, const Clock& clock,
                       std::string user_agent, std::vector<std::string> configured_hosts,
                       HttpLimits limits, std::string ca_file) {
  TransferSettings settings;
  settings.user_agent = std::move(user_agent);
  settings.ca_file = std::move(ca_file);
  settings.limits = limits;
  impl_ = std::make_shared<Impl>(executor, clock, configured_hosts, std::move(settings));
}

HttpClient::~HttpClient() {
  impl_->shut_down();
}

boost::asio::awaitable<Result<HttpResponse>> HttpClient::fetch(HttpRequest request) {
  return Impl::fetch(impl_, std::move(request));
}

}  // namespace tagwatch
