#include "net/target.hpp"

#include <gtest/gtest.h>

#include <array>

namespace tagwatch {
namespace {

std::string host_of(const std::string& url) {
  const Result<Target> target = Target::parse(url);
  return target ? target->host() : "error: " + target.error().context;
}

TEST(Target, ReadsWhatWillBeFetched) {
  const Result<Target> target = Target::parse("https://Social.Example:8443/a/../b?q=%23x#part");
  ASSERT_TRUE(target) << target.error().context;
  EXPECT_TRUE(target->https());
  EXPECT_EQ(target->host(), "social.example");
  EXPECT_EQ(target->port(), "8443");
  EXPECT_EQ(target->url(), "https://Social.Example:8443/b?q=%23x");
}

TEST(Target, SeesOneHostInAllSpellingsOfLoopback) {
  for (const char* url : {"http://127.0.0.1/", "http://127.1/", "http://127.0.1/", "http://0x7f.1/",
                          "http://0x7f000001/", "http://0177.0.0.1/", "http://017700000001/",
                          "http://2130706433/", "http://0x7F.0x0.0x0.0x1/"}) {
    EXPECT_EQ(host_of(url), "127.0.0.1") << url;
  }
  EXPECT_EQ(host_of("http://[::1]/"), "::1");
  EXPECT_EQ(host_of("http://[0:0:0:0:0:0:0:1]/"), "::1");
}

TEST(Target, RefusesTricks) {
  for (const char* url :
       {"file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "scp://example.org/",
        "ldap://example.org/", "javascript:alert(1)", "https://user@example.org/",
        "https://user:secret@example.org/", "https://", "", "/relative", "https://exa mple.org/",
        "https://example.org/\r\nX: 1", "https://good.example\\@127.0.0.1/"}) {
    EXPECT_TRUE(host_of(url).starts_with("error: ")) << url << " gives " << host_of(url);
  }
}

TEST(Target, NamesNoSecretInItsErrors) {
  EXPECT_EQ(host_of("https://user:secret@example.org/").find("secret"), std::string::npos);
}

TEST(Target, FollowsRelativeAndAbsoluteLocations) {
  const Target from = std::move(*Target::parse("https://example.org/tags/a?x=1"));
  EXPECT_EQ(from.follow("b")->url(), "https://example.org/tags/b");
  EXPECT_EQ(from.follow("/c?y=2")->url(), "https://example.org/c?y=2");
  EXPECT_EQ(from.follow("//other.example/d")->url(), "https://other.example/d");
  EXPECT_EQ(from.follow("http://example.org/e#f")->url(), "http://example.org/e");
  EXPECT_EQ(from.follow("/with space")->url(), "https://example.org/with%20space");
  EXPECT_FALSE(from.follow("file:///etc/passwd"));
}

TEST(Target, ComparesOriginsBySchemeHostAndPort) {
  const Target from = std::move(*Target::parse("https://example.org/"));
  EXPECT_TRUE(from.same_origin(*Target::parse("https://EXAMPLE.org:443/other")));
  EXPECT_FALSE(from.same_origin(*Target::parse("http://example.org:443/")));
  EXPECT_FALSE(from.same_origin(*Target::parse("https://example.org:444/")));
  EXPECT_FALSE(from.same_origin(*Target::parse("https://sub.example.org/")));
}

TEST(Target, WritesConfiguredHostsLikeItsOwn) {
  EXPECT_EQ(canonical_host("Mastodon.Example"), "mastodon.example");
  EXPECT_EQ(canonical_host("::1"), "::1");
  EXPECT_EQ(canonical_host("[::1]"), "::1");
  EXPECT_EQ(canonical_host("127.0.0.1"), "127.0.0.1");
  EXPECT_EQ(canonical_host("bücher.example"), host_of("https://xn--bcher-kva.example/"));
  EXPECT_EQ(canonical_host(""), "");
}

}  // namespace
}  // namespace tagwatch
