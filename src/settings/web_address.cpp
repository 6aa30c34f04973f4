#include "web_address.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tagwatch::settings {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

// What the names of parameters that hold a secret end with: "api_key", but not "keyword".
constexpr std::array<std::string_view, 6> kSecretEndings{"key",    "token",    "secret",
                                                         "passwd", "password", "signature"};

bool names_a_secret(std::string_view parameter) {
  const std::string name = lower(parameter);
  return std::ranges::any_of(kSecretEndings,
                             [&](std::string_view ending) { return name.ends_with(ending); });
}

bool is_port(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port > 0 && port <= 65535;
}

}  // namespace

std::optional<WebAddress> read_web_address(std::string_view text) {
  const bool clean = std::ranges::all_of(
      text, [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7F && c != '\\'; });
  const std::size_t mark = text.find("://");
  if (!clean || mark == std::string_view::npos) {
    return std::nullopt;
  }
  WebAddress address;
  address.scheme = lower(text.substr(0, mark));
  if (address.scheme != "http" && address.scheme != "https") {
    return std::nullopt;
  }
  std::string_view authority = text.substr(mark + 3);
  authority = authority.substr(0, authority.find_first_of("/?#"));
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    address.has_user = true;
    authority.remove_prefix(at + 1);
  }
  const bool literal = authority.starts_with('[');
  const std::size_t host_end = literal ? authority.find(']') : authority.find(':');
  if (literal && host_end == std::string_view::npos) {
    return std::nullopt;
  }
  address.host = lower(literal ? authority.substr(1, host_end - 1) : authority.substr(0, host_end));
  const std::string_view rest =
      authority.substr(std::min(literal ? host_end + 1 : host_end, authority.size()));
  if (address.host.empty() ||
      (!rest.empty() && (rest.front() != ':' || !is_port(rest.substr(1))))) {
    return std::nullopt;
  }
  return address;
}

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host.ends_with(".localhost") || host == "::1") {
    return true;
  }
  const bool numbers = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return numbers && host.starts_with("127.") && std::ranges::count(host, '.') == 3;
}

std::string with_secrets_masked(std::string_view url, std::string_view mask) {
  const std::size_t query = url.find('?');
  if (query == std::string_view::npos) {
    return std::string(url);
  }
  std::string out(url.substr(0, query));
  std::string_view rest = url.substr(query);
  while (!rest.empty()) {  // each round takes "?name=value" or "&name=value"
    const std::size_t end = std::min(rest.find_first_of("&#", 1), rest.size());
    const std::string_view parameter = rest.substr(0, end);
    const std::size_t equals = parameter.find('=');
    const bool hide = equals != std::string_view::npos && parameter.front() != '#' &&
                      names_a_secret(parameter.substr(1, equals - 1));
    out += hide ? parameter.substr(0, equals + 1) : parameter;
    out += hide ? mask : std::string_view();
    rest.remove_prefix(end);
  }
  return out;
}

}  // namespace tagwatch::settings
