#include "app/demo_fetcher.hpp"

#include <string_view>
#include <utility>

namespace tagwatch {
namespace {

constexpr std::string_view kScheme = "https://";

}  // namespace

void DemoFetcher::connect(HttpFetcher& client, std::uint16_t port) {
  client_ = &client;
  loopback_ = "http://127.0.0.1:" + std::to_string(port) + "/";
}

boost::asio::awaitable<Result<HttpResponse>> DemoFetcher::fetch(HttpRequest request) {
  if (!request.url.starts_with(kScheme)) {
    co_return Error{Errc::unreachable, "the demo plays no " + request.url};
  }
  request.url.replace(0, kScheme.size(), loopback_);
  Result<HttpResponse> response = co_await client_->fetch(std::move(request));
  if (response && response->final_url.starts_with(loopback_)) {
    response->final_url.replace(0, loopback_.size(), kScheme);
  }
  co_return response;
}

}  // namespace tagwatch
