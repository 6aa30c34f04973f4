#include "tagwatch/store/async.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <thread>

#include "store_fixture.hpp"

namespace tagwatch {
namespace {

namespace asio = boost::asio;

class Async : public StoreTest {};

struct Outcome {
  std::thread::id worked_on;
  std::thread::id resumed_on;
  int new_posts = 0;
};

asio::awaitable<void> commit_one(DbThread& db, Writer& writer, Outcome& outcome) {
  Batch batch =
      build::batch("one", {build::matched(build::post("1", build::at("2026-11-23T08:00:00Z")))});
  auto write = [&writer, &outcome, batch = std::move(batch)]() {
    outcome.worked_on = std::this_thread::get_id();
    return writer.commit(batch);
  };
  const Result<Committed> committed = co_await db.run(std::move(write));
  outcome.resumed_on = std::this_thread::get_id();
  outcome.new_posts = committed ? committed->new_posts : -1;
}

TEST_F(Async, WorkRunsOnTheDatabaseThreadAndTheCallerResumesOnItsOwn) {
  asio::io_context loop;
  Outcome outcome;
  std::exception_ptr thrown;
  {
    DbThread db;
    asio::co_spawn(loop, commit_one(db, *writer, outcome),
                   [&](std::exception_ptr error) { thrown = error; });
    loop.run();
  }
  EXPECT_FALSE(thrown);
  EXPECT_EQ(outcome.new_posts, 1);
  EXPECT_EQ(outcome.resumed_on, std::this_thread::get_id());
  EXPECT_NE(outcome.worked_on, std::this_thread::get_id());
}

TEST_F(Async, AnotherThreadMayWaitForWork) {
  DbThread db;
  std::thread::id worked_on;
  const int answer = db.run_and_wait([&worked_on]() {
    worked_on = std::this_thread::get_id();
    return 7;
  });
  EXPECT_EQ(answer, 7);
  EXPECT_NE(worked_on, std::this_thread::get_id());
}

}  // namespace
}  // namespace tagwatch
