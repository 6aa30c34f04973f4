#include "curl_errors.hpp"

#include <new>
#include <string_view>
#include <system_error>

namespace tagwatch {
namespace {

// A certificate may hold names of any length; an error is one line.
constexpr std::size_t kDetailLengthMax = 200;

Error too_large(const std::string& host, std::string_view what, std::size_t bytes_max) {
  return {Errc::too_large,
          host + ": " + std::string(what) + " beyond " + std::to_string(bytes_max) + " bytes"};
}

Error stopped(const TransferFailure& failure, const HttpLimits& limits) {
  switch (failure.stop) {
    case Stop::body_too_large:
      return too_large(failure.host, "a body", limits.body_bytes_max);
    case Stop::headers_too_large:
      return too_large(failure.host, "a header block", limits.header_bytes_max);
    default:
      return {Errc::malformed_payload, failure.host + ": an encoding nobody asked for"};
  }
}

std::string timeout_cause(const TransferFailure& failure, const HttpLimits& limits) {
  if (failure.detail.starts_with("Operation too slow")) {
    return "slower than " + std::to_string(limits.low_speed_bytes) + " bytes/s for " +
           format_duration(limits.low_speed_time);
  }
  if (!failure.connected) {
    const bool resolving = failure.detail.starts_with("Resolving");
    return std::string(resolving ? "name not resolved within " : "no connection within ") +
           format_duration(limits.connect_timeout);
  }
  return std::string(failure.answering ? "answer not complete within " : "no answer within ") +
         format_duration(limits.total_timeout);
}

std::string tls_cause(const TransferFailure& failure) {
  std::string_view detail = failure.detail;
  for (const std::string_view prefix : {"SSL certificate problem: ", "SSL: "}) {
    if (detail.starts_with(prefix)) {
      detail.remove_prefix(prefix.size());
    }
  }
  if (detail.empty()) {
    detail = curl_easy_strerror(failure.code);
  }
  std::string cause(detail.substr(0, kDetailLengthMax));
  if (cause.find("expired") != std::string::npos || cause.find("not yet") != std::string::npos) {
    cause += " (or the clock of this machine is wrong)";
  }
  return cause;
}

std::string unreachable_cause(const TransferFailure& failure) {
  switch (failure.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "the name could not be resolved";
    case CURLE_GOT_NOTHING:
      return "the connection was closed without an answer";
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
      return "the connection broke";
    default:
      break;
  }
  if (failure.system_error != 0) {
    return std::generic_category().message(failure.system_error);
  }
  return curl_easy_strerror(failure.code);
}

}  // namespace

Error transfer_error(const TransferFailure& failure, const HttpLimits& limits) {
  if (failure.stop != Stop::none) {
    return stopped(failure, limits);
  }
  const std::string& host = failure.host;
  if (failure.code == CURLE_COULDNT_CONNECT && !failure.blocked_address.empty()) {
    return {Errc::private_address, host + ": " + failure.blocked_address};
  }
  switch (failure.code) {
    case CURLE_OPERATION_TIMEDOUT:
      return {Errc::timeout, host + ": " + timeout_cause(failure, limits)};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return {Errc::tls, host + ": " + tls_cause(failure)};
    case CURLE_FILESIZE_EXCEEDED:
      return too_large(host, "a body", limits.body_bytes_max);
    case CURLE_PARTIAL_FILE:
      return {Errc::malformed_payload, host + ": the answer ended before its announced end"};
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return {Errc::malformed_payload, host + ": " + curl_easy_strerror(failure.code)};
    case CURLE_RECV_ERROR:
      if (failure.detail.ends_with(" in chunked-encoding")) {
        return {Errc::malformed_payload, host + ": " + failure.detail};
      }
      return {Errc::unreachable, host + ": " + unreachable_cause(failure)};
    case CURLE_OUT_OF_MEMORY:
      // libcurl's answer to one header line beyond its own 100 KiB.
      if (failure.connected && !failure.headers_complete) {
        return too_large(host, "a header block", limits.header_bytes_max);
      }
      throw std::bad_alloc();
    default:
      return {Errc::unreachable, host + ": " + unreachable_cause(failure)};
  }
}

}  // namespace tagwatch
