// HTTP/1.1 over libcurl multi, driven by one asio loop.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>
#include <vector>

#include "tagwatch/net/fetcher.hpp"

namespace tagwatch {

/// Every limit of a transfer. The defaults are those of docs; tests shorten them.
struct HttpLimits {
  std::size_t body_bytes_max = 5 * 1024 * 1024;  ///< decoded
  std::size_t header_bytes_max = 64 * 1024;
  int redirects_max = 5;
  Duration connect_timeout = std::chrono::seconds(10);
  Duration total_timeout = std::chrono::seconds(60);
  /// Slower than this for so long (whole seconds) is a timeout too.
  int low_speed_bytes = 100;
  Duration low_speed_time = std::chrono::seconds(20);
  /// Transfers at once; more wait for their turn, and their timeouts begin with it.
  int connections_per_host = 2;
  int connections_total = 64;
};

class HttpClient final : public HttpFetcher {
 public:
  /// `configured_hosts` (host names or literals from the configuration) may be private or loopback;
  /// whatever a redirect leads to may not, unless it is one of them. `user_agent` carries the
  /// contact. `clock` must outlive the client; it stamps HttpResponse::started. `ca_file` holds the
  /// authorities to trust (PEM); "": the system's. Plain http is for configured hosts only.
  /// Destroying the client ends what is in flight with Errc::cancelled.
  HttpClient(boost::asio::any_io_executor executor, const Clock& clock, std::string user_agent,
             std::vector<std::string> configured_hosts, HttpLimits limits = {},
             std::string ca_file = {});
  ~HttpClient() override;

  [[nodiscard]] boost::asio::awaitable<Result<HttpResponse>> fetch(HttpRequest request) override;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;  // shared with the coroutines in flight
};

}  // namespace tagwatch
