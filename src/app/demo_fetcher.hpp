// Takes requests for the servers of the demo's world to the loopback server that plays them.
#pragma once

#include <cstdint>
#include <string>

#include "tagwatch/net/fetcher.hpp"

namespace tagwatch {

/// `https://HOST/…` goes to `http://127.0.0.1:PORT/HOST/…`, through a real client. So the names of
/// sources do not depend on the port, and digests stay the same.
class DemoFetcher final : public HttpFetcher {
 public:
  /// `client` is borrowed and must outlive every fetch. Before the first one.
  void connect(HttpFetcher& client, std::uint16_t port);

  [[nodiscard]] boost::asio::awaitable<Result<HttpResponse>> fetch(HttpRequest request) override;

 private:
  HttpFetcher* client_ = nullptr;
  std::string loopback_;
};

}  // namespace tagwatch
