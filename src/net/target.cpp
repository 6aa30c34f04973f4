#include "target.hpp"

#include <locale.h>

#include <algorithm>
#include <new>
#include <optional>

namespace tagwatch {
namespace {

std::optional<std::string> part(CURLU* handle, CURLUPart which, unsigned int flags = 0) {
  char* raw = nullptr;
  const CURLUcode code = curl_url_get(handle, which, &raw, flags);
  const CurlText text(raw);
  return code == CURLUE_OK ? std::optional<std::string>(text.get()) : std::nullopt;
}

// libcurl reads international names in the locale's encoding; URLs are UTF-8 whatever the locale.
class Utf8Locale {
 public:
  Utf8Locale() : locale_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (locale_ != nullptr) {
      before_ = ::uselocale(locale_);
    }
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;
  ~Utf8Locale() {
    if (locale_ != nullptr) {
      ::uselocale(before_);
      ::freelocale(locale_);
    }
  }

 private:
  locale_t locale_;
  locale_t before_ = nullptr;
};

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0; });
}

// The host as the network knows it, also put back into `handle`, so that nothing is left to convert
// when it is fetched. nullopt: none, or a name that no server can have.
std::optional<std::string> settle_host(CURLU* handle) {
  auto host = part(handle, CURLUPART_HOST);
  if (host && !is_ascii(*host)) {
    const Utf8Locale locale;
    host = part(handle, CURLUPART_HOST, CURLU_PUNYCODE);
    if (host && curl_url_set(handle, CURLUPART_HOST, host->c_str(), 0) != CURLUE_OK) {
      return std::nullopt;
    }
  }
  return host && !host->empty() ? host : std::nullopt;
}

Error unusable(std::string_view why) {
  return {Errc::malformed_payload, "an address that cannot be fetched: " + std::string(why)};
}

}  // namespace

Result<Target> Target::parse(const std::string& url) {
  CurlUrl handle(curl_url());
  if (!handle) {
    throw std::bad_alloc();
  }
  const CURLUcode code = curl_url_set(handle.get(), CURLUPART_URL, url.c_str(), 0);
  if (code != CURLUE_OK || url.find('\0') != std::string::npos) {
    return unusable(curl_url_strerror(code));
  }
  return read(std::move(handle));
}

Result<Target> Target::follow(std::string_view location) const {
  CurlUrl handle(curl_url_dup(handle_.get()));
  if (!handle) {
    throw std::bad_alloc();
  }
  // Servers write spaces and raw UTF-8 into Location; browsers and curl encode them.
  const CURLUcode code = curl_url_set(handle.get(), CURLUPART_URL, std::string(location).c_str(),
                                      CURLU_URLENCODE | CURLU_ALLOW_SPACE);
  if (code != CURLUE_OK) {
    return unusable(curl_url_strerror(code));
  }
  return read(std::move(handle));
}

Result<Target> Target::read(CurlUrl handle) {
  curl_url_set(handle.get(), CURLUPART_FRAGMENT, nullptr, 0);
  Target target;
  target.scheme_ = part(handle.get(), CURLUPART_SCHEME).value_or("");
  if (target.scheme_ != "http" && target.scheme_ != "https") {
    return unusable("only http and https are supported");
  }
  if (part(handle.get(), CURLUPART_USER) || part(handle.get(), CURLUPART_PASSWORD)) {
    return unusable("it holds a user name");
  }
  const auto host = settle_host(handle.get());
  const auto port = part(handle.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  const auto url = part(handle.get(), CURLUPART_URL);
  if (!host || !port || !url) {
    return unusable("it names no host that can exist");
  }
  target.host_ = *host;
  std::transform(target.host_.begin(), target.host_.end(), target.host_.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (target.host_.front() == '[' && target.host_.back() == ']') {
    target.host_ = target.host_.substr(1, target.host_.size() - 2);
  }
  target.port_ = *port;
  target.url_ = *url;
  target.handle_ = std::move(handle);
  return target;
}

bool Target::same_origin(const Target& other) const {
  return scheme_ == other.scheme_ && host_ == other.host_ && port_ == other.port_;
}

std::string canonical_host(const std::string& host) {
  const bool bare_ipv6 = host.find(':') != std::string::npos && !host.starts_with('[');
  const auto target = Target::parse("https://" + (bare_ipv6 ? "[" + host + "]" : host) + "/");
  return target ? target->host() : "";
}

}  // namespace tagwatch
