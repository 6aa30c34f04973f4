// A parsed address to fetch, read by the very parser that will fetch it.
//
// Two parsers that disagree about where a host ends are the classic way around an address check, so
// every question about a URL is answered by libcurl's. Pure: no socket, no name resolution.
#pragma once

#include <string>
#include <string_view>

#include "curl_handles.hpp"
#include "tagwatch/base/error.hpp"

namespace tagwatch {

class Target {
 public:
  /// Errors: malformed_payload — no absolute http or https URL, a user name in it, or characters
  /// that no URL holds.
  [[nodiscard]] static Result<Target> parse(const std::string& url);

  /// Where `location`, absolute or relative, leads from here. Errors as parse().
  [[nodiscard]] Result<Target> follow(std::string_view location) const;

  [[nodiscard]] bool https() const { return scheme_ == "https"; }
  /// Lower case, punycode, IPv4 literals in dotted form, IPv6 literals without brackets.
  [[nodiscard]] const std::string& host() const { return host_; }
  [[nodiscard]] const std::string& port() const { return port_; }
  /// Without fragment.
  [[nodiscard]] const std::string& url() const { return url_; }
  /// Same scheme, host and port: only then may credentials go along.
  [[nodiscard]] bool same_origin(const Target& other) const;
  /// For CURLOPT_CURLU; lives as long as the target.
  [[nodiscard]] CURLU* handle() const { return handle_.get(); }

 private:
  Target() = default;
  [[nodiscard]] static Result<Target> read(CurlUrl handle);

  CurlUrl handle_;
  std::string scheme_;
  std::string host_;
  std::string port_;
  std::string url_;
};

/// A host name or literal from the configuration in the form of Target::host(); "" when it is none.
[[nodiscard]] std::string canonical_host(const std::string& host);

}  // namespace tagwatch
