// An HTTP exchange as plain values, and what its headers mean. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/base/error.hpp"
#include "tagwatch/base/time.hpp"

namespace tagwatch {

struct Header {
  Header(std::string name_, std::string value_)
      : name(std::move(name_)), value(std::move(value_)) {}
  std::string name;
  std::string value;
  friend bool operator==(const Header&, const Header&) = default;
};

/// User-written constructor on purpose: values that are passed to coroutines must have one (GCC 12
/// destroys aggregates built inside a co_await expression twice).
struct HttpRequest {
  explicit HttpRequest(std::string url_) : url(std::move(url_)) {}
  std::string method = "GET";
  std::string url;
  std::vector<Header> headers;
  std::string body;
  /// Asks for something older or newer than an id or time: it counts against paging budgets.
  bool paging = false;
};

struct HttpResponse {
  int status = 0;
  std::vector<Header> headers;  ///< of the last hop, in order received
  std::string body;             ///< decoded
  std::string final_url;        ///< after redirects
  /// The new address when every hop that led here was a 301 or 308; "" otherwise.
  std::string moved_permanently_to;
  Instant started{};  ///< when the request was sent
};

/// Bytes to send back unchanged for a conditional GET. Empty strings: none.
struct Validators {
  std::string etag;
  std::string last_modified;
  friend bool operator==(const Validators&, const Validators&) = default;
};

/// The value of the first header called `name` (case does not matter).
[[nodiscard]] std::optional<std::string_view> header(const HttpResponse& response,
                                                     std::string_view name);

/// ETag and Last-Modified exactly as received.
[[nodiscard]] Validators validators_of(const HttpResponse& response);

/// As of when the answer shows the server: the start of the request, less its Age.
[[nodiscard]] Instant seen_as_of(const HttpResponse& response);

/// Until when the server asks us to stay away: Retry-After (seconds or HTTP date), else a spent
/// rate limit's reset in any of its forms (ISO 8601, unix seconds, seconds from now). Headers that
/// a cache answered (Age > 0, X-Cache: HIT) count for nothing. nullopt: it does not say.
[[nodiscard]] std::optional<Instant> not_before(const HttpResponse& response);

/// How long the answer may be considered fresh: Cache-Control max-age, else Expires. nullopt: it
/// does not say.
[[nodiscard]] std::optional<Duration> freshness(const HttpResponse& response);

/// The error that `response`'s status means; nullopt for 2xx and 304. The context names the status,
/// never the URL's query.
[[nodiscard]] std::optional<Error> status_error(const HttpResponse& response);

}  // namespace tagwatch
