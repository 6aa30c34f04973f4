#include "transfer.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cctype>

#include "address_rules.hpp"

namespace tagwatch {
namespace {

// Room behind a body for parsers that read a little past its end (simdjson wants 64 bytes): they
// need not copy it.
constexpr std::size_t kBodySlackBytes = 64;

// What curl takes as "not all of it was used": the transfer ends with CURLE_WRITE_ERROR.
constexpr std::size_t kStopTransfer = 0;

bool same_word(std::string_view word, std::string_view lower_case) {
  return std::equal(
      word.begin(), word.end(), lower_case.begin(), lower_case.end(),
      [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

std::size_t Transfer::on_header(char* line, std::size_t size, std::size_t count, void* transfer) {
  auto& self = *static_cast<Transfer*>(transfer);
  const std::string_view text(line, size * count);
  // All blocks count together: interim answers (1xx) and trailers have no number that ends them.
  self.header_bytes_ += text.size();
  if (self.header_bytes_ > self.settings_.limits.header_bytes_max) {
    self.stop_ = Stop::headers_too_large;
    return kStopTransfer;
  }
  return self.take_header(text) ? text.size() : kStopTransfer;
}

bool Transfer::take_header(std::string_view line) {
  if (!response_.body.empty()) {
    return true;  // a trailer
  }
  if (line.starts_with("HTTP/")) {
    response_.headers.clear();
    headers_complete_ = content_encoded_ = false;
    return true;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || headers_complete_) {
    headers_complete_ = headers_complete_ || trimmed(line).empty();
    return true;
  }
  const std::string_view name = trimmed(line.substr(0, colon));
  const std::string_view value = trimmed(line.substr(colon + 1));
  // One encoding was offered. A chain of them multiplies: a few kilobytes can keep the decoder busy
  // for hours without one byte of output that a limit could count.
  const bool chained = same_word(name, "content-encoding") &&
                       (content_encoded_ || value.find(',') != std::string_view::npos);
  const bool transfer_encoded = same_word(name, "transfer-encoding") &&
                                !same_word(value, "chunked") && !same_word(value, "identity");
  if (chained || transfer_encoded) {
    stop_ = Stop::unwanted_encoding;
    return false;
  }
  content_encoded_ = content_encoded_ || same_word(name, "content-encoding");
  response_.headers.emplace_back(std::string(name), std::string(value));
  return true;
}

std::size_t Transfer::on_body(char* bytes, std::size_t size, std::size_t count, void* transfer) {
  auto& self = *static_cast<Transfer*>(transfer);
  std::string& body = self.response_.body;
  // Decoded bytes. libcurl's own limit looks at what is announced, and lets a bomb through.
  if (size * count > self.settings_.limits.body_bytes_max - body.size()) {
    self.stop_ = Stop::body_too_large;
    return kStopTransfer;
  }
  if (body.empty()) {
    // One allocation instead of a growing one; a lie costs address space, not memory.
    curl_off_t announced = -1;
    curl_easy_getinfo(self.easy_.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
    const auto length = static_cast<std::size_t>(std::max<curl_off_t>(announced, 0));
    body.reserve(std::min(length, self.settings_.limits.body_bytes_max) + kBodySlackBytes);
  }
  body.append(bytes, size * count);
  return size * count;
}

curl_socket_t Transfer::on_open_socket(void* transfer, curlsocktype, curl_sockaddr* address) {
  auto& self = *static_cast<Transfer*>(transfer);
  // The address that will be connected to, not the name: a name can change its mind in between.
  const auto reserved = reserved_block(address->addr);
  if (reserved && !self.host_configured_) {
    self.blocked_address_ = std::string(*reserved) + " address " + address_text(address->addr);
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

TransferFailure Transfer::failure(CURLcode code) const {
  long system_error = 0;
  curl_off_t connected_after = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_OS_ERRNO, &system_error);
  curl_easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &connected_after);
  TransferFailure failure;
  failure.code = code;
  failure.host = target_.host();
  failure.detail = error_text_.data();
  failure.system_error = static_cast<int>(system_error);
  failure.connected = connected_after > 0;
  failure.answering = header_bytes_ > 0;
  failure.headers_complete = headers_complete_;
  failure.stop = stop_;
  failure.blocked_address = blocked_address_;
  return failure;
}

Result<HttpResponse> Transfer::take_result(CURLcode code) {
  if (code != CURLE_OK) {
    return transfer_error(failure(code), settings_.limits);
  }
  if (!headers_complete_) {
    // libcurl takes the end of the connection for that of the headers.
    return Error{Errc::malformed_payload, target_.host() + ": the answer ended in its headers"};
  }
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  response_.status = static_cast<int>(status);
  return std::move(response_);
}

}  // namespace tagwatch
