// Cancellation, and clients and loops that go while transfers are under way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>

#include "net/http_fixture.hpp"

namespace tagwatch::testing {
namespace {

class HttpLifetimeTest : public HttpTest {
 protected:
  void serve_silence() {
    ServerAnswer answer;
    answer.fault = Fault::hang;
    serve(answer);
  }
  // Starts a fetch that `signal` can cancel.
  void start(std::optional<Result<HttpResponse>>& result,
             boost::asio::cancellation_signal& signal) {
    boost::asio::co_spawn(io_, fetch_into(client(), HttpRequest(server_->url()), result),
                          boost::asio::bind_cancellation_slot(signal.slot(), rethrow));
  }
  // Calls `action` on the loop as soon as the server has the n-th request of all.
  void when_asked(std::size_t request, std::function<void()> action) {
    server_->call_at(request, 0,
                     [this, action = std::move(action)] { boost::asio::post(io_, action); });
  }

  std::size_t answers_ = 0;
};

TEST_F(HttpLifetimeTest, CancelledFetchEndsItsTransfer) {
  serve_silence();
  std::optional<Result<HttpResponse>> result;
  boost::asio::cancellation_signal signal;
  start(result, signal);
  when_asked(1, [&] { signal.emit(boost::asio::cancellation_type::terminal); });
  io_.run();
  EXPECT_EQ(outcome(*result), "cancelled: 127.0.0.1");
  serve(ServerAnswer());
  EXPECT_EQ(outcome(fetch()), "HTTP 200") << "the client goes on";
}

TEST_F(HttpLifetimeTest, CancelledWaitForATurnGivesItsPlaceUp) {
  limits_.connections_per_host = 1;
  serve_silence();
  std::vector<std::optional<Result<HttpResponse>>> results(3);
  std::vector<boost::asio::cancellation_signal> signals(3);
  for (std::size_t i = 0; i < 3; ++i) {
    start(results[i], signals[i]);
  }
  when_asked(1, [&] {
    signals[1].emit(boost::asio::cancellation_type::terminal);
    when_asked(2, [&] { signals[2].emit(boost::asio::cancellation_type::terminal); });
    signals[0].emit(boost::asio::cancellation_type::terminal);
  });
  io_.run();
  for (const auto& result : results) {
    EXPECT_EQ(outcome(*result), "cancelled: 127.0.0.1");
  }
  EXPECT_EQ(server_->requests().size(), 2U) << "the second never had its turn";
}

TEST_F(HttpLifetimeTest, DestroyedClientEndsWhatIsUnderWayAndWhatWaits) {
  serve_silence();
  std::vector<std::optional<Result<HttpResponse>>> results(5);
  for (auto& result : results) {
    boost::asio::co_spawn(io_, fetch_into(client(), HttpRequest(server_->url()), result), rethrow);
  }
  when_asked(1, [&] { client_.reset(); });
  io_.run();
  for (const auto& result : results) {
    EXPECT_EQ(outcome(*result), "cancelled: 127.0.0.1");
  }
}

TEST_F(HttpLifetimeTest, LoopThatStopsLeavesNothingBehind) {
  serve_silence();
  std::vector<std::optional<Result<HttpResponse>>> results(5);
  {
    boost::asio::io_context io(1);
    HttpClient client(io.get_executor(), clock_, "tagwatch-test", configured_hosts_, limits_);
    for (auto& result : results) {
      boost::asio::co_spawn(io, fetch_into(client, HttpRequest(server_->url()), result), rethrow);
    }
    server_->call_at(1, 0, [&io] { io.stop(); });
    io.run();
  }
  for (const auto& result : results) {
    EXPECT_FALSE(result.has_value());
  }
}

boost::asio::awaitable<void> fetch_after_the_client(std::unique_ptr<HttpClient>& client,
                                                    std::string url, std::string& said) {
  boost::asio::awaitable<Result<HttpResponse>> pending = client->fetch(HttpRequest(url));
  client.reset();
  const Result<HttpResponse> result = co_await std::move(pending);
  said = outcome(result);
}

TEST_F(HttpLifetimeTest, FetchThatBeginsAfterTheClientWentIsCancelled) {
  serve(ServerAnswer());
  client();
  std::string said;
  boost::asio::co_spawn(io_, fetch_after_the_client(client_, server_->url(), said), rethrow);
  io_.run();
  EXPECT_EQ(said, "cancelled: 127.0.0.1");
}

TEST_F(HttpLifetimeTest, CancellationIsAValueAtEveryByteOfAnAnswer) {
  serve([](const ServerRequest& request) {
    return request.path == "/" ? ServerAnswer(200, "arrived")
                               : ServerAnswer(302, "moved", {Header("Location", "/")});
  });
  for (std::size_t byte = 0; byte < 80; ++byte) {
    for (const std::size_t hop : {1, 2}) {
      std::optional<Result<HttpResponse>> result;
      // Shared: the hook may come when the answer has long arrived.
      const auto signal = std::make_shared<boost::asio::cancellation_signal>();
      boost::asio::co_spawn(io_, fetch_into(client(), HttpRequest(server_->url("/from")), result),
                            boost::asio::bind_cancellation_slot(signal->slot(), rethrow));
      server_->call_at(answers_ + hop, byte, [this, signal] {
        boost::asio::post(io_,
                          [signal] { signal->emit(boost::asio::cancellation_type::terminal); });
      });
      io_.restart();
      io_.run();
      ASSERT_TRUE(result.has_value());
      EXPECT_THAT(outcome(*result), ::testing::AnyOf("cancelled: 127.0.0.1", "HTTP 200"));
      answers_ = server_->requests().size();
    }
  }
}

}  // namespace
}  // namespace tagwatch::testing
