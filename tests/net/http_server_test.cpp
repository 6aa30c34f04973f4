// The server of the archive, spoken to byte by byte.
#include "tagwatch/net/http_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <thread>

#include "support/raw_client.hpp"

namespace tagwatch {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class HttpServerTest : public testing::Test {
 protected:
  void start(HttpServerLimits limits = {}) {
    PageHandler handler = [this](std::string path) { return page(std::move(path)); };
    server_ = HttpServer::listen(loop_.get_executor(), {"127.0.0.1", 0}, handler, limits).value();
    url_ = server_->url();
    port_ = std::stoi(url_.substr(url_.rfind(':') + 1));
    asio::co_spawn(loop_, server_->serve(),
                   asio::bind_cancellation_slot(stop_.slot(), [](const std::exception_ptr&) {}));
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~HttpServerTest() override { stop(); }
  // Ends when every connection has ended.
  void stop() {
    if (thread_.joinable()) {
      asio::post(loop_, [this] { stop_.emit(asio::cancellation_type::terminal); });
      thread_.join();
    }
  }

  [[nodiscard]] std::string host() const { return "Host: 127.0.0.1:" + std::to_string(port_); }
  // What comes back for `request`, the client's end being sent at once.
  [[nodiscard]] std::string ask(const std::string& request) const {
    const RawClient client(port_);
    client.send(request);
    client.end();
    return client.read();
  }
  [[nodiscard]] std::string get(const std::string& target) const {
    return ask("GET " + target + " HTTP/1.1\r\n" + host() + "\r\n\r\n");
  }

  std::atomic<int> asked_ = 0;
  int port_ = 0;
  std::string url_;

 private:
  asio::awaitable<ServedPage> page(std::string path) {
    ++asked_;
    if (path == "/moved") {
      ServedPage moved = status_page(302);
      moved.location = "/there";
      co_return moved;
    }
    co_return ServedPage(200, "text/plain; charset=utf-8", "page of " + path);
  }

  asio::io_context loop_{1};
  std::unique_ptr<HttpServer> server_;
  asio::cancellation_signal stop_;
  std::thread thread_;
};

// What every answer must carry.
void expect_safe(const std::string& answer) {
  const std::string head = answer.substr(0, answer.find("\r\n\r\n"));
  EXPECT_THAT(head, HasSubstr("\r\nContent-Security-Policy: default-src 'none'; style-src "
                              "'unsafe-inline'; base-uri 'none'; form-action 'none'; "
                              "frame-ancestors 'none'"));
  EXPECT_THAT(head, HasSubstr("\r\nX-Content-Type-Options: nosniff"));
  EXPECT_THAT(head, HasSubstr("\r\nReferrer-Policy: no-referrer"));
  EXPECT_THAT(head, HasSubstr("\r\nCache-Control: no-store"));
  EXPECT_THAT(head, HasSubstr("\r\nCross-Origin-Opener-Policy: same-origin"));
  EXPECT_THAT(head, HasSubstr("\r\nConnection: close"));
  EXPECT_THAT(head, HasSubstr("; charset=utf-8"));
  EXPECT_THAT(head, Not(HasSubstr("\r\nServer:")));
  EXPECT_THAT(head, Not(HasSubstr("Set-Cookie")));
}

TEST_F(HttpServerTest, APageIsServedWithItsHeaders) {
  start();
  EXPECT_EQ(url_, "http://127.0.0.1:" + std::to_string(port_) + "/");
  const std::string answer = get("/2026-11-23.txt?from=reader");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nContent-Type: text/plain; charset=utf-8\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nContent-Length: 23\r\n"));
  EXPECT_THAT(answer, testing::EndsWith("\r\n\r\npage of /2026-11-23.txt"));
  expect_safe(answer);
  const std::string moved = get("/moved");
  EXPECT_THAT(moved, AllOf(StartsWith("HTTP/1.1 302 "), HasSubstr("\r\nLocation: /there\r\n")));
  expect_safe(moved);
}

TEST_F(HttpServerTest, HeadIsGetWithoutTheBody) {
  start();
  const std::string answer = ask("HEAD /a HTTP/1.1\r\n" + host() + "\r\n\r\n");
  const std::string full = get("/a");
  EXPECT_EQ(answer, full.substr(0, full.find("\r\n\r\n") + 4));
}

TEST_F(HttpServerTest, NothingButReadingIsAllowed) {
  start();
  for (const char* method :
       {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "PURGE"}) {
    const std::string answer =
        ask(std::string(method) + " /secret HTTP/1.1\r\n" + host() + "\r\n\r\n");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 405 ")) << method;
    EXPECT_THAT(answer, HasSubstr("\r\nAllow: GET, HEAD\r\n")) << method;
    expect_safe(answer);
  }
  EXPECT_EQ(asked_, 0);
}

TEST_F(HttpServerTest, OnlyItsOwnNamesAreAnswered) {
  start();
  const std::string port = ":" + std::to_string(port_);
  for (const std::string& ours : {"127.0.0.1" + port, "localhost" + port, "LocalHost" + port}) {
    EXPECT_THAT(ask("GET / HTTP/1.1\r\nHost: " + ours + "\r\n\r\n"), StartsWith("HTTP/1.1 200"))
        << ours;
  }
  const int before = asked_;
  for (const std::string& foreign :
       {"evil.example" + port, std::string("127.0.0.1"), std::string("localhost"),
        std::string("localhost:1"), "127.0.0.2" + port, "localhost.evil.example" + port,
        "evil.example/127.0.0.1" + port, "127.0.0.1" + port + "@evil.example",
        "127.0.0.1" + port + ", evil.example", "[::1]" + port, std::string()}) {
    const std::string answer = ask("GET / HTTP/1.1\r\nHost: " + foreign + "\r\n\r\n");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 421 ")) << foreign;
    expect_safe(answer);
  }
  EXPECT_THAT(ask("GET / HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(ask("GET / HTTP/1.0\r\n\r\n"), StartsWith("HTTP/1.1 421 "));
  EXPECT_EQ(asked_, before);
}

// Requests that two readers may read as two different ones, or that are none.
TEST_F(HttpServerTest, NoDoubtfulRequestGetsAPage) {
  start();
  const std::string second = "GET /second HTTP/1.1\r\n" + host() + "\r\n\r\n";
  std::vector<std::string> heads;
  for (const char* coding : {"chunked", "Chunked", "chunked, identity", "identity", "gzip, chunked",
                             "xchunked", "\"chunked\"", "chunked;q=1",
                             "\x0B"
                             "chunked",
                             " chunked "}) {
    for (const char* length : {"", "Content-Length: 4\r\n", "Content-Length: 0\r\n"}) {
      heads.push_back(std::string("Transfer-Encoding: ") + coding + "\r\n" + length);
    }
  }
  for (const char* length : {"1", "4", "+0", "-1", "0x0", "00", "0,4", "4,4", "1e3", "0 4", "",
                             "18446744073709551616", "99999999999999999999"}) {
    heads.push_back(std::string("Content-Length: ") + length + "\r\n");
  }
  heads.insert(heads.end(), {"Content-Length: 0\r\nContent-Length: 4\r\n", host() + "\r\n",
                             "Host: evil.example\r\n", "Transfer-Encoding : chunked\r\n",
                             " folded: yes\r\n", "No colon here\r\n", ": no name\r\n",
                             "Bad\x01Name: x\r\n", std::string("Nul: a\0b\r\n", 10),
                             "Del: a\x7F"
                             "b\r\n",
                             "Cr: a\rb\r\n"});
  for (const std::string& head : heads) {
    const std::string answer =
        ask("GET /first HTTP/1.1\r\n" + host() + "\r\n" + head + "\r\n" + second);
    EXPECT_THAT(answer, AnyOf(StartsWith("HTTP/1.1 400 "), StartsWith("HTTP/1.1 421 "))) << head;
    expect_safe(answer);
  }
  for (const std::string& line :
       {std::string("GET http://evil.example/ HTTP/1.1"), std::string("GET * HTTP/1.1"),
        std::string("GET evil HTTP/1.1"), std::string("GET  / HTTP/1.1"),
        std::string("GET / HTTP/2.0"), std::string("GET / HTTP/1.1 "), std::string("GET /"),
        std::string("GET / HTTP/1.10"), std::string("G\x01T / HTTP/1.1"),
        std::string("GET /\x01 HTTP/1.1"), std::string("GET / x HTTP/1.1"),
        std::string("\x16\x03\x01\x02 tls")}) {
    EXPECT_THAT(ask(line + "\r\n" + host() + "\r\n\r\n"), StartsWith("HTTP/1.1 400 ")) << line;
  }
  EXPECT_EQ(asked_, 0);
  std::printf("%zu doubtful heads, none got a page\n", heads.size() + 12);
}

TEST_F(HttpServerTest, OneConnectionAnswersOneRequest) {
  start();
  const std::string one = "GET /one HTTP/1.1\r\n" + host() + "\r\n\r\n";
  const std::string answer = ask(one + one);
  EXPECT_EQ(answer.find("HTTP/1.1"), answer.rfind("HTTP/1.1"));
  EXPECT_EQ(asked_, 1);
}

TEST_F(HttpServerTest, ALongHeadIsRefused) {
  start();
  const std::string answer =
      ask("GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n" + host() + "\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 431 "));
  expect_safe(answer);
  EXPECT_THAT(get("/" + std::string(7000, 'a')), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpServerTest, ErrorsSayNothingOfTheRequest) {
  start();
  const std::string wrong = "GET /canary?canary HTTP/1.1\r\nHost: canary\r\nCanary: 1\r\n\r\n";
  EXPECT_THAT(ask(wrong), Not(HasSubstr("anary")));
  EXPECT_THAT(ask("CANARY /canary HTTP/1.1\r\n" + host() + "\r\n\r\n"), Not(HasSubstr("anary")));
}

TEST_F(HttpServerTest, WhoSendsNothingIsClosedWhenTheTimeIsOver) {
  HttpServerLimits limits;
  limits.header_time = 300ms;
  start(limits);
  const RawClient slow(port_);
  slow.send("GET / HTTP/1.1\r\nHost:");
  EXPECT_EQ(slow.read(), "");
  EXPECT_EQ(asked_, 0);
}

TEST_F(HttpServerTest, SlowClientsLockNobodyOut) {
  HttpServerLimits limits;
  limits.connections_max = 4;
  limits.header_time = std::chrono::hours(1);
  start(limits);
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int client = 0; client < 40; ++client) {
    slow.push_back(std::make_unique<RawClient>(port_));
    slow.back()->send("GET / HTTP/1.1\r\nX:");
    EXPECT_THAT(get("/"), StartsWith("HTTP/1.1 200 ")) << client;
  }
  EXPECT_EQ(slow.front()->read(), "") << "the oldest gives way";
}

TEST_F(HttpServerTest, StopsAtOnceWhateverClientsDo) {
  HttpServerLimits limits;
  limits.header_time = std::chrono::hours(1);
  start(limits);
  const RawClient slow(port_);
  slow.send("GET / HTTP/1.1\r\n");
  EXPECT_THAT(get("/"), StartsWith("HTTP/1.1 200 "));  // so the slow one was taken before
  stop();
  EXPECT_EQ(slow.read(), "");
}

TEST_F(HttpServerTest, APortThatIsTakenIsToldInWords) {
  start();
  asio::io_context loop;
  const auto second = HttpServer::listen(
      loop.get_executor(), {"127.0.0.1", static_cast<std::uint16_t>(port_)}, PageHandler());
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().context,
              AllOf(HasSubstr("cannot be listened on: Address already in use"),
                    HasSubstr("choose another port as archive.listen")));
}

}  // namespace
}  // namespace tagwatch
