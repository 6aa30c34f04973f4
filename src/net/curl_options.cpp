// Every option of a transfer, and why. The defaults of libcurl are those of a tool at a person's
// hand; ours are those of a service that reads what strangers send.
#include <limits>
#include <new>
#include <stdexcept>
#include <string>

#include "transfer.hpp"

namespace tagwatch {
namespace {

// Small, so that what swells out of one does not hold up the others.
constexpr long kBufferBytes = 16 * 1024;
constexpr long kConnectionLifetimeSeconds = 3600;

void check(CURLcode code, CURLoption option) {
  if (code == CURLE_OUT_OF_MEMORY) {
    throw std::bad_alloc();
  }
  if (code != CURLE_OK) {
    throw std::logic_error("libcurl refuses option " + std::to_string(option) + ": " +
                           curl_easy_strerror(code));
  }
}

// libcurl's setopt is variadic: an int where it reads a long is undefined behaviour. Hence two
// doors, by type.
void set(CURL* easy, CURLoption option, long value) {
  check(curl_easy_setopt(easy, option, value), option);
}

template <class Pointee>
void set(CURL* easy, CURLoption option, Pointee* value) {
  check(curl_easy_setopt(easy, option, value), option);
}

// Milliseconds for libcurl, where 0 would mean "no limit".
long milliseconds(Duration duration) {
  return static_cast<long>(std::max<Duration::rep>(duration.count(), 1));
}

// What this libcurl can decode, named one by one: "" would offer whatever a later one learns.
std::string accepted_encodings() {
  const int features = curl_version_info(CURLVERSION_NOW)->features;
  std::string encodings;
  const auto offer = [&](int feature, const char* name) {
    if ((features & feature) != 0) {
      encodings += encodings.empty() ? "" : ", ";
      encodings += name;
    }
  };
  offer(CURL_VERSION_LIBZ, "gzip");
  offer(CURL_VERSION_BROTLI, "br");
  offer(CURL_VERSION_ZSTD, "zstd");
  return encodings;
}

void append(CurlList& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) {
    throw std::bad_alloc();
  }
  static_cast<void>(list.release());
  list.reset(longer);
}

}  // namespace

Transfer::Transfer(const HttpRequest& request, const Target& target,
                   const TransferSettings& settings, bool host_configured, Duration time_left)
    : target_(target),
      settings_(settings),
      host_configured_(host_configured),
      easy_(curl_easy_init()) {
  if (!easy_) {
    throw std::bad_alloc();
  }
  set_security_options();
  set_limit_options(time_left);
  set_callback_options();
  set_request_options(request);
  set_header_options(request);
}

void Transfer::set_security_options() {
  CURL* easy = easy_.get();
  const char* const protocols = host_configured_ ? "http,https" : "https";
  set(easy, CURLOPT_PROTOCOLS_STR, protocols);
  set(easy, CURLOPT_REDIR_PROTOCOLS_STR, "https");
  // Each hop is a transfer of its own, so that each host is checked and each header reconsidered.
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set(easy, CURLOPT_UNRESTRICTED_AUTH, 0L);
  set(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  set(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(easy, CURLOPT_PROXY, "");  // not even from the environment
  set(easy, CURLOPT_HTTP09_ALLOWED, 0L);
  // Of HTTP/2, libcurl reads frames as long as they come and looks at no clock meanwhile: one
  // server could hold up all others.
  set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!settings_.ca_file.empty()) {
    set(easy, CURLOPT_CAINFO, settings_.ca_file.c_str());
  }
}

void Transfer::set_limit_options(Duration time_left) {
  CURL* easy = easy_.get();
  const HttpLimits& limits = settings_.limits;
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(limits.connect_timeout));
  set(easy, CURLOPT_TIMEOUT_MS, milliseconds(time_left));
  set(easy, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(limits.low_speed_bytes));
  set(easy, CURLOPT_LOW_SPEED_TIME,
      static_cast<long>(std::chrono::ceil<std::chrono::seconds>(limits.low_speed_time).count()));
  // Ends an honest giant before its first byte; on_body() ends the others.
  set(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<long>(limits.body_bytes_max));
  set(easy, CURLOPT_MAXLIFETIME_CONN, kConnectionLifetimeSeconds);
  set(easy, CURLOPT_BUFFERSIZE, kBufferBytes);
}

void Transfer::set_callback_options() {
  CURL* easy = easy_.get();
  set(easy, CURLOPT_ERRORBUFFER, error_text_.data());
  set(easy, CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  set(easy, CURLOPT_HEADERDATA, this);
  set(easy, CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  set(easy, CURLOPT_WRITEDATA, this);
  set(easy, CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_open_socket);
  set(easy, CURLOPT_OPENSOCKETDATA, this);
}

void Transfer::set_request_options(const HttpRequest& request) {
  CURL* easy = easy_.get();
  static const std::string kEncodings = accepted_encodings();
  set(easy, CURLOPT_CURLU, target_.handle());
  set(easy, CURLOPT_USERAGENT, settings_.user_agent.c_str());
  set(easy, CURLOPT_ACCEPT_ENCODING, kEncodings.c_str());
  if (request.method == "HEAD") {
    set(easy, CURLOPT_NOBODY, 1L);
  } else if (request.method != "GET" || !request.body.empty()) {
    set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<long>(request.body.size()));
    set(easy, CURLOPT_POSTFIELDS, request.body.c_str());
    set(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
}

void Transfer::set_header_options(const HttpRequest& request) {
  for (const Header& header : request.headers) {
    // libcurl's way to write a header without value.
    append(headers_, header.name + (header.value.empty() ? ";" : ": " + header.value));
  }
  if (!request.body.empty()) {
    append(headers_, "Expect:");  // no question beforehand whether the body is welcome
  }
  if (headers_) {
    set(easy_.get(), CURLOPT_HTTPHEADER, headers_.get());
  }
}

}  // namespace tagwatch
