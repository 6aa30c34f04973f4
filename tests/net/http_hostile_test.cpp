// Servers that break off, stall, or send too much.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "net/bombs.hpp"
#include "net/http_fixture.hpp"

namespace tagwatch::testing {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::size_t kMiB = 1024 * 1024;

class HttpHostileTest : public HttpTest {
 protected:
  void SetUp() override { limits_.total_timeout = std::chrono::seconds(30); }
};

// A line of /proc/self/status, in bytes.
std::size_t memory(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name + ":")) {
      return std::stoul(line.substr(name.size() + 1)) * 1024;
    }
  }
  return 0;
}

TEST_F(HttpHostileTest, GzipBombStopsAtTheCapWithLittleMemory) {
  const std::string bomb = gzipped_zeros(200 * kMiB);
  ASSERT_LT(bomb.size(), 2 * kMiB);
  serve(ServerAnswer(200, bomb, {Header("Content-Encoding", "gzip")}));
  std::ofstream("/proc/self/clear_refs") << "5";  // VmHWM starts anew
  const std::size_t before = memory("VmHWM");
  EXPECT_EQ(outcome(fetch()), "too_large: 127.0.0.1: a body beyond 5242880 bytes");
  EXPECT_LT(memory("VmHWM"), before + 64 * kMiB);
}

TEST_F(HttpHostileTest, PackedBodyUpToTheCapIsRead) {
  limits_.body_bytes_max = kMiB;
  std::size_t zeros = kMiB - 1000;
  zeros -= (zeros - 1) % 258;
  serve(ServerAnswer(200, gzipped_zeros(zeros), {Header("Content-Encoding", "gzip")}));
  const Result<HttpResponse> response = fetch();
  ASSERT_TRUE(response) << outcome(response);
  EXPECT_EQ(response->body.size(), zeros);
}

TEST_F(HttpHostileTest, ChainOfEncodingsIsRefused) {
  for (const std::vector<Header>& headers :
       {std::vector{Header("Content-Encoding", "gzip, gzip")},
        std::vector{Header("Content-Encoding", "gzip"), Header("content-encoding", "zstd")}}) {
    serve(ServerAnswer(200, "x", headers));
    EXPECT_EQ(outcome(fetch()), "malformed_payload: 127.0.0.1: an encoding nobody asked for");
  }
  ServerAnswer packed_transfer(200, "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n");
  packed_transfer.verbatim = true;
  serve(packed_transfer);
  EXPECT_EQ(outcome(fetch()), "malformed_payload: 127.0.0.1: an encoding nobody asked for");
}

TEST_F(HttpHostileTest, BodyIsCountedWhateverIsAnnounced) {
  limits_.body_bytes_max = 1000;
  serve([](const ServerRequest& request) {
    ServerAnswer answer(200, std::string(request.path == "/full" ? 1000 : 1001, 'x'));
    answer.chunked = request.path == "/chunked";
    return answer;
  });
  EXPECT_EQ(outcome(fetch(server_->url("/full"))), "HTTP 200");
  EXPECT_THAT(outcome(fetch(server_->url("/announced"))), StartsWith("too_large: "));
  EXPECT_THAT(outcome(fetch(server_->url("/chunked"))), StartsWith("too_large: "));
}

TEST_F(HttpHostileTest, HeaderBombsOfEveryKindStop) {
  const std::string start = "HTTP/1.1 200 OK\r\n";
  std::string many = start;
  std::string interim;
  for (int i = 0; i < 5000; ++i) {
    many += "X-Header-" + std::to_string(i) + ": some value\r\n";
    interim += "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
  }
  const std::string end = "Content-Length: 0\r\n\r\n";
  for (const std::string& bytes :
       {many + end, interim + start + end, start + "X: " + std::string(90'000, 'x') + "\r\n" + end,
        start + "X: " + std::string(2 * kMiB, 'x') + "\r\n" + end,
        start + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n" + many.substr(start.size()) +
            "\r\n"}) {
    ServerAnswer answer(200, bytes);
    answer.verbatim = true;
    serve(answer);
    EXPECT_EQ(outcome(fetch()), "too_large: 127.0.0.1: a header block beyond 65536 bytes");
  }
}

TEST_F(HttpHostileTest, NoAnswerIsATimeout) {
  limits_.total_timeout = milliseconds(500);
  ServerAnswer answer;
  answer.fault = Fault::hang;
  serve(answer);
  EXPECT_EQ(outcome(fetch()), "timeout: 127.0.0.1: no answer within 500ms");
}

TEST_F(HttpHostileTest, StalledBodyIsATimeout) {
  limits_.total_timeout = milliseconds(500);
  ServerAnswer answer(200, std::string(1000, 'x'));
  answer.fault = Fault::hang;
  answer.fault_after = 10;
  serve(answer);
  EXPECT_EQ(outcome(fetch()), "timeout: 127.0.0.1: answer not complete within 500ms");
}

TEST_F(HttpHostileTest, SlowBodyIsATimeout) {
  limits_.low_speed_time = std::chrono::seconds(1);
  ServerAnswer answer(200, std::string(1000, 'x'));
  answer.bytes_per_tick = 1;
  serve(answer);
  EXPECT_EQ(outcome(fetch()), "timeout: 127.0.0.1: slower than 100 bytes/s for 1s");
}

TEST_F(HttpHostileTest, HandshakeThatNeverAnswersIsATimeout) {
  limits_.connect_timeout = milliseconds(150);
  serve(ServerAnswer());
  EXPECT_EQ(outcome(fetch("https://127.0.0.1:" + std::to_string(server_->port()) + "/")),
            "timeout: 127.0.0.1: no connection within 150ms");
}

TEST_F(HttpHostileTest, RedirectsShareOneTimeout) {
  limits_.total_timeout = milliseconds(400);
  serve([](const ServerRequest&) {
    ServerAnswer answer(302, "", {Header("Location", "/again")});
    answer.bytes_per_tick = 10;  // each hop takes about seven
    answer.tick = milliseconds(20);
    return answer;
  });
  EXPECT_THAT(outcome(fetch()), StartsWith("timeout: 127.0.0.1: "));
}

TEST_F(HttpHostileTest, WaitingForATurnIsNotATimeout) {
  limits_.connect_timeout = milliseconds(1000);  // less than the last one waits
  limits_.connections_per_host = 1;
  serve([](const ServerRequest&) {
    ServerAnswer answer(200, std::string(300, 'x'));
    answer.bytes_per_tick = 100;
    answer.tick = milliseconds(50);
    return answer;
  });
  std::vector<std::optional<Result<HttpResponse>>> results(10);
  for (auto& result : results) {
    boost::asio::co_spawn(io_, fetch_into(client(), HttpRequest(server_->url()), result), rethrow);
  }
  io_.run();
  for (const auto& result : results) {
    EXPECT_EQ(outcome(*result), "HTTP 200");
  }
}

TEST_F(HttpHostileTest, TruncatedBodiesAreErrors) {
  ServerAnswer cut(200, std::string(1000, 'x'));
  cut.fault = Fault::close;
  cut.fault_after = 500;
  serve(cut);
  EXPECT_EQ(outcome(fetch()),
            "malformed_payload: 127.0.0.1: the answer ended before its announced end");
  cut.chunked = true;
  serve(cut);
  EXPECT_EQ(outcome(fetch()),
            "malformed_payload: 127.0.0.1: the answer ended before its announced end");
}

TEST_F(HttpHostileTest, BodyLongerThanAnnouncedEndsWhereAnnounced) {
  ServerAnswer answer(200, "abcdef");
  answer.content_length = 3;
  serve(answer);
  const Result<HttpResponse> response = fetch();
  ASSERT_TRUE(response) << outcome(response);
  EXPECT_EQ(response->body, "abc");
  EXPECT_EQ(outcome(fetch()), "HTTP 200") << "the rest is not taken for the next answer";
}

TEST_F(HttpHostileTest, ResetsAreErrors) {
  ServerAnswer answer(200, std::string(1000, 'x'));
  answer.fault = Fault::reset;
  serve(answer);
  EXPECT_EQ(outcome(fetch()), "unreachable: 127.0.0.1: the connection broke");
  answer.fault_after = 500;
  serve(answer);
  EXPECT_EQ(outcome(fetch()), "unreachable: 127.0.0.1: the connection broke");
}

TEST_F(HttpHostileTest, ConnectionClosedWithoutAWordIsAnError) {
  ServerAnswer answer;
  answer.fault = Fault::close;
  serve(answer);
  EXPECT_EQ(outcome(fetch()),
            "unreachable: 127.0.0.1: the connection was closed without an answer");
}

TEST_F(HttpHostileTest, RefusedPortIsNamed) {
  serve(ServerAnswer());
  const std::string url = server_->url();
  server_.reset();
  EXPECT_EQ(outcome(fetch(url)), "unreachable: 127.0.0.1: Connection refused");
}

TEST_F(HttpHostileTest, NoHttpIsAnError) {
  for (const char* bytes : {"SSH-2.0-OpenSSH_9.2\r\n", "\r\n\r\n", "HTTP/9.9 abc\r\n\r\n"}) {
    ServerAnswer answer(200, bytes);
    answer.verbatim = true;
    answer.fault = Fault::close;
    answer.fault_after = answer.body.size();
    serve(answer);
    EXPECT_THAT(outcome(fetch()), StartsWith("malformed_payload: ")) << bytes;
  }
}

TEST_F(HttpHostileTest, ErrorsNameNoQuery) {
  limits_.total_timeout = milliseconds(100);
  ServerAnswer answer;
  answer.fault = Fault::hang;
  serve(answer);
  EXPECT_THAT(outcome(fetch(server_->url("/path?token=secret"))),
              ::testing::Not(HasSubstr("secret")));
}

}  // namespace
}  // namespace tagwatch::testing
