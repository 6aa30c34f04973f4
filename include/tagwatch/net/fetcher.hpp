// The seam between the pipeline and the network.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "tagwatch/model/http.hpp"

namespace tagwatch {

class HttpFetcher {
 public:
  HttpFetcher() = default;
  HttpFetcher(const HttpFetcher&) = delete;
  HttpFetcher& operator=(const HttpFetcher&) = delete;
  virtual ~HttpFetcher() = default;

  /// Sends `request` and gives the whole answer, whatever its status. Cancelling the awaiting
  /// coroutine ends the transfer. Loop thread.
  /// Errors: unreachable, timeout, tls, too_large, private_address, cancelled; malformed_payload
  /// for an answer that ends early or is no HTTP, for too many redirects, and for a URL that cannot
  /// be fetched. Their context names host and cause, never the query or a header.
  [[nodiscard]] virtual boost::asio::awaitable<Result<HttpResponse>> fetch(HttpRequest request) = 0;
};

}  // namespace tagwatch
