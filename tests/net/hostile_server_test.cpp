// The real client, in a process of its own, against servers that mean harm. However they behave,
// the fetch ends with an error in words, its memory stays bounded, and other sources are answered
// meanwhile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

#include "net/hostile_behaviours.hpp"
#include "net/http_fixture.hpp"
#include "support/process.hpp"
#include "support/sanitized.hpp"
#include "support/temp_dir.hpp"

namespace tagwatch::testing {
namespace {

constexpr long kMemoryMaxKib = 64 * 1024;
constexpr int kMeanwhileMin = 2;

// What hostile_client.cpp prints.
struct Report {
  Ended ended;
  std::string said;
  long memory_kib = 0;
  int answered_meanwhile = 0;
  int failed = 0;
  long slowest_ms = 0;
};

class HostileServerTest : public HttpTest {
 protected:
  void SetUp() override { serve(ServerAnswer(200, "good")); }

  Report run(const Behaviour& behaviour) {
    const RawServer hostile([&](RawConnection& client) {
      if (behaviour.speaks != Speaks::http2 || client.start_tls(certificate_.context())) {
        behaviour.act(client);
      }
    });
    const int total_ms = behaviour.total_ms > 0 ? behaviour.total_ms
                         : behaviour.lasts      ? 400
                                                : 10'000;
    const std::string url = hostile.url(behaviour.speaks == Speaks::http ? "http" : "https");
    Process client({TAGWATCH_BINARY_DIR "/hostile_client", url,
                    "http://localhost:" + std::to_string(server_->port()) + "/",
                    std::to_string(total_ms), certificate_.file()},
                   folder_.path());
    Report report;
    const auto number = [&client] { return std::stol(client.next_line().value_or("-1")); };
    report.said = client.next_line().value_or("");
    report.memory_kib = number();
    report.answered_meanwhile = static_cast<int>(number());
    report.failed = static_cast<int>(number());
    report.slowest_ms = number();
    report.ended = client.wait();
    return report;
  }

  void expect_all(const std::vector<Behaviour>& behaviours) {
    long memory_most = 0;
    long slowest = 0;
    for (const Behaviour& behaviour : behaviours) {
      const Report report = run(behaviour);
      std::printf("  %-46s %5ld KiB %4ld ms  %s\n", behaviour.name, report.memory_kib,
                  report.slowest_ms, report.said.c_str());
      EXPECT_EQ(report.ended.code, 0)
          << behaviour.name << ": signal " << report.ended.signal << " " << report.ended.err;
      // A connection that is reset in the handshake is noticed by whoever writes or reads first.
      EXPECT_THAT(report.said, ::testing::AnyOf(::testing::StartsWith(behaviour.ends),
                                                ::testing::HasSubstr("Connection reset by peer")))
          << behaviour.name;
      EXPECT_EQ(report.failed, 0) << behaviour.name;
      if (!test::kSanitized) {
        EXPECT_LE(report.memory_kib, kMemoryMaxKib) << behaviour.name;
        EXPECT_GE(report.answered_meanwhile, behaviour.lasts ? kMeanwhileMin : 0) << behaviour.name;
      }
      memory_most = std::max(memory_most, report.memory_kib);
      slowest = std::max(slowest, report.slowest_ms);
    }
    std::printf("%zu behaviours; at most %ld KiB more; the slowest good answer took %ld ms\n",
                behaviours.size(), memory_most, slowest);
  }

  TestCertificate certificate_;
  TempDir folder_;
};

TEST_F(HostileServerTest, EndsConnectionsThatAreCutOrNeverEnd) {
  expect_all(connection_behaviours());
}

TEST_F(HostileServerTest, EndsHeadersThatLieOrNeverEnd) {
  expect_all(header_behaviours());
}

TEST_F(HostileServerTest, EndsBodiesThatLieOrNeverEnd) {
  expect_all(body_behaviours());
}

TEST_F(HostileServerTest, EndsEncodingsThatSwellOrNeverEnd) {
  expect_all(encoding_behaviours());
}

TEST_F(HostileServerTest, EndsTlsThatFailsOrNeverEnds) {
  expect_all(tls_behaviours());
}

TEST_F(HostileServerTest, EndsHttp2ThatBreaksItsRules) {
  expect_all(http2_behaviours());
}

TEST(HostileBehaviours, AreAtLeastForty) {
  const std::size_t count = connection_behaviours().size() + header_behaviours().size() +
                            body_behaviours().size() + tls_behaviours().size() +
                            encoding_behaviours().size() + http2_behaviours().size();
  std::printf("%zu ways for a server to do harm\n", count);
  EXPECT_GE(count, 40U);
}

}  // namespace
}  // namespace tagwatch::testing
