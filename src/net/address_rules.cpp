#include "address_rules.hpp"

#include <arpa/inet.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace tagwatch {
namespace {

using Ipv4Bytes = std::array<std::uint8_t, 4>;
using Ipv6Bytes = std::array<std::uint8_t, 16>;

template <class Bytes>
struct Block {
  Bytes prefix;
  int bits;
  std::string_view name;
};

template <class Bytes>
constexpr bool contains(const Block<Bytes>& block, const Bytes& address) {
  int bits = block.bits;
  for (std::size_t i = 0; bits > 0; ++i, bits -= 8) {
    const int mask = bits >= 8 ? 0xff : 0xff << (8 - bits);
    if (((address.at(i) ^ block.prefix.at(i)) & mask) != 0) {
      return false;
    }
  }
  return true;
}

// https://www.iana.org/assignments/iana-ipv4-special-registry (2026-07), and multicast.
constexpr std::array kReservedIpv4{
    Block<Ipv4Bytes>{{0, 0, 0, 0}, 8, "this network"},
    Block<Ipv4Bytes>{{10, 0, 0, 0}, 8, "private"},
    Block<Ipv4Bytes>{{100, 64, 0, 0}, 10, "carrier-grade NAT"},
    Block<Ipv4Bytes>{{127, 0, 0, 0}, 8, "loopback"},
    Block<Ipv4Bytes>{{169, 254, 0, 0}, 16, "link-local"},
    Block<Ipv4Bytes>{{172, 16, 0, 0}, 12, "private"},
    Block<Ipv4Bytes>{{192, 0, 0, 0}, 24, "protocol assignments"},
    Block<Ipv4Bytes>{{192, 0, 2, 0}, 24, "documentation"},
    Block<Ipv4Bytes>{{192, 31, 196, 0}, 24, "AS112"},
    Block<Ipv4Bytes>{{192, 52, 193, 0}, 24, "AMT"},
    Block<Ipv4Bytes>{{192, 88, 99, 0}, 24, "6to4 relay"},
    Block<Ipv4Bytes>{{192, 168, 0, 0}, 16, "private"},
    Block<Ipv4Bytes>{{192, 175, 48, 0}, 24, "AS112"},
    Block<Ipv4Bytes>{{198, 18, 0, 0}, 15, "benchmarking"},
    Block<Ipv4Bytes>{{198, 51, 100, 0}, 24, "documentation"},
    Block<Ipv4Bytes>{{203, 0, 113, 0}, 24, "documentation"},
    Block<Ipv4Bytes>{{224, 0, 0, 0}, 4, "multicast"},
    Block<Ipv4Bytes>{{240, 0, 0, 0}, 4, "reserved"},
};

// Blocks outside 2000::/3 that deserve a better name than "reserved", then those inside it.
constexpr std::array kReservedIpv6{
    Block<Ipv6Bytes>{{}, 127, "loopback"},  // :: (any address) and ::1
    Block<Ipv6Bytes>{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, "IPv4-mapped"},
    Block<Ipv6Bytes>{{}, 96, "IPv4-compatible"},
    Block<Ipv6Bytes>{{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48, "local NAT64"},
    Block<Ipv6Bytes>{{0xfc}, 7, "private"},
    Block<Ipv6Bytes>{{0xfe, 0x80}, 10, "link-local"},
    Block<Ipv6Bytes>{{0xfe, 0xc0}, 10, "site-local"},
    Block<Ipv6Bytes>{{0xff}, 8, "multicast"},
    Block<Ipv6Bytes>{{0x20, 0x01, 0x00, 0x00}, 32, "Teredo"},
    Block<Ipv6Bytes>{{0x20, 0x01, 0x00}, 23, "protocol assignments"},
    Block<Ipv6Bytes>{{0x20, 0x01, 0x0d, 0xb8}, 32, "documentation"},
    Block<Ipv6Bytes>{{0x20, 0x02}, 16, "6to4"},
    Block<Ipv6Bytes>{{0x26, 0x20, 0x00, 0x4f, 0x80, 0x00}, 48, "AS112"},
    Block<Ipv6Bytes>{{0x3f, 0xfe}, 16, "6bone"},
    Block<Ipv6Bytes>{{0x3f, 0xff, 0x00}, 20, "documentation"},
};
constexpr Block<Ipv6Bytes> kGlobalUnicast{{0x20}, 3, "global unicast"};
constexpr Block<Ipv6Bytes> kNat64{{0x00, 0x64, 0xff, 0x9b}, 96, "NAT64"};

std::optional<std::string_view> reserved(const Ipv4Bytes& address) {
  for (const auto& block : kReservedIpv4) {
    if (contains(block, address)) {
      return block.name;
    }
  }
  return std::nullopt;
}

std::optional<std::string_view> reserved(const Ipv6Bytes& address) {
  if (contains(kNat64, address)) {
    return reserved(Ipv4Bytes{address[12], address[13], address[14], address[15]});
  }
  for (const auto& block : kReservedIpv6) {
    if (contains(block, address)) {
      return block.name;
    }
  }
  return contains(kGlobalUnicast, address) ? std::nullopt
                                           : std::optional<std::string_view>("reserved");
}

// The address itself, `offset` bytes into a socket address of the family that Bytes belongs to.
template <class Bytes>
Bytes bytes_at(const sockaddr& address, std::size_t offset) {
  Bytes bytes{};
  std::memcpy(bytes.data(), reinterpret_cast<const char*>(&address) + offset, bytes.size());
  return bytes;
}

Ipv4Bytes ipv4_bytes(const sockaddr& address) {
  return bytes_at<Ipv4Bytes>(address, offsetof(sockaddr_in, sin_addr));
}

Ipv6Bytes ipv6_bytes(const sockaddr& address) {
  return bytes_at<Ipv6Bytes>(address, offsetof(sockaddr_in6, sin6_addr));
}

}  // namespace

std::optional<std::string_view> reserved_block(const sockaddr& address) {
  switch (address.sa_family) {
    case AF_INET:
      return reserved(ipv4_bytes(address));
    case AF_INET6:
      return reserved(ipv6_bytes(address));
    default:
      return "not an internet address";
  }
}

std::optional<std::string_view> reserved_block(std::string_view literal) {
  const std::string text(literal);
  Ipv4Bytes ipv4{};
  if (::inet_pton(AF_INET, text.c_str(), ipv4.data()) == 1) {
    return reserved(ipv4);
  }
  Ipv6Bytes ipv6{};
  if (::inet_pton(AF_INET6, text.c_str(), ipv6.data()) == 1) {
    return reserved(ipv6);
  }
  return "not an address";
}

std::string address_text(const sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const char* written = nullptr;
  if (address.sa_family == AF_INET) {
    const Ipv4Bytes bytes = ipv4_bytes(address);
    written = ::inet_ntop(AF_INET, bytes.data(), text.data(), text.size());
  } else if (address.sa_family == AF_INET6) {
    const Ipv6Bytes bytes = ipv6_bytes(address);
    written = ::inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
  }
  return written != nullptr ? std::string(written) : std::string("no internet address");
}

}  // namespace tagwatch
