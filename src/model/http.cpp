#include "tagwatch/model/http.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <string>

namespace tagwatch {
namespace {

// Resets further away than this are no advice but a mistake.
constexpr Duration kWaitMax = std::chrono::days(7);
// Nothing is fresh for longer: a source that asks for more is still asked once a day.
constexpr Duration kFreshMax = std::chrono::days(1);
// More seconds than that are a mistake, and would overflow.
constexpr std::int64_t kSecondsMax = 10LL * 365 * 24 * 60 * 60;
// Numbers above this are unix seconds, below it seconds from now.
constexpr std::int64_t kUnixSecondsMin = 1'000'000'000;

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  });
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// A whole number, its decimals cut off ("12", "12.75"); nullopt for anything else or a negative.
std::optional<std::int64_t> whole_number(std::string_view text) {
  text = trimmed(text);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view rest = text.substr(static_cast<std::size_t>(end - text.data()));
  const bool decimals =
      rest.starts_with('.') && rest.find_first_not_of("0123456789", 1) == std::string_view::npos;
  if (error != std::errc{} || number < 0 || !(rest.empty() || decimals)) {
    return std::nullopt;
  }
  return number;
}

Duration age_of(const HttpResponse& response) {
  const auto age = header(response, "age");
  const std::int64_t seconds = age ? whole_number(*age).value_or(0) : 0;
  return std::chrono::seconds(std::min(seconds, kSecondsMax));
}

bool answered_by_cache(const HttpResponse& response) {
  const auto cache = header(response, "x-cache");
  return age_of(response) > Duration{0} ||
         (cache && cache->size() >= 3 && same_word(cache->substr(0, 3), "hit"));
}

// A point in time written as unix seconds, seconds from `start`, ISO 8601 or an HTTP date.
std::optional<Instant> point_in_time(std::string_view text, Instant start) {
  if (const auto number = whole_number(text)) {
    const std::chrono::seconds seconds(std::min<std::int64_t>(*number, 100'000'000'000));
    return *number >= kUnixSecondsMin ? Instant{seconds} : start + seconds;
  }
  return parse_any_date(text);
}

std::optional<Instant> plausible(std::optional<Instant> at, Instant start) {
  if (!at || *at <= start) {
    return std::nullopt;
  }
  return std::min(*at, start + kWaitMax);
}

std::optional<Instant> spent_limit_reset(const HttpResponse& response) {
  for (const std::string_view prefix : {"x-ratelimit-", "ratelimit-"}) {
    const auto remaining = header(response, std::string(prefix) + "remaining");
    const auto reset = header(response, std::string(prefix) + "reset");
    const bool spent = response.status == 429 || (remaining && whole_number(*remaining) == 0);
    if (reset && spent) {
      return point_in_time(*reset, response.started);
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string_view> header(const HttpResponse& response, std::string_view name) {
  for (const Header& each : response.headers) {
    if (same_word(each.name, name)) {
      return each.value;
    }
  }
  return std::nullopt;
}

Validators validators_of(const HttpResponse& response) {
  return {std::string(header(response, "etag").value_or("")),
          std::string(header(response, "last-modified").value_or(""))};
}

Instant seen_as_of(const HttpResponse& response) {
  return response.started - age_of(response);
}

std::optional<Instant> not_before(const HttpResponse& response) {
  if (answered_by_cache(response)) {
    return std::nullopt;
  }
  const bool asked_to_wait = response.status == 429 || response.status == 503;
  const auto retry_after = header(response, "retry-after");
  if (asked_to_wait && retry_after) {
    return plausible(point_in_time(*retry_after, response.started), response.started);
  }
  return plausible(spent_limit_reset(response), response.started);
}

std::optional<Duration> freshness(const HttpResponse& response) {
  const auto control = header(response, "cache-control");
  if (control) {
    std::string_view rest = *control;
    while (!rest.empty()) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      const std::string_view directive = trimmed(rest.substr(0, comma));
      rest.remove_prefix(std::min(comma + 1, rest.size()));
      constexpr std::string_view kMaxAge = "max-age=";
      if (directive.size() > kMaxAge.size() &&
          same_word(directive.substr(0, kMaxAge.size()), kMaxAge)) {
        if (const auto seconds = whole_number(directive.substr(kMaxAge.size()))) {
          return std::min<Duration>(std::chrono::seconds(std::min(*seconds, kSecondsMax)),
                                    kFreshMax);
        }
      }
    }
  }
  const auto expires = header(response, "expires");
  const auto at = expires ? parse_rfc822(*expires) : std::nullopt;
  return at && *at > response.started
             ? std::optional<Duration>(std::min(*at - response.started, kFreshMax))
             : std::nullopt;
}

std::optional<Error> status_error(const HttpResponse& response) {
  const int status = response.status;
  if ((status >= 200 && status < 300) || status == 304) {
    return std::nullopt;
  }
  const std::string context = "HTTP " + std::to_string(status);
  switch (status) {
    case 401:
    case 403:
    case 422:
      return Error{Errc::refused, context};
    case 404:
    case 410:
      return Error{Errc::gone, context};
    case 429:
      return Error{Errc::rate_limited, context};
    case 503:
      return Error{header(response, "retry-after") ? Errc::rate_limited : Errc::http_status,
                   context};
    default:
      return Error{Errc::http_status, context};
  }
}

}  // namespace tagwatch
