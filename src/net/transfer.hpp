// One HTTP exchange as libcurl sees it: its options before, its callbacks during, its result after.
//
// Knows nothing of redirects, sockets of the loop, or queues.
#pragma once

#include <array>
#include <string>

#include "curl_errors.hpp"
#include "curl_handles.hpp"
#include "tagwatch/net/http_client.hpp"
#include "target.hpp"

namespace tagwatch {

/// What all transfers of a client share.
struct TransferSettings {
  std::string user_agent;
  std::string ca_file;  ///< "": the system's authorities
  HttpLimits limits;
};

/// Not movable: libcurl keeps pointers into it.
class Transfer {
 public:
  /// Prepares the exchange; everything passed must outlive it. `host_configured`: the operator
  /// named the host, so it may be private and may speak http. `time_left` bounds the exchange.
  Transfer(const HttpRequest& request, const Target& target, const TransferSettings& settings,
           bool host_configured, Duration time_left);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  [[nodiscard]] CURL* handle() const { return easy_.get(); }

  /// The answer, or the error that `code`, libcurl's result, means. Once.
  [[nodiscard]] Result<HttpResponse> take_result(CURLcode code);

 private:
  static std::size_t on_header(char* line, std::size_t size, std::size_t count, void* transfer);
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* transfer);
  static curl_socket_t on_open_socket(void* transfer, curlsocktype purpose, curl_sockaddr* address);

  void set_security_options();
  void set_limit_options(Duration time_left);
  void set_request_options(const HttpRequest& request);
  void set_header_options(const HttpRequest& request);
  void set_callback_options();

  [[nodiscard]] bool take_header(std::string_view line);
  [[nodiscard]] TransferFailure failure(CURLcode code) const;

  const Target& target_;
  const TransferSettings& settings_;
  bool host_configured_;

  HttpResponse response_;
  std::size_t header_bytes_ = 0;
  bool headers_complete_ = false;
  bool content_encoded_ = false;
  Stop stop_ = Stop::none;
  std::string blocked_address_;
  std::array<char, CURL_ERROR_SIZE> error_text_{};

  CurlList headers_;
  CurlEasy easy_;  // last: it goes before what it points to
};

}  // namespace tagwatch
