// What the configuration must know of a web address: its parts, no more. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tagwatch::settings {

struct WebAddress {
  std::string scheme;  ///< lower case
  std::string host;    ///< lower case, an IPv6 literal without its brackets
  bool has_user = false;
};

/// nullopt for what is no "http://host…" or "https://host…", or holds spaces or control characters.
[[nodiscard]] std::optional<WebAddress> read_web_address(std::string_view text);

/// localhost and names below it, 127.0.0.0/8, ::1.
[[nodiscard]] bool is_loopback(std::string_view host);

/// `url` with the values of parameters that are named like keys ("api_key", "token", …) replaced.
[[nodiscard]] std::string with_secrets_masked(std::string_view url, std::string_view mask);

}  // namespace tagwatch::settings
