#include "net/redirect.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tagwatch {
namespace {

using ::testing::ElementsAre;

const Target& from() {
  static const Target kFrom = std::move(*Target::parse("https://example.org/feed"));
  return kFrom;
}

HttpResponse redirect(int status, const std::string& location) {
  HttpResponse response;
  response.status = status;
  response.headers = {Header("Location", location)};
  return response;
}

HttpRequest get() {
  HttpRequest request("https://example.org/feed");
  request.headers = {Header("Accept", "application/json"), Header("Authorization", "Bearer t"),
                     Header("Cookie", "session=1"), Header("X-Api-Key", "k"),
                     Header("If-None-Match", "\"e\"")};
  return request;
}

TEST(Redirect, KeepsEveryHeaderAtTheSameOrigin) {
  HttpRequest request = get();
  const auto next = next_hop(request, from(), redirect(301, "/new"));
  ASSERT_TRUE(next && *next);
  EXPECT_EQ((*next)->url(), "https://example.org/new");
  EXPECT_EQ(request.headers, get().headers);
}

TEST(Redirect, LeavesCredentialsOfAnyNameBehindAtAnotherHostPortOrScheme) {
  for (const char* location : {"https://other.example/", "https://example.org:8443/"}) {
    HttpRequest request = get();
    const auto next = next_hop(request, from(), redirect(302, location));
    ASSERT_TRUE(next && *next);
    EXPECT_THAT(request.headers,
                ElementsAre(Header("Accept", "application/json"), Header("If-None-Match", "\"e\"")))
        << location;
  }
  const Target plain = std::move(*Target::parse("http://example.org/feed"));
  HttpRequest request = get();
  ASSERT_TRUE(next_hop(request, plain, redirect(302, "https://example.org/feed")));
  EXPECT_EQ(request.headers.size(), 2U) << "from http to https is another origin";
}

TEST(Redirect, NeverGoesFromHttpsToHttp) {
  HttpRequest request = get();
  const auto next = next_hop(request, from(), redirect(301, "http://example.org/feed"));
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error(), Error(Errc::tls, "example.org redirects from https to http"));
}

TEST(Redirect, NeverGoesToAnotherProtocol) {
  for (const char* location : {"file:///etc/passwd", "gopher://example.org/", "https://a:b@c/"}) {
    HttpRequest request = get();
    const auto next = next_hop(request, from(), redirect(302, location));
    ASSERT_FALSE(next) << location;
    EXPECT_EQ(next.error().code, Errc::malformed_payload);
  }
}

TEST(Redirect, TakesOtherAnswersAsTheyAre) {
  HttpRequest request = get();
  EXPECT_EQ(*next_hop(request, from(), redirect(200, "/new")), std::nullopt);
  EXPECT_EQ(*next_hop(request, from(), redirect(304, "/new")), std::nullopt);
  EXPECT_EQ(*next_hop(request, from(), redirect(302, "")), std::nullopt);
  EXPECT_EQ(*next_hop(request, from(), HttpResponse()), std::nullopt);
}

HttpRequest post() {
  HttpRequest request("https://example.org/login");
  request.method = "POST";
  request.headers = {Header("Content-Type", "application/json")};
  request.body = "{}";
  return request;
}

TEST(Redirect, TurnsAPostIntoAGetWhereBrowsersDo) {
  for (const int status : {301, 302, 303}) {
    HttpRequest request = post();
    ASSERT_TRUE(*next_hop(request, from(), redirect(status, "/welcome")));
    EXPECT_EQ(request.method, "GET") << status;
    EXPECT_EQ(request.body, "");
    EXPECT_TRUE(request.headers.empty());
  }
  for (const int status : {307, 308}) {
    HttpRequest request = post();
    ASSERT_TRUE(*next_hop(request, from(), redirect(status, "/welcome")));
    EXPECT_EQ(request.method, "POST") << status;
    EXPECT_EQ(request.body, "{}");
  }
}

TEST(Redirect, CarriesNoBodyToAnotherOrigin) {
  HttpRequest request = post();
  EXPECT_EQ(*next_hop(request, from(), redirect(307, "https://other.example/")), std::nullopt);
}

}  // namespace
}  // namespace tagwatch
