#include "tagwatch/text/url.hpp"

#include <gtest/gtest.h>

namespace tagwatch {
namespace {

constexpr std::string_view kBase = "https://news.example/world/today.html?x=1";

TEST(ResolveUrl, ResolvesAsRfc3986Says) {
  EXPECT_EQ(resolve_url(kBase, "a.html"), "https://news.example/world/a.html");
  EXPECT_EQ(resolve_url(kBase, "../b?c=d#e"), "https://news.example/b?c=d#e");
  EXPECT_EQ(resolve_url(kBase, "/f"), "https://news.example/f");
  EXPECT_EQ(resolve_url(kBase, "//other.example/g"), "https://other.example/g");
  EXPECT_EQ(resolve_url(kBase, "?h=1"), "https://news.example/world/today.html?h=1");
  EXPECT_EQ(resolve_url("", "https://abs.example/x"), "https://abs.example/x");
  EXPECT_EQ(resolve_url("", "/x"), std::nullopt);
}

TEST(ResolveUrl, SchemeAndHostInLowerCaseTheRestAsItIs) {
  EXPECT_EQ(resolve_url("", " HTTPS://News.Example/Path?Q=A \n"), "https://news.example/Path?Q=A");
  EXPECT_EQ(resolve_url("", "https://x.example:8443/%7Ea"), "https://x.example:8443/%7Ea");
}

TEST(ResolveUrl, OnlyTheWebIsAnAddress) {
  for (const char* reference : {"javascript:alert(1)",
                                "JavaScript:alert(1)",
                                "java\nscript:alert(1)",
                                "data:text/html,x",
                                "mailto:a@b.example",
                                "ftp://x.example/",
                                "file:///etc/passwd",
                                "https://",
                                "https:///x",
                                "https://user@x.example/",
                                "https://user:pw@x.example/",
                                "https:x",
                                "https://x.example/\x01",
                                "https://a b.example/",
                                "https://%20/",
                                "https://x..example/",
                                "http://[::1",
                                "",
                                "\\\\evil.example",
                                "https:\\\\evil.example"}) {
    const auto url = resolve_url("", reference);
    EXPECT_EQ(url, std::nullopt) << reference << " → " << *url;
  }
}

TEST(ResolveUrl, WhatPeopleWriteIsEncoded) {
  EXPECT_EQ(resolve_url("", "https://x.example/a b|c?q=é[1]&r=100%"),
            "https://x.example/a%20b%7Cc?q=%C3%A9%5B1%5D&r=100%25");
  EXPECT_EQ(resolve_url("", "https://x.example/#a#b"), "https://x.example/#a%23b");
  EXPECT_EQ(resolve_url("", "http://[2001:DB8::1]:80/"), "http://[2001:DB8::1]:80/");
}

TEST(ResolveUrl, ForeignHostsAreAscii) {
  EXPECT_EQ(resolve_url("", "https://Bücher.example/ü"), "https://xn--bcher-kva.example/%C3%BC");
  EXPECT_EQ(resolve_url("", "https://例え。テスト/"), "https://xn--r8jz45g.xn--zckzah/");
  EXPECT_EQ(resolve_url("", "https://правительство.рф/"), "https://xn--80aealotwbjpid2k.xn--p1ai/");
  EXPECT_EQ(resolve_url("", "https://аpple.example/"), "https://xn--pple-43d.example/");
  EXPECT_EQ(resolve_url("", "https://xn--bcher-kva.example/"), "https://xn--bcher-kva.example/");
}

TEST(WithoutTracking, DropsWhatTracksAndKeepsTheOrder) {
  EXPECT_EQ(without_tracking("https://x.example/a?utm_source=t&b=2&fbclid=z&a=1&UTM_Medium=m#top"),
            "https://x.example/a?b=2&a=1#top");
  EXPECT_EQ(without_tracking("https://x.example/a?gclid=1"), "https://x.example/a");
  EXPECT_EQ(without_tracking("https://x.example/?a&&b=&"), "https://x.example/?a&&b=&");
  EXPECT_EQ(without_tracking("https://x.example/#?utm_source=1"),
            "https://x.example/#?utm_source=1");
  EXPECT_EQ(without_tracking("at://did/x?utm_source=1"), "at://did/x?utm_source=1");
}

TEST(UrlComponent, NothingEndsItsPlace) {
  EXPECT_EQ(url_component("a-b._~9 /?#&=%é"), "a-b._~9%20%2F%3F%23%26%3D%25%C3%A9");
}

TEST(HostOf, IsTheNameAReaderKnows) {
  EXPECT_EQ(host_of("https://WWW.State.GOV:443/x"), "state.gov");
  EXPECT_EQ(host_of("https://u:p@x.example/?@y"), "x.example");
  EXPECT_EQ(host_of("http://[::1]:80/"), "[::1]");
  EXPECT_EQ(host_of("https://www.com/"), "www.com");
  EXPECT_EQ(host_of("mailto:a@b.example"), "");
  EXPECT_EQ(host_of("x.example/a"), "");
}

TEST(HostWithin, EndsAtALabel) {
  EXPECT_TRUE(host_within("travel.state.gov", "state.gov"));
  EXPECT_TRUE(host_within("state.gov", "State.gov"));
  EXPECT_FALSE(host_within("estate.gov", "state.gov"));
  EXPECT_FALSE(host_within("gov", "state.gov"));
  EXPECT_FALSE(host_within("state.gov", ""));
}

TEST(PageKey, SpellingsOfOnePageAreEqual) {
  const std::string key = page_key("https://www.x.example/a?b=1");
  for (const char* same :
       {"http://x.example/a?b=1", "https://x.example/a/?b=1", "https://X.example:443/a?b=1#c",
        "https://x.example/a?utm_source=y&b=1"}) {
    EXPECT_EQ(page_key(same), key) << same;
  }
  EXPECT_NE(page_key("https://x.example/a?b=2"), key);
  EXPECT_NE(page_key("https://x.example/A?b=1"), key);
  EXPECT_NE(page_key("https://x.example:8080/a?b=1"), key);
  EXPECT_EQ(page_key("https://x.example/"), page_key("http://www.x.example"));
}

}  // namespace
}  // namespace tagwatch
