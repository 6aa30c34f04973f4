// Runs store work on the one database thread and resumes the caller on its own.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <future>
#include <memory>
#include <type_traits>
#include <utility>

namespace tagwatch {

/// A thread that owns the writer, or does other work that blocks. `run` resumes on the executor
/// that the caller runs on.
class DbThread {
 public:
  DbThread() : pool_(1) {}
  ~DbThread() { pool_.join(); }
  DbThread(const DbThread&) = delete;
  DbThread& operator=(const DbThread&) = delete;

  /// Calls `work` on the database thread. `work` is moved into the coroutine; what it refers to
  /// must outlive the call.
  template <class F>
  boost::asio::awaitable<std::invoke_result_t<F&>> run(F work) {
    auto task = call(std::move(work));
    // No cancellation reaches the other thread: what was begun there is finished.
    auto token = boost::asio::bind_cancellation_slot(boost::asio::cancellation_slot(),
                                                     boost::asio::use_awaitable);
    co_return co_await boost::asio::co_spawn(pool_.get_executor(), std::move(task), token);
  }

  /// Calls `work` on the database thread and blocks until it is done. For threads other than that
  /// one and the loop's.
  template <class F>
  std::invoke_result_t<F&> run_and_wait(F work) {
    const auto task =
        std::make_shared<std::packaged_task<std::invoke_result_t<F&>()>>(std::move(work));
    auto done = task->get_future();
    pool_.get_executor().execute([task]() { (*task)(); });
    return done.get();
  }

 private:
  template <class F>
  static boost::asio::awaitable<std::invoke_result_t<F&>> call(F work) {
    co_return work();
  }
  boost::asio::thread_pool pool_;
};

}  // namespace tagwatch
