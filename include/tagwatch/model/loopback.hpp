// Where a server of ours listens: never beyond this machine. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tagwatch {

/// An address that only this machine reaches.
struct LoopbackAddress {
  std::string host;  ///< "127.0.0.1", "::1"
  std::uint16_t port = 0;
  friend bool operator==(const LoopbackAddress&, const LoopbackAddress&) = default;
};

/// Reads "127.0.0.1:8787" (any 127.x.y.z), "[::1]:8787" and "localhost:8787"; nullopt for anything
/// else. Port 0 is any that is free.
[[nodiscard]] std::optional<LoopbackAddress> parse_loopback(std::string_view text);

}  // namespace tagwatch
