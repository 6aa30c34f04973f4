#include "tagwatch/model/loopback.hpp"

#include <gtest/gtest.h>

namespace tagwatch {
namespace {

TEST(Loopback, IsReadInThreeForms) {
  EXPECT_EQ(parse_loopback("127.0.0.1:8787"), (LoopbackAddress{"127.0.0.1", 8787}));
  EXPECT_EQ(parse_loopback("127.255.2.3:0"), (LoopbackAddress{"127.255.2.3", 0}));
  EXPECT_EQ(parse_loopback("[::1]:65535"), (LoopbackAddress{"::1", 65535}));
  EXPECT_EQ(parse_loopback("localhost:80"), (LoopbackAddress{"127.0.0.1", 80}));
}

TEST(Loopback, NothingElseIsTaken) {
  for (const char* text : {"",
                           ":",
                           "8787",
                           ":8787",
                           "127.0.0.1",
                           "127.0.0.1:",
                           "127.0.0.1:65536",
                           "127.0.0.1:-1",
                           "127.0.0.1:+1",
                           "127.0.0.1:080",
                           "127.0.0.1:80 ",
                           " 127.0.0.1:80",
                           "0.0.0.0:8787",
                           "[::]:8787",
                           "::1:8787",
                           "*:8787",
                           "10.0.0.1:8787",
                           "128.0.0.1:8787",
                           "127.1:8787",
                           "127.0.0.256:8787",
                           "127.0.0.01:8787",
                           "127.0.0.0x1:8787",
                           "127.0.0.1.2:8787",
                           "127.0.0.:8787",
                           "2130706433:8787",
                           "[::ffff:127.0.0.1]:8787",
                           "localhost.:80",
                           "LOCALHOST.example:80",
                           "example.org:80"}) {
    EXPECT_EQ(parse_loopback(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace tagwatch
