// Which addresses may be reached when a server, not the operator, chose the host.
//
// Knows address blocks only: no names, no sockets. Pure.
#pragma once

#include <netinet/in.h>

#include <optional>
#include <string>
#include <string_view>

namespace tagwatch {

/// The name of the reserved block that `address` belongs to, such as "loopback"; nullopt when the
/// address is one of the public internet. Everything that is not IPv4 or global unicast IPv6 is
/// reserved. The list is the union of what GoToSocial and Mastodon refuse. An IPv4 address behind
/// the well-known NAT64 prefix is judged itself, or networks without IPv4 would reach nothing.
[[nodiscard]] std::optional<std::string_view> reserved_block(const sockaddr& address);

/// The same for an address as text, without brackets. Text that is no address is "not an address".
[[nodiscard]] std::optional<std::string_view> reserved_block(std::string_view literal);

/// `address` as text, without port: "127.0.0.1", "::1".
[[nodiscard]] std::string address_text(const sockaddr& address);

}  // namespace tagwatch
