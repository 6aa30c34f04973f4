// Who may transfer now: so many at once to one host, so many in all, first come first served.
//
// The queue is ours because libcurl's own would let the connect timeout run while a transfer waits
// for its turn. One loop thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>

namespace tagwatch {

class TransferSlots {
 public:
  /// The right to transfer; ends with the object. The slots must outlive it.
  class Slot {
   public:
    Slot(TransferSlots& slots, std::string host) : slots_(&slots), host_(std::move(host)) {}
    Slot(Slot&& other) noexcept;
    Slot& operator=(Slot&&) = delete;
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;
    ~Slot();

   private:
    TransferSlots* slots_;  // nullptr: moved from
    std::string host_;
  };

  TransferSlots(boost::asio::any_io_executor executor, int per_host, int total);
  TransferSlots(const TransferSlots&) = delete;
  TransferSlots& operator=(const TransferSlots&) = delete;

  /// Waits for a turn, without a limit: every transfer before it has one. nullopt: the awaiting
  /// coroutine was cancelled, or close() was called.
  [[nodiscard]] boost::asio::awaitable<std::optional<Slot>> acquire(std::string host);

  /// Ends all waiting, now and from now on.
  void close();

 private:
  struct Waiter;

  [[nodiscard]] bool is_free(const std::string& host) const;
  [[nodiscard]] Slot take(const std::string& host);
  void release(const std::string& host);

  boost::asio::any_io_executor executor_;
  int per_host_;
  int total_;
  int in_use_ = 0;
  bool closed_ = false;
  std::unordered_map<std::string, int> in_use_by_host_;
  std::list<Waiter*> waiters_;
};

}  // namespace tagwatch
