#include "settings/web_address.hpp"

#include <gtest/gtest.h>

namespace tagwatch::settings {
namespace {

TEST(WebAddress, ReadsSchemeAndHost) {
  const auto address = read_web_address("HTTPS://Example.ORG:8443/a?b#c");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->scheme, "https");
  EXPECT_EQ(address->host, "example.org");
  EXPECT_FALSE(address->has_user);
  EXPECT_EQ(read_web_address("http://[::1]:80/")->host, "::1");
  EXPECT_EQ(read_web_address("https://a.example")->host, "a.example");
  EXPECT_EQ(read_web_address("https://a.example?x=/@")->host, "a.example");
  EXPECT_TRUE(read_web_address("https://user:word@a.example/")->has_user);
}

TEST(WebAddress, RefusesWhatIsNone) {
  for (const char* text : {"", "example.org", "ftp://example.org", "https://", "https:///path",
                           "https://a b.example", "https://a.example\\b", "https://a.example:port",
                           "https://a.example:0", "https://[::1", "https://a.example/\n"}) {
    EXPECT_FALSE(read_web_address(text)) << text;
  }
}

TEST(WebAddress, KnowsThisMachine) {
  for (const char* host : {"localhost", "demo.localhost", "127.0.0.1", "127.8.9.1", "::1"}) {
    EXPECT_TRUE(is_loopback(host)) << host;
  }
  for (const char* host : {"127.0.0.1.example.org", "localhost.example.org", "notlocalhost",
                           "128.0.0.1", "127.1", "10.0.0.1"}) {
    EXPECT_FALSE(is_loopback(host)) << host;
  }
}

TEST(WebAddress, MasksKeysAndNothingElse) {
  EXPECT_EQ(with_secrets_masked("https://a.example/f?q=tag&API_KEY=s3cret&x=1#key=2", "***"),
            "https://a.example/f?q=tag&API_KEY=***&x=1#key=2");
  EXPECT_EQ(with_secrets_masked("https://a.example/f?access_token=s3cret", "***"),
            "https://a.example/f?access_token=***");
  EXPECT_EQ(with_secrets_masked("https://a.example/f?keyword=security&key", "***"),
            "https://a.example/f?keyword=security&key");
  EXPECT_EQ(with_secrets_masked("https://a.example/key=1", "***"), "https://a.example/key=1");
}

}  // namespace
}  // namespace tagwatch::settings
