#include "net/address_rules.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <string>

namespace tagwatch {
namespace {

struct Case {
  const char* address;
  const char* block;  // "": public
};

// First and last of every block, and what lies just outside.
constexpr std::array kCases{
    Case{"0.0.0.0", "this network"},
    Case{"0.255.255.255", "this network"},
    Case{"1.0.0.0", ""},
    Case{"9.255.255.255", ""},
    Case{"10.0.0.0", "private"},
    Case{"10.255.255.255", "private"},
    Case{"11.0.0.0", ""},
    Case{"100.63.255.255", ""},
    Case{"100.64.0.0", "carrier-grade NAT"},
    Case{"100.127.255.255", "carrier-grade NAT"},
    Case{"100.128.0.0", ""},
    Case{"126.255.255.255", ""},
    Case{"127.0.0.0", "loopback"},
    Case{"127.0.0.1", "loopback"},
    Case{"127.255.255.255", "loopback"},
    Case{"128.0.0.0", ""},
    Case{"169.253.255.255", ""},
    Case{"169.254.0.0", "link-local"},
    Case{"169.254.169.254", "link-local"},
    Case{"169.255.0.0", ""},
    Case{"172.15.255.255", ""},
    Case{"172.16.0.0", "private"},
    Case{"172.31.255.255", "private"},
    Case{"172.32.0.0", ""},
    Case{"192.0.0.0", "protocol assignments"},
    Case{"192.0.0.255", "protocol assignments"},
    Case{"192.0.1.0", ""},
    Case{"192.0.2.1", "documentation"},
    Case{"192.0.3.0", ""},
    Case{"192.31.196.1", "AS112"},
    Case{"192.52.193.1", "AMT"},
    Case{"192.88.99.1", "6to4 relay"},
    Case{"192.167.255.255", ""},
    Case{"192.168.0.0", "private"},
    Case{"192.168.255.255", "private"},
    Case{"192.169.0.0", ""},
    Case{"192.175.48.1", "AS112"},
    Case{"198.17.255.255", ""},
    Case{"198.18.0.0", "benchmarking"},
    Case{"198.19.255.255", "benchmarking"},
    Case{"198.20.0.0", ""},
    Case{"198.51.100.1", "documentation"},
    Case{"203.0.113.255", "documentation"},
    Case{"203.0.114.0", ""},
    Case{"223.255.255.255", ""},
    Case{"224.0.0.1", "multicast"},
    Case{"239.255.255.255", "multicast"},
    Case{"240.0.0.0", "reserved"},
    Case{"255.255.255.255", "reserved"},
    Case{"8.8.8.8", ""},
    Case{"::", "loopback"},
    Case{"::1", "loopback"},
    Case{"::2", "IPv4-compatible"},
    Case{"::127.0.0.1", "IPv4-compatible"},
    Case{"::ffff:127.0.0.1", "IPv4-mapped"},
    Case{"::ffff:8.8.8.8", "IPv4-mapped"},
    Case{"64:ff9b::127.0.0.1", "loopback"},
    Case{"64:ff9b::10.1.2.3", "private"},
    Case{"64:ff9b::169.254.169.254", "link-local"},
    Case{"64:ff9b::8.8.8.8", ""},
    Case{"64:ff9b::1:808:808", "reserved"},
    Case{"64:ff9b:1::8.8.8.8", "local NAT64"},
    Case{"100::1", "reserved"},
    Case{"1fff:ffff::1", "reserved"},
    Case{"2000::1", ""},
    Case{"2001::7f00:1", "Teredo"},
    Case{"2001:2::1", "protocol assignments"},
    Case{"2001:20::1", "protocol assignments"},
    Case{"2001:1ff:ffff::1", "protocol assignments"},
    Case{"2001:200::1", ""},
    Case{"2001:db7:ffff::1", ""},
    Case{"2001:db8::1", "documentation"},
    Case{"2001:db9::1", ""},
    Case{"2001:4860:4860::8888", ""},
    Case{"2002:7f00:1::", "6to4"},
    Case{"2002:808:808::1", "6to4"},
    Case{"2003::1", ""},
    Case{"2620:4f:8000::1", "AS112"},
    Case{"2620:4f:8001::1", ""},
    Case{"3ffe::1", "6bone"},
    Case{"3fff::1", "documentation"},
    Case{"3fff:fff::1", "documentation"},
    Case{"3fff:1000::1", ""},
    Case{"4000::1", "reserved"},
    Case{"5f00::1", "reserved"},
    Case{"fbff::1", "reserved"},
    Case{"fc00::1", "private"},
    Case{"fdff:ffff::1", "private"},
    Case{"fe80::1", "link-local"},
    Case{"febf::1", "link-local"},
    Case{"fec0::1", "site-local"},
    Case{"ff02::1", "multicast"},
    Case{"ffff::1", "multicast"},
    Case{"localhost", "not an address"},
    Case{"", "not an address"},
    Case{"127.1", "not an address"},
    Case{"0x7f000001", "not an address"},
};

TEST(AddressRules, KnowEveryReservedBlockAndItsNeighbours) {
  for (const Case& each : kCases) {
    EXPECT_EQ(reserved_block(std::string_view(each.address)).value_or(""), each.block)
        << each.address;
  }
}

TEST(AddressRules, JudgeSocketAddressesLikeText) {
  sockaddr_in ipv4{};
  ipv4.sin_family = AF_INET;
  ipv4.sin_addr.s_addr = htonl(0x7f000001);
  EXPECT_EQ(reserved_block(reinterpret_cast<const sockaddr&>(ipv4)), "loopback");
  EXPECT_EQ(address_text(reinterpret_cast<const sockaddr&>(ipv4)), "127.0.0.1");

  sockaddr_in6 ipv6{};
  ipv6.sin6_family = AF_INET6;
  ASSERT_EQ(::inet_pton(AF_INET6, "2001:4860::1", &ipv6.sin6_addr), 1);
  EXPECT_EQ(reserved_block(reinterpret_cast<const sockaddr&>(ipv6)), std::nullopt);
  EXPECT_EQ(address_text(reinterpret_cast<const sockaddr&>(ipv6)), "2001:4860::1");

  sockaddr unix_socket{};
  unix_socket.sa_family = AF_UNIX;
  EXPECT_EQ(reserved_block(unix_socket), "not an internet address");
}

}  // namespace
}  // namespace tagwatch
