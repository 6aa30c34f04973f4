// A client and a misbehaving server, both on loopback, for the tests of HTTP.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tagwatch/demo/server.hpp"
#include "tagwatch/net/http_client.hpp"

namespace tagwatch::testing {

inline const Instant kStart = *parse_rfc3339("2026-11-23T11:30:00Z");

inline void rethrow(std::exception_ptr error) {
  if (error) {
    std::rethrow_exception(error);
  }
}

inline boost::asio::awaitable<void> fetch_into(HttpFetcher& client, HttpRequest request,
                                               std::optional<Result<HttpResponse>>& result) {
  result = co_await client.fetch(std::move(request));
}

class HttpTest : public ::testing::Test {
 protected:
  /// Serves `handler` on a thread of its own.
  void serve(LoopbackServer::Handler handler) {
    server_ = std::make_unique<LoopbackServer>(clock_, std::move(handler));
  }
  void serve(ServerAnswer answer) {
    serve([answer = std::move(answer)](const ServerRequest&) { return answer; });
  }

  HttpClient& client() {
    if (!client_) {
      client_ = std::make_unique<HttpClient>(io_.get_executor(), clock_,
                                             "tagwatch-test (+mailto:office@example.org)",
                                             configured_hosts_, limits_);
    }
    return *client_;
  }

  Result<HttpResponse> fetch(HttpRequest request) {
    std::optional<Result<HttpResponse>> result;
    boost::asio::co_spawn(io_, fetch_into(client(), std::move(request), result), rethrow);
    io_.restart();
    io_.run();
    return *result;
  }
  Result<HttpResponse> fetch(const std::string& url) { return fetch(HttpRequest(url)); }
  /// Fetches "/" of the server.
  Result<HttpResponse> fetch() { return fetch(server_->url()); }

  ManualClock clock_{kStart};
  std::vector<std::string> configured_hosts_{"127.0.0.1"};
  HttpLimits limits_;
  boost::asio::io_context io_{1};
  std::unique_ptr<LoopbackServer> server_;
  std::unique_ptr<HttpClient> client_;
};

/// "timeout: 127.0.0.1: no answer within 60s", for comparisons that show what came instead.
inline std::string outcome(const Result<HttpResponse>& result) {
  return result ? "HTTP " + std::to_string(result->status)
                : std::string(traits(result.error().code).name) + ": " + result.error().context;
}

}  // namespace tagwatch::testing
