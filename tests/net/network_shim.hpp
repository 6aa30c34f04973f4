// The names and the ways out of a test program: what DNS answers is written by the test, and every
// address that anything in the process connects to is noted. Nothing leaves the machine: addresses
// that are not loopback refuse the connection. Linked in, it stands before libc's getaddrinfo() and
// connect().
#pragma once

#include <string>
#include <vector>

namespace tagwatch::testing {

/// What the look-ups of `name` give, one list of addresses each; the last stays.
void set_dns(const std::string& name, std::vector<std::vector<std::string>> answers);

/// "127.0.0.1:8080" of each connection tried since the last call, in order.
[[nodiscard]] std::vector<std::string> take_connected();

}  // namespace tagwatch::testing
