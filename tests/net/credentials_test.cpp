// What proves who we are goes to the origin that it was meant for, and to no other: a redirect to
// another host, port or scheme carries none of it.
#include <gtest/gtest.h>

#include <array>
#include <mutex>

#include "net/http_fixture.hpp"
#include "net/raw_server.hpp"

namespace tagwatch::testing {
namespace {

constexpr std::array kStatuses{301, 302, 303, 307, 308};

// A server that redirects, and behind it what others were sent.
class CredentialsTest : public HttpTest {
 protected:
  CredentialsTest()
      : tls_server_([this](RawConnection& client) {
          if (client.start_tls(certificate_.context())) {
            const std::string request = client.read_request();
            const std::lock_guard lock(mutex_);
            over_tls_ += request;
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]");
          }
        }) {
    serve([this](const ServerRequest& request) {
      return request.path == "/landing"
                 ? ServerAnswer(200, "[]")
                 : ServerAnswer(status_, "", {Header("Location", location_)});
    });
    client_ = std::make_unique<HttpClient>(io_.get_executor(), clock_, "tagwatch-test",
                                           std::vector<std::string>{"127.0.0.1", "localhost"},
                                           HttpLimits(), certificate_.file());
  }

  Result<HttpResponse> fetch_with_secrets(const std::string& location, int status) {
    location_ = location;
    status_ = status;
    HttpRequest request(server_->url());
    for (const char* name : {"Authorization", "Cookie", "X-Api-Key", "Proxy-Authorization",
                             "X-Auth-Token", "DPoP", "Referer"}) {
      request.headers.emplace_back(name, "secret");
    }
    request.headers.emplace_back("Accept", "application/json");
    return fetch(std::move(request));
  }

  static int secrets_in(const std::vector<ServerRequest>& requests) {
    int secrets = 0;
    for (const ServerRequest& request : requests) {
      for (const Header& each : request.headers) {
        secrets += request.path == "/landing" && each.value == "secret" ? 1 : 0;
      }
    }
    return secrets;
  }

  TestCertificate certificate_;
  std::mutex mutex_;
  std::string over_tls_;
  std::string location_;
  int status_ = 302;
  RawServer tls_server_;
};

TEST_F(CredentialsTest, GoToNoOtherHost) {
  for (const int status : kStatuses) {
    const std::string there = "http://localhost:" + std::to_string(server_->port()) + "/landing";
    EXPECT_EQ(outcome(fetch_with_secrets(there, status)), "HTTP 200") << status;
  }
  EXPECT_EQ(server_->requests().size(), 2 * kStatuses.size());
  EXPECT_EQ(secrets_in(server_->requests()), 0);
}

TEST_F(CredentialsTest, GoToNoOtherPort) {
  const LoopbackServer other(clock_, [](const ServerRequest&) { return ServerAnswer(200, "[]"); });
  for (const int status : kStatuses) {
    EXPECT_EQ(outcome(fetch_with_secrets(other.url("/landing"), status)), "HTTP 200") << status;
  }
  EXPECT_EQ(other.requests().size(), kStatuses.size());
  EXPECT_EQ(secrets_in(other.requests()), 0);
}

TEST_F(CredentialsTest, GoToNoOtherScheme) {
  for (const int status : kStatuses) {
    EXPECT_EQ(outcome(fetch_with_secrets(tls_server_.url("https"), status)), "HTTP 200") << status;
  }
  const std::lock_guard lock(mutex_);
  EXPECT_NE(over_tls_.find("Accept: application/json"), std::string::npos);
  EXPECT_EQ(over_tls_.find("secret"), std::string::npos) << over_tls_;
}

// Else the others would pass where nothing is ever sent.
TEST_F(CredentialsTest, GoAlongAtTheSameOrigin) {
  for (const int status : kStatuses) {
    EXPECT_EQ(outcome(fetch_with_secrets("/landing", status)), "HTTP 200") << status;
  }
  EXPECT_EQ(secrets_in(server_->requests()), 7 * static_cast<int>(kStatuses.size()));
}

}  // namespace
}  // namespace tagwatch::testing
