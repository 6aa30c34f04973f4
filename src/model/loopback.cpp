#include "tagwatch/model/loopback.hpp"

#include <charconv>

namespace tagwatch {
namespace {

// The whole of `text` as decimal digits, as 127 and not 0127; nullopt for anything else.
template <class Number>
std::optional<Number> decimal(std::string_view text) {
  Number number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  const bool padded = text.size() > 1 && text[0] == '0';
  return error == std::errc() && stop == end && !padded ? std::optional(number) : std::nullopt;
}

// "127.0.0.1", "127.1.2.3".
bool is_loopback_v4(std::string_view host) {
  constexpr std::uint8_t kLoopback = 127;
  constexpr int kParts = 4;
  for (int part = 1; part <= kParts; ++part) {
    const std::size_t dot = host.find('.');
    if ((dot == std::string_view::npos) != (part == kParts)) {
      return false;
    }
    const auto number = decimal<std::uint8_t>(host.substr(0, dot));
    if (!number || (part == 1 && *number != kLoopback)) {
      return false;
    }
    host.remove_prefix(part == kParts ? host.size() : dot + 1);
  }
  return true;
}

}  // namespace

std::optional<LoopbackAddress> parse_loopback(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return std::nullopt;
  }
  const auto port = decimal<std::uint16_t>(text.substr(colon + 1));
  const std::string_view host = text.substr(0, colon);
  if (!port) {
    return std::nullopt;
  }
  if (host == "localhost") {
    return LoopbackAddress{"127.0.0.1", *port};
  }
  if (host == "[::1]") {
    return LoopbackAddress{"::1", *port};
  }
  return is_loopback_v4(host) ? std::optional(LoopbackAddress{std::string(host), *port})
                              : std::nullopt;
}

}  // namespace tagwatch
