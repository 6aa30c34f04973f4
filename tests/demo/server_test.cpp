#include "tagwatch/demo/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <string>
#include <thread>

namespace tagwatch {
namespace {

using boost::asio::ip::tcp;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

const Instant kStart = *parse_rfc3339("2026-11-23T11:30:00Z");

// A client that knows nothing of HTTP: what it sees is what is on the wire.
class Wire {
 public:
  explicit Wire(const LoopbackServer& server) : socket_(context_) {
    socket_.connect(tcp::endpoint(boost::asio::ip::address_v4::loopback(), server.port()));
  }
  void send(std::string_view bytes) { boost::asio::write(socket_, boost::asio::buffer(bytes)); }
  std::string receive(std::size_t bytes) {
    std::string text(bytes, '?');
    text.resize(boost::asio::read(socket_, boost::asio::buffer(text), error_));
    return text;
  }
  std::string receive_to_the_end() {
    std::string text;
    boost::asio::read(socket_, boost::asio::dynamic_buffer(text), error_);
    return text;
  }
  [[nodiscard]] boost::system::error_code error() const { return error_; }

 private:
  boost::asio::io_context context_;
  tcp::socket socket_;
  boost::system::error_code error_;
};

constexpr std::string_view kGetAndClose =
    "GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";

class LoopbackServerTest : public ::testing::Test {
 protected:
  // What a client gets that asks once.
  std::string ask(const ServerAnswer& answer, std::string_view request = kGetAndClose) {
    LoopbackServer server(clock_, [&answer](const ServerRequest&) { return answer; });
    Wire wire(server);
    wire.send(request);
    std::string text = wire.receive_to_the_end();
    error_ = wire.error();
    return text;
  }

  ManualClock clock_{kStart};
  boost::system::error_code error_;
};

TEST_F(LoopbackServerTest, ReadsRequestsAndKeepsTheConnection) {
  LoopbackServer server(clock_, [](const ServerRequest& request) {
    return ServerAnswer(200, request.method + " " + request.path, {Header("ETag", "\"e\"")});
  });
  Wire wire(server);
  wire.send(
      "GET /tags/%23a%2Fb?limit=40&q=a+b%26c&empty HTTP/1.1\r\nHost: test\r\nX-One:  1 \r\n\r\n"
      "POST /session HTTP/1.1\r\nContent-Length: 4\r\n\r\nb");
  const std::string first =
      "HTTP/1.1 200 \r\nETag: \"e\"\r\nContent-Length: 14\r\n\r\nGET /tags/#a/b";
  EXPECT_EQ(wire.receive(first.size()), first);
  wire.send("ody");
  const std::string second =
      "HTTP/1.1 200 \r\nETag: \"e\"\r\nContent-Length: 13\r\n\r\nPOST /session";
  EXPECT_EQ(wire.receive(second.size()), second);

  const std::vector<ServerRequest> requests = server.requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[0].target, "/tags/%23a%2Fb?limit=40&q=a+b%26c&empty");
  EXPECT_THAT(requests[0].query,
              ElementsAre(Pair("empty", ""), Pair("limit", "40"), Pair("q", "a b&c")));
  EXPECT_EQ(requests[0].header("x-one"), "1");
  EXPECT_EQ(requests[0].header("x-two"), std::nullopt);
  EXPECT_EQ(requests[0].at, kStart);
  EXPECT_EQ(requests[1].body, "body");
  EXPECT_EQ(server.connections(), 1U);
  server.forget_requests();
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(LoopbackServerTest, WritesNoBodyWhereHttpHasNone) {
  EXPECT_EQ(ask(ServerAnswer(304, "body")), "HTTP/1.1 304 \r\n\r\n");
  EXPECT_EQ(ask(ServerAnswer(200, "body"), "HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n"),
            "HTTP/1.1 200 \r\nContent-Length: 4\r\n\r\n");
}

TEST_F(LoopbackServerTest, WritesChunks) {
  ServerAnswer answer(200, std::string(5000, 'x'));
  answer.chunked = true;
  EXPECT_EQ(ask(answer), "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n" +
                             std::string(4096, 'x') + "\r\n388\r\n" + std::string(904, 'x') +
                             "\r\n0\r\n\r\n");
}

TEST_F(LoopbackServerTest, CutsResetsAndClosesWhereTold) {
  ServerAnswer answer(200, "0123456789");
  answer.fault = Fault::close;
  EXPECT_EQ(ask(answer), "");
  EXPECT_EQ(error_, boost::asio::error::eof);
  answer.fault_after = 4;
  EXPECT_EQ(ask(answer), "HTTP/1.1 200 \r\nContent-Length: 10\r\n\r\n0123");
  EXPECT_EQ(error_, boost::asio::error::eof);
  answer.fault = Fault::reset;
  answer.fault_after.reset();
  ask(answer);
  EXPECT_EQ(error_, boost::asio::error::connection_reset);
}

TEST_F(LoopbackServerTest, SaysWhatItIsTold) {
  ServerAnswer lie(200, "abc");
  lie.content_length = 9;
  EXPECT_EQ(ask(lie), "HTTP/1.1 200 \r\nContent-Length: 9\r\n\r\nabc");
  ServerAnswer verbatim(200, "no HTTP at all");
  verbatim.verbatim = true;
  EXPECT_EQ(ask(verbatim), "no HTTP at all");
}

TEST_F(LoopbackServerTest, HangsUntilTheServerGoes) {
  auto server = std::make_unique<LoopbackServer>(clock_, [](const ServerRequest&) {
    ServerAnswer answer(200, "0123456789");
    answer.fault = Fault::hang;
    answer.fault_after = 1;
    return answer;
  });
  Wire wire(*server);
  wire.send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_THAT(wire.receive(38), HasSubstr("\r\n\r\n0"));
  server.reset();
  EXPECT_EQ(wire.receive_to_the_end(), "");
}

TEST_F(LoopbackServerTest, StopsInTheMiddleOfASlowAnswer) {
  auto server = std::make_unique<LoopbackServer>(clock_, [](const ServerRequest&) {
    ServerAnswer answer(200, "0123456789");
    answer.bytes_per_tick = 1;
    answer.tick = std::chrono::hours(1);
    return answer;
  });
  Wire wire(*server);
  wire.send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(wire.receive(1), "H");
  server.reset();
}

TEST_F(LoopbackServerTest, CallsTheHookAtTheByte) {
  LoopbackServer server(clock_,
                        [](const ServerRequest&) { return ServerAnswer(200, "0123456789"); });
  Wire wire(server);
  const std::string answer = "HTTP/1.1 200 \r\nContent-Length: 10\r\n\r\n0123456789";
  std::atomic<int> calls = 0;
  // Nothing more can have been sent while the hook blocks the server.
  server.call_at(2, 40, [&] {
    EXPECT_EQ(wire.receive(answer.size() + 40), answer + answer.substr(0, 40));
    ++calls;  // last: from here on the other thread reads
  });
  wire.send(
      "GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\nConnection: close\r\n\r\n");
  while (calls == 0) {
    std::this_thread::yield();
  }
  EXPECT_EQ(wire.receive_to_the_end(), answer.substr(40) + answer);
  EXPECT_EQ(calls, 1);
}

TEST_F(LoopbackServerTest, CallsTheHookAtTheEndOfAShorterAnswerAndBeforeAnyByte) {
  LoopbackServer server(clock_, [](const ServerRequest&) { return ServerAnswer(200, "short"); });
  std::atomic<int> calls = 0;
  server.call_at(1, 10'000, [&] {
    ++calls;
    server.call_at(2, 0, [&] { ++calls; });
  });
  Wire wire(server);
  wire.send("GET / HTTP/1.1\r\n\r\n");
  wire.send(kGetAndClose);
  wire.receive_to_the_end();
  EXPECT_EQ(calls, 2);
}

TEST_F(LoopbackServerTest, ClosesOnRequestsThatAreNoneOrTooLarge) {
  for (const std::string& request :
       {std::string("hello\r\n\r\n"), "GET / HTTP/1.1\r\nX: " + std::string(70'000, 'x'),
        std::string("POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"),
        std::string("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n")}) {
    EXPECT_EQ(ask(ServerAnswer(), request), "");
  }
}

TEST_F(LoopbackServerTest, ServesOnAGivenLoop) {
  boost::asio::io_context io(1);
  {
    LoopbackServer server(io.get_executor(), clock_,
                          [](const ServerRequest&) { return ServerAnswer(204); });
    Wire wire(server);
    wire.send(kGetAndClose);
    while (server.requests().empty()) {
      io.run_one();
    }
    io.poll();
    EXPECT_EQ(wire.receive_to_the_end(), "HTTP/1.1 204 \r\n\r\n");
    Wire idle(server);
  }
  io.run();  // ends: nothing is left behind
}

}  // namespace
}  // namespace tagwatch
