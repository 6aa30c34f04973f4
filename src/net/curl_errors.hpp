// From libcurl's codes to ours, with words that name host and cause.
#pragma once

#include <curl/curl.h>

#include <string>

#include "tagwatch/net/http_client.hpp"

namespace tagwatch {

/// Why we stopped a transfer ourselves.
enum class Stop { none, body_too_large, headers_too_large, unwanted_encoding };

/// What is known of a transfer that did not end well.
struct TransferFailure {
  CURLcode code = CURLE_OK;
  std::string host;
  std::string detail;      ///< libcurl's own words; may quote the server's certificate
  int system_error = 0;    ///< errno of the failed connection, 0: none
  bool connected = false;  ///< the connection stood, TLS included
  bool answering = false;  ///< a header has come
  bool headers_complete = false;
  Stop stop = Stop::none;
  std::string blocked_address;  ///< "loopback address 127.0.0.1"; "": none was refused
};

/// The one conversion. Never names path, query or headers.
[[nodiscard]] Error transfer_error(const TransferFailure& failure, const HttpLimits& limits);

}  // namespace tagwatch
