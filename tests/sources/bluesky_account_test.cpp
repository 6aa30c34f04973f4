// What a source of kind `bluesky` asks by an account, and how it reads what is said of the account.
#include <gtest/gtest.h>

#include "tagwatch/sources/registry.hpp"

namespace tagwatch {
namespace {

std::unique_ptr<Source> source_with_account() {
  SourceSettings settings;
  settings.url = "https://api.example/";
  settings.account = "press.example.org";
  settings.password = "a \"b\"";
  settings.login_url = "https://entry.example/";
  return find_source_kind("bluesky")->make(settings);
}

SourceState signed_in() {
  SourceState state;
  state.session = AccountSession{"https://own.example", "ACCESS", "REFRESH"};
  return state;
}

std::string written(const HttpRequest& request) {
  std::string text = request.method + " " + request.url + "\n";
  for (const Header& header : request.headers) {
    text += header.name + ": " + header.value + "\n";
  }
  return text + request.body;
}

HttpResponse answer(int status, const std::string& body) {
  HttpResponse response;
  response.status = status;
  response.body = body;
  return response;
}

Result<Page> read(const Task& task, const std::string& body) {
  return source_with_account()->parse(task, answer(200, body));
}

TEST(BlueskyAccount, SignsInAtOneServerAndSearchesThroughItsOwn) {
  const auto source = source_with_account();
  EXPECT_EQ(written(source->request(Login(), {}).value()),
            "POST https://entry.example/xrpc/com.atproto.server.createSession\n"
            "Accept: application/json\nContent-Type: application/json\n"
            R"({"identifier":"press.example.org","password":"a \"b\""})");
  EXPECT_EQ(written(source->request(Refresh(), signed_in()).value()),
            "POST https://own.example/xrpc/com.atproto.server.refreshSession\n"
            "Accept: application/json\nAuthorization: Bearer REFRESH\n");
  EXPECT_EQ(written(source->request(Newest(Hashtag("TMSSW")), signed_in()).value()),
            "GET https://own.example/xrpc/app.bsky.feed.searchPosts?q=%23TMSSW&sort=latest&limit="
            "100\nAccept: application/json\nAuthorization: Bearer ACCESS\n");
  EXPECT_EQ(written(source->request(Authors({"@ana.example", "@did:plc:bo"}), signed_in()).value()),
            "GET https://own.example/xrpc/app.bsky.actor.getProfiles?actors=ana.example&actors="
            "did%3Aplc%3Abo\nAccept: application/json\nAuthorization: Bearer ACCESS\n");
}

TEST(BlueskyAccount, WithoutASessionItAsksNothingOfTheAccount) {
  const auto source = source_with_account();
  for (const Task& task :
       {Task(Newest(Hashtag("TMSSW"))), Task(Refresh()), Task(Authors({"@ana.example"}))}) {
    EXPECT_TRUE(source->needs_session(task));
    EXPECT_EQ(source->request(task, {}).error().code, Errc::not_found);
  }
}

// Else a post whose author blocks the account would pass for deleted.
TEST(BlueskyAccount, PostsByIdAreAskedForByNobodyInParticular) {
  const auto source = source_with_account();
  const Task task = Posts({"at://did:plc:ana/app.bsky.feed.post/1"});
  EXPECT_FALSE(source->needs_session(task));
  EXPECT_EQ(written(source->request(task, signed_in()).value()),
            "GET https://api.example/xrpc/app.bsky.feed.getPosts?uris=at%3A%2F%2Fdid%3Aplc%3Aana%"
            "2Fapp.bsky.feed.post%2F1\nAccept: application/json\n");
}

TEST(BlueskyAccount, TheDocumentNamesItsServer) {
  const std::string tokens = R"({"accessJwt":"A","refreshJwt":"R")";
  const auto service = [&tokens](const std::string& rest) {
    return read(Login(), tokens + rest + "}").value().session->service;
  };
  EXPECT_EQ(service(""), "https://entry.example");
  EXPECT_EQ(service(R"(,"didDoc":{"service":[
      {"id":"#other","serviceEndpoint":"https://other.example"},
      {"id":"did:plc:x#atproto_pds","serviceEndpoint":"https://own.example:8443/"}]})"),
            "https://own.example:8443");
  for (const char* none : {"file:///etc/passwd", "https://name@own.example", "own.example", ""}) {
    EXPECT_EQ(service(R"(,"didDoc":{"service":[{"id":"#atproto_pds","serviceEndpoint":")" +
                      std::string(none) + R"("}]})"),
              "https://entry.example")
        << none;
  }
}

TEST(BlueskyAccount, WhatIsNoSessionIsRefused) {
  for (const char* body :
       {R"({"accessJwt":"A"})", R"({"refreshJwt":"R"})", R"({"accessJwt":"","refreshJwt":"R"})",
        R"({"accessJwt":"A\r\nX: y","refreshJwt":"R"})", R"({"accessJwt":7,"refreshJwt":"R"})"}) {
    EXPECT_EQ(read(Login(), body).error().code, Errc::wrong_shape) << body;
  }
  const auto inactive =
      read(Login(), R"({"accessJwt":"A","refreshJwt":"R","active":false,"status":"suspended"})");
  EXPECT_EQ(inactive.error().code, Errc::login_refused);
  EXPECT_EQ(inactive.error().context, "the account is suspended");
}

TEST(BlueskyAccount, FollowersOfThoseWhomTheServerKnows) {
  const auto page = read(Authors({"@ana.example"}),
                         R"({"profiles":[{"did":"did:plc:ana","handle":"ana.example",
      "followersCount":12},{"did":"did:plc:bo","handle":"handle.invalid","followersCount":0},
      {"did":"did:plc:cy","handle":"cy.example"},{"handle":"di.example","followersCount":-1},7]})");
  EXPECT_EQ(page.value().followers,
            (std::vector<AuthorFollowers>{{"@ana.example", 12}, {"@did:plc:bo", 0}}));
  EXPECT_EQ(read(Authors({"@ana.example"}), "{}").error().code, Errc::wrong_shape);
}

Errc failure(const Task& task, int status, const std::string& body) {
  return source_with_account()->failure(task, answer(status, body)).value().code;
}

std::string error(const std::string& name) {
  return R"({"error":")" + name + R"(","message":"in words"})";
}

TEST(BlueskyAccount, TellsTokensFromAccountsFromServers) {
  const Task search = Newest(Hashtag("TMSSW"));
  EXPECT_EQ(failure(search, 400, error("ExpiredToken")), Errc::session_ended);
  EXPECT_EQ(failure(search, 400, error("InvalidToken")), Errc::session_ended);
  EXPECT_EQ(failure(search, 400, error("InvalidRequest")), Errc::http_status);
  EXPECT_EQ(failure(search, 401, error("AccountTakedown")), Errc::login_refused);
  EXPECT_EQ(failure(search, 401, error("AuthMissing")), Errc::refused);
  EXPECT_EQ(failure(Refresh(), 401, error("AccountDeactivated")), Errc::login_refused);
  EXPECT_EQ(failure(Refresh(), 400, error("Whatever")), Errc::session_ended);
  EXPECT_EQ(failure(Login(), 401, error("AuthenticationRequired")), Errc::login_refused);
  for (const Task& task : {search, Task(Login()), Task(Refresh())}) {
    EXPECT_EQ(failure(task, 403, "<html>Forbidden</html>"), Errc::refused);
    EXPECT_EQ(failure(task, 429, error("RateLimitExceeded")), Errc::rate_limited);
    EXPECT_EQ(failure(task, 502, error("UpstreamFailure")), Errc::http_status);
  }
}

}  // namespace
}  // namespace tagwatch
