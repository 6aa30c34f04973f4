#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "net/http_fixture.hpp"

namespace tagwatch::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class HttpClientTest : public HttpTest {};

boost::asio::awaitable<void> fetch_many(HttpFetcher& client, std::string url, int count,
                                        int& good) {
  for (int i = 0; i < count; ++i) {
    HttpRequest request(url);
    const Result<HttpResponse> response = co_await client.fetch(std::move(request));
    good += response && response->status == 200 && response->body == "[]" ? 1 : 0;
  }
}

TEST_F(HttpClientTest, AnswersTwoThousandRequestsFiftyAtOnceOverTwoConnections) {
  serve(ServerAnswer(200, "[]"));
  int good = 0;
  for (int i = 0; i < 50; ++i) {
    boost::asio::co_spawn(io_, fetch_many(client(), server_->url("/tag"), 40, good), rethrow);
  }
  io_.run();
  EXPECT_EQ(good, 2000);
  EXPECT_EQ(server_->requests().size(), 2000U);
  EXPECT_LE(server_->connections(), 2U);
}

TEST_F(HttpClientTest, SendsWhatItShouldAndNothingElse) {
  serve(ServerAnswer(200, "{}", {Header("Set-Cookie", "session=1")}));
  ASSERT_TRUE(fetch());
  ASSERT_TRUE(fetch());
  const ServerRequest sent = server_->requests().at(1);
  EXPECT_EQ(sent.method, "GET");
  EXPECT_EQ(sent.header("user-agent"), "tagwatch-test (+mailto:office@example.org)");
  EXPECT_EQ(sent.header("accept-encoding"), "gzip, br, zstd");
  EXPECT_EQ(sent.header("cookie"), std::nullopt);
  EXPECT_EQ(sent.header("referer"), std::nullopt);
  EXPECT_EQ(sent.header("authorization"), std::nullopt);
  EXPECT_EQ(sent.headers.size(), 4U) << "host, user-agent, accept, accept-encoding";
}

TEST_F(HttpClientTest, EchoesValidatorsByteForByte) {
  const std::string odd_tag = "W/\"  a,b;\\c=\xC3\xA9\"";
  const std::string odd_date = "Thu, 1 Jan 1970 0:00:00 +0000 (never)";
  serve([&](const ServerRequest& request) {
    return ServerAnswer(request.header("if-none-match") ? 304 : 200, "x",
                        {Header("ETag", odd_tag), Header("Last-Modified", odd_date)});
  });
  const Result<HttpResponse> first = fetch();
  ASSERT_TRUE(first) << outcome(first);
  const Validators validators = validators_of(*first);
  EXPECT_EQ(validators.etag, odd_tag);

  HttpRequest again(server_->url());
  again.headers = {Header("If-None-Match", validators.etag),
                   Header("If-Modified-Since", validators.last_modified)};
  const Result<HttpResponse> second = fetch(std::move(again));
  EXPECT_EQ(outcome(second), "HTTP 304");
  EXPECT_EQ(second->body, "");
  const ServerRequest sent = server_->requests().at(1);
  EXPECT_EQ(sent.header("if-none-match"), odd_tag);
  EXPECT_EQ(sent.header("if-modified-since"), odd_date);
}

TEST_F(HttpClientTest, GivesStatusHeadersBodyAndTimeWhateverTheStatus) {
  ServerAnswer answer(503, "come back later",
                      {Header("Retry-After", "30"), Header("X-Two", "1"), Header("x-two", "2")});
  answer.chunked = true;
  serve(answer);
  const Result<HttpResponse> response = fetch(server_->url("/tags?limit=40"));
  ASSERT_TRUE(response) << outcome(response);
  EXPECT_EQ(response->status, 503);
  EXPECT_EQ(response->body, "come back later");
  EXPECT_EQ(header(*response, "retry-after"), "30");
  EXPECT_EQ(response->headers.at(2), Header("x-two", "2"));
  EXPECT_EQ(response->started, kStart);
  EXPECT_EQ(response->final_url, server_->url("/tags?limit=40"));
  EXPECT_EQ(response->moved_permanently_to, "");
}

TEST_F(HttpClientTest, DecodesGzip) {
  // gzip.compress(b"hello hello hello", mtime=0)
  const std::string packed(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\x48\xcd\xc9\xc9\x57\xc8\x40\x90\x00\x80\x88\xf9"
      "\xe5\x11\x00\x00\x00",
      28);
  serve(ServerAnswer(200, packed, {Header("Content-Encoding", "gzip")}));
  const Result<HttpResponse> response = fetch();
  ASSERT_TRUE(response) << outcome(response);
  EXPECT_EQ(response->body, "hello hello hello");
}

TEST_F(HttpClientTest, TakesTheHeadersOfTheAnswerNotOfInterimOnes) {
  ServerAnswer answer(200,
                      "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
                      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: \"e\"\r\n\r\n[]");
  answer.verbatim = true;
  serve(answer);
  const Result<HttpResponse> response = fetch();
  ASSERT_TRUE(response) << outcome(response);
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(header(*response, "link"), std::nullopt);
  EXPECT_EQ(header(*response, "etag"), "\"e\"");
  EXPECT_EQ(response->body, "[]");
}

TEST_F(HttpClientTest, PostsABodyWithItsHeaders) {
  serve(ServerAnswer(200, "{}"));
  HttpRequest request(server_->url("/session"));
  request.method = "POST";
  request.body = std::string(2'000, 'x') + '\0' + "end";
  request.headers = {Header("Content-Type", "application/json"), Header("X-Empty", "")};
  ASSERT_TRUE(fetch(request));
  const ServerRequest sent = server_->requests().at(0);
  EXPECT_EQ(sent.method, "POST");
  EXPECT_EQ(sent.body, request.body);
  EXPECT_EQ(sent.header("content-type"), "application/json");
  EXPECT_EQ(sent.header("x-empty"), "");
  EXPECT_EQ(sent.header("expect"), std::nullopt);
}

TEST_F(HttpClientTest, AsksForHeadersAlone) {
  serve(ServerAnswer(200, "body"));
  HttpRequest request(server_->url());
  request.method = "HEAD";
  const Result<HttpResponse> response = fetch(std::move(request));
  ASSERT_TRUE(response) << outcome(response);
  EXPECT_EQ(response->body, "");
  EXPECT_EQ(header(*response, "content-length"), "4");
}

TEST_F(HttpClientTest, RefusesLineBreaksInHeaders) {
  serve(ServerAnswer());
  for (const Header& bad : {Header("X-A", "1\r\nX-B: 2"), Header("X-A\n", "1"), Header("", "1"),
                            Header("X-A", std::string("1\0", 2)), Header("X A", "1")}) {
    HttpRequest request(server_->url());
    request.headers = {bad};
    EXPECT_THAT(outcome(fetch(std::move(request))), StartsWith("malformed_payload"));
  }
  HttpRequest request(server_->url());
  request.method = "GET / HTTP/1.1\r\nX: ";
  EXPECT_THAT(outcome(fetch(std::move(request))), StartsWith("malformed_payload"));
  EXPECT_TRUE(server_->requests().empty());
}

TEST_F(HttpClientTest, IgnoresProxiesOfTheEnvironment) {
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  ::setenv("all_proxy", "http://127.0.0.1:1", 1);
  serve(ServerAnswer());
  EXPECT_EQ(outcome(fetch()), "HTTP 200");
  ::unsetenv("http_proxy");
  ::unsetenv("all_proxy");
}

// A server whose "/<status>/<n>" redirects n times with that status, then answers.
ServerAnswer countdown(const ServerRequest& request) {
  const int status = std::atoi(request.path.c_str() + 1);
  const int left = std::atoi(request.path.c_str() + 5);
  if (left == 0) {
    return ServerAnswer(200, "arrived");
  }
  return ServerAnswer(status, "", {Header("Location", std::to_string(left - 1))});
}

TEST_F(HttpClientTest, RecordsAMoveOnlyWhenEveryHopWasPermanent) {
  serve([](const ServerRequest& request) {
    return request.path == "/mixed" ? ServerAnswer(302, "", {Header("Location", "/301/1")})
                                    : countdown(request);
  });
  for (const char* start : {"/301/2", "/308/1"}) {
    const Result<HttpResponse> moved = fetch(server_->url(start));
    ASSERT_TRUE(moved) << outcome(moved);
    EXPECT_EQ(moved->body, "arrived");
    EXPECT_THAT(moved->final_url, HasSubstr("/0"));
    EXPECT_EQ(moved->moved_permanently_to, moved->final_url);
  }
  for (const char* start : {"/302/2", "/307/1", "/303/1", "/mixed"}) {
    const Result<HttpResponse> elsewhere = fetch(server_->url(start));
    ASSERT_TRUE(elsewhere) << outcome(elsewhere);
    EXPECT_THAT(elsewhere->final_url, HasSubstr("/0"));
    EXPECT_EQ(elsewhere->moved_permanently_to, "") << start;
  }
}

TEST_F(HttpClientTest, FollowsFiveRedirectsAndNotSix) {
  serve(&countdown);
  EXPECT_EQ(outcome(fetch(server_->url("/302/5"))), "HTTP 200");
  server_->forget_requests();
  EXPECT_EQ(outcome(fetch(server_->url("/302/6"))),
            "malformed_payload: 127.0.0.1: more than 5 redirects");
  EXPECT_EQ(server_->requests().size(), 6U);
}

TEST_F(HttpClientTest, SendsNoCredentialsToAnotherPort) {
  LoopbackServer other(clock_, [](const ServerRequest&) { return ServerAnswer(200, "other"); });
  serve(ServerAnswer(302, "", {Header("Location", other.url("/landing"))}));
  HttpRequest request(server_->url());
  request.headers = {Header("Authorization", "Bearer token"), Header("Accept", "text/xml")};
  const Result<HttpResponse> response = fetch(std::move(request));
  ASSERT_TRUE(response) << outcome(response);
  EXPECT_EQ(response->body, "other");
  EXPECT_EQ(server_->requests().at(0).header("authorization"), "Bearer token");
  EXPECT_EQ(other.requests().at(0).header("authorization"), std::nullopt);
  EXPECT_EQ(other.requests().at(0).header("accept"), "text/xml");
}

TEST_F(HttpClientTest, RefusesPrivateAddressesThatAnAnswerLeadsTo) {
  std::string location;
  serve(
      [&](const ServerRequest&) { return ServerAnswer(302, "", {Header("Location", location)}); });
  const std::string port = std::to_string(server_->port());
  for (const char* host :
       {"localhost", "127.0.0.2", "127.2", "2130706434", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0",
        "[::]", "10.0.0.1", "192.168.1.1", "169.254.169.254", "[fe80::1]", "[fd00::1]",
        "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001::7f00:1]", "100.64.0.1"}) {
    location = "https://" + std::string(host) + ":" + port + "/";
    EXPECT_THAT(outcome(fetch()), StartsWith("private_address: ")) << location;
  }
  EXPECT_EQ(outcome(fetch()), "private_address: 100.64.0.1: carrier-grade NAT address 100.64.0.1");
  EXPECT_EQ(server_->connections(), 1U) << "nobody else reached the server";
}

TEST_F(HttpClientTest, SpeaksPlainHttpToConfiguredHostsOnly) {
  serve(ServerAnswer());
  const std::string url = "http://localhost:" + std::to_string(server_->port()) + "/";
  EXPECT_EQ(outcome(fetch(url)), "tls: localhost: plain http is for configured hosts only");
  EXPECT_EQ(server_->connections(), 0U);
}

TEST_F(HttpClientTest, ReachesAPrivateHostThatTheOperatorNamed) {
  configured_hosts_ = {"LocalHost"};
  serve(ServerAnswer());
  const std::string port = std::to_string(server_->port());
  EXPECT_EQ(outcome(fetch("http://localhost:" + port + "/")), "HTTP 200");
  EXPECT_EQ(outcome(fetch("http://127.0.0.1:" + port + "/")),
            "tls: 127.0.0.1: plain http is for configured hosts only");
  EXPECT_THAT(outcome(fetch("https://127.0.0.1:" + port + "/")), StartsWith("private_address: "));
}

}  // namespace
}  // namespace tagwatch::testing
