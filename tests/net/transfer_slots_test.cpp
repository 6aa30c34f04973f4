#include "net/transfer_slots.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <map>

#include "net/http_fixture.hpp"

namespace tagwatch::testing {
namespace {

using ::testing::ElementsAre;
using Slot = TransferSlots::Slot;

class TransferSlotsTest : public ::testing::Test {
 protected:
  // Asks for a slot of `host`; its name enters `granted_` once it has one.
  void ask(const std::string& name, const std::string& host) {
    boost::asio::co_spawn(io_, keep(name, host),
                          boost::asio::bind_cancellation_slot(signals_[name].slot(), rethrow));
    run();
  }
  void release(const std::string& name) {
    kept_.erase(name);
    run();
  }
  void cancel(const std::string& name) {
    signals_[name].emit(boost::asio::cancellation_type::terminal);
    run();
  }
  void run() {
    io_.restart();
    io_.poll();
  }
  void TearDown() override {
    slots_.close();
    run();
    kept_.clear();
  }

  boost::asio::io_context io_{1};
  TransferSlots slots_{io_.get_executor(), 2, 3};
  std::map<std::string, boost::asio::cancellation_signal> signals_;
  std::map<std::string, Slot> kept_;
  std::vector<std::string> granted_;
  std::vector<std::string> denied_;

 private:
  boost::asio::awaitable<void> keep(std::string name, std::string host) {
    std::optional<Slot> slot = co_await slots_.acquire(host);
    (slot ? granted_ : denied_).push_back(name);
    if (slot) {
      kept_.emplace(name, std::move(*slot));
    }
  }
};

TEST_F(TransferSlotsTest, LimitEachHostAndAllOfThem) {
  ask("a1", "a");
  ask("a2", "a");
  ask("a3", "a");
  ask("b1", "b");
  ask("b2", "b");
  EXPECT_THAT(granted_, ElementsAre("a1", "a2", "b1")) << "two of a host, three in all";
  release("b1");
  EXPECT_THAT(granted_, ElementsAre("a1", "a2", "b1", "b2"))
      << "a3 was first, but its host is full";
  release("a1");
  EXPECT_THAT(granted_, ElementsAre("a1", "a2", "b1", "b2", "a3"));
}

TEST_F(TransferSlotsTest, ServeInTheOrderOfAsking) {
  for (const char* name : {"1", "2", "3", "4", "5"}) {
    ask(name, "a");
  }
  for (const char* name : {"1", "2", "3"}) {
    release(name);
  }
  EXPECT_THAT(granted_, ElementsAre("1", "2", "3", "4", "5"));
}

TEST_F(TransferSlotsTest, CancelledWaiterLeavesTheQueue) {
  for (const char* name : {"1", "2", "3", "4"}) {
    ask(name, "a");
  }
  cancel("3");
  EXPECT_THAT(denied_, ElementsAre("3"));
  release("1");
  EXPECT_THAT(granted_, ElementsAre("1", "2", "4"));
}

TEST_F(TransferSlotsTest, CloseEndsAllWaitingNowAndLater) {
  for (const char* name : {"1", "2", "3", "4"}) {
    ask(name, "a");
  }
  slots_.close();
  run();
  ask("5", "b");
  EXPECT_THAT(denied_, ElementsAre("3", "4", "5"));
  release("1");
  EXPECT_THAT(granted_, ElementsAre("1", "2"));
}

}  // namespace
}  // namespace tagwatch::testing
