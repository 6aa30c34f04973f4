// No answer leads to an address that only the operator may name: whatever its spelling, its
// protocol and what DNS says of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <set>

#include "net/http_fixture.hpp"
#include "net/network_shim.hpp"
#include "net/ssrf_addresses.hpp"

namespace tagwatch::testing {
namespace {

using ::testing::AnyOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// A server on localhost, which the operator named, that redirects to wherever a test wants, and one
// on 127.0.0.1 that nobody named.
class SsrfTest : public HttpTest {
 protected:
  void SetUp() override {
    limits_.connect_timeout = std::chrono::milliseconds(50);  // for connections that should not be
    configured_hosts_ = {"localhost"};
    set_dns("loop.example", {{"127.0.0.1"}});
    set_dns("LOOP.example.", {{"127.0.0.1"}});
    set_dns("loop.example.", {{"127.0.0.1"}});
    set_dns("localhost.", {{"::1", "127.0.0.1"}});
    set_dns("LOCALHOST.", {{"::1", "127.0.0.1"}});
    set_dns("six.example", {{"::1"}});
    set_dns("mapped.example", {{"::ffff:127.0.0.1"}});
    set_dns("metadata.example", {{"169.254.169.254"}});
    set_dns("changing.example", {{"127.0.0.1"}});
    serve([this](const ServerRequest&) {
      return ServerAnswer(302, "", {Header("Location", location_)});
    });
    (void)take_connected();
  }

  [[nodiscard]] std::string with_port(std::string url) const {
    const std::size_t place = url.find("PORT");
    return place == std::string::npos ? url
                                      : url.replace(place, 4, std::to_string(listener_.port()));
  }
  [[nodiscard]] std::string redirecting() const {
    return "http://localhost:" + std::to_string(server_->port()) + "/";
  }
  // Connections to anything but the server that redirects.
  [[nodiscard]] std::vector<std::string> connected_elsewhere() const {
    std::vector<std::string> others = take_connected();
    const std::string own = ":" + std::to_string(server_->port());
    std::erase_if(others, [&](const std::string& each) {
      return each == "127.0.0.1" + own || each == "[::1]" + own;
    });
    return others;
  }

  // Leads the client to `url`, by a redirect and at once.
  void refuses(const std::string& url) {
    location_ = with_port(url);
    tried_.insert(location_);
    // The last is a name that DNS does not know, or digits that are no address.
    const auto refused =
        AnyOf(StartsWith("private_address: "), StartsWith("malformed_payload: "),
              StartsWith("tls: "), ::testing::EndsWith(": the name could not be resolved"));
    EXPECT_THAT(outcome(fetch(redirecting())), refused) << "redirect to " << location_;
    if (location_.starts_with("https:") || !location_.starts_with("/")) {
      EXPECT_THAT(outcome(fetch(location_)), refused) << location_;
    }
    EXPECT_THAT(connected_elsewhere(), IsEmpty()) << location_;
  }

  LoopbackServer listener_{clock_, [](const ServerRequest&) { return ServerAnswer(200, "mine"); }};
  std::string location_;
  std::set<std::string> tried_;
};

TEST_F(SsrfTest, NoAnswerLeadsToAnAddressOfOurOwn) {
  for (const char* host : kLoopbackHosts) {
    refuses("https://" + std::string(host) + ":PORT/");
  }
  for (const char* host : kReservedHosts) {
    refuses("https://" + std::string(host) + ":PORT/");
  }
  for (const char* url : kTricks) {
    refuses(url);
  }
  for (const char* url : kOtherProtocols) {
    refuses(url);
  }
  EXPECT_EQ(listener_.connections(), 0U);
  std::printf("%zu addresses tried twice, %zu connections\n", tried_.size(),
              listener_.connections());
  EXPECT_GE(tried_.size(), 120U);
}

// What the rule keeps out is in reach: named by the operator, the same hosts answer.
TEST_F(SsrfTest, WithoutTheRuleTheListenerIsTouched) {
  std::set<std::string> reached;
  for (const char* host : kLoopbackHosts) {
    configured_hosts_ = {host};
    client_.reset();
    const auto response = fetch(with_port("http://" + std::string(host) + ":PORT/"));
    if (response && response->body == "mine") {
      reached.insert(host);
    }
  }
  std::printf("%zu spellings reach 127.0.0.1 where the operator names them\n", reached.size());
  EXPECT_GE(reached.size(), 40U);
  EXPECT_EQ(listener_.connections(), reached.size());
}

TEST_F(SsrfTest, TheReservedBlocksWouldBeAskedWhereTheOperatorNamesThem) {
  for (const char* host : kReservedHosts) {
    configured_hosts_ = {host};
    client_.reset();
    (void)fetch(with_port("http://" + std::string(host) + ":PORT/"));
    EXPECT_EQ(take_connected().size(), 1U) << host;
  }
}

TEST_F(SsrfTest, AnAnswerOfDnsThatChangesIsJudgedEachTime) {
  const std::string port = std::to_string(listener_.port());
  location_ = "https://rebound.example:" + port + "/";
  set_dns("rebound.example", {{"8.8.8.8"}, {"127.0.0.1"}, {"::1"}, {"10.0.0.1"}});
  EXPECT_EQ(outcome(fetch(redirecting())), "unreachable: rebound.example: Connection refused");
  EXPECT_THAT(connected_elsewhere(), ElementsAre("8.8.8.8:" + port)) << "a public address is tried";
  for (const char* address :
       {"loopback address 127.0.0.1", "loopback address ::1", "private address 10.0.0.1"}) {
    client_.reset();  // and with it what it knew of names
    EXPECT_EQ(outcome(fetch(redirecting())),
              "private_address: rebound.example: " + std::string(address));
    EXPECT_THAT(connected_elsewhere(), IsEmpty());
  }
  EXPECT_EQ(listener_.connections(), 0U);
}

TEST_F(SsrfTest, OfSeveralAddressesOnlyPublicOnesAreTried) {
  const std::string port = std::to_string(listener_.port());
  location_ = "https://both.example:" + port + "/";
  for (const std::vector<std::string>& answer :
       {std::vector<std::string>{"8.8.8.8", "127.0.0.1"},
        {"127.0.0.1", "8.8.8.8"},
        {"::1", "127.0.0.1", "8.8.8.8"},
        {"::ffff:127.0.0.1", "169.254.169.254", "8.8.8.8"}}) {
    set_dns("both.example", {answer});
    client_.reset();
    EXPECT_THAT(outcome(fetch(redirecting())), StartsWith("private_address: both.example: "));
    EXPECT_THAT(connected_elsewhere(), Each("8.8.8.8:" + port));
  }
  EXPECT_EQ(listener_.connections(), 0U);
}

TEST_F(SsrfTest, AConfiguredNameMayMoveButLendsItsRightToNoOther) {
  configured_hosts_ = {"localhost", "office.example"};
  const std::string port = std::to_string(listener_.port());
  set_dns("office.example", {{"127.0.0.1"}});
  EXPECT_EQ(outcome(fetch("http://office.example:" + port + "/")), "HTTP 200");
  for (const char* host : {"office.example.", "www.office.example", "office.example.org"}) {
    set_dns(host, {{"127.0.0.1"}});
    EXPECT_THAT(outcome(fetch("https://" + std::string(host) + ":" + port + "/")),
                StartsWith("private_address: "))
        << host;
  }
  EXPECT_EQ(listener_.connections(), 1U);
}

}  // namespace
}  // namespace tagwatch::testing
