#include "transfer_slots.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace tagwatch {

// A place in the queue; lives in the frame of the coroutine that waits.
struct TransferSlots::Waiter {
  Waiter(TransferSlots& slots_, std::string host_)
      : slots(slots_),
        host(std::move(host_)),
        woken(slots.executor_, boost::asio::steady_timer::time_point::max()) {
    slots.waiters_.push_back(this);
  }
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  ~Waiter() {
    if (!slot) {
      slots.waiters_.remove(this);
    }
  }

  TransferSlots& slots;
  std::string host;
  boost::asio::steady_timer woken;  // never expires; cancelled when there is news
  std::optional<Slot> slot;
};

TransferSlots::Slot::Slot(Slot&& other) noexcept
    : slots_(std::exchange(other.slots_, nullptr)), host_(std::move(other.host_)) {}

TransferSlots::Slot::~Slot() {
  if (slots_ != nullptr) {
    slots_->release(host_);
  }
}

TransferSlots::TransferSlots(boost::asio::any_io_executor executor, int per_host, int total)
    : executor_(std::move(executor)), per_host_(per_host), total_(total) {}

boost::asio::awaitable<std::optional<TransferSlots::Slot>> TransferSlots::acquire(
    std::string host) {
  if (closed_) {
    co_return std::nullopt;
  }
  if (is_free(host)) {
    co_return take(host);
  }
  Waiter waiter(*this, std::move(host));
  boost::system::error_code ignored;  // woken by a slot, by close() or by cancellation
  co_await waiter.woken.async_wait(
      boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  co_return std::move(waiter.slot);
}

void TransferSlots::close() {
  closed_ = true;
  for (Waiter* waiter : std::exchange(waiters_, {})) {
    waiter->woken.cancel();
  }
}

bool TransferSlots::is_free(const std::string& host) const {
  const auto used = in_use_by_host_.find(host);
  return in_use_ < total_ && (used == in_use_by_host_.end() || used->second < per_host_);
}

TransferSlots::Slot TransferSlots::take(const std::string& host) {
  ++in_use_;
  ++in_use_by_host_[host];
  return Slot(*this, host);
}

void TransferSlots::release(const std::string& host) {
  --in_use_;
  const auto used = in_use_by_host_.find(host);
  if (--used->second == 0) {
    in_use_by_host_.erase(used);
  }
  // One slot came free, so at most one waiter can go: the first whose host has room.
  const auto next = std::find_if(waiters_.begin(), waiters_.end(),
                                 [this](const Waiter* waiter) { return is_free(waiter->host); });
  if (next != waiters_.end()) {
    Waiter& waiter = **next;
    waiters_.erase(next);
    waiter.slot.emplace(take(waiter.host));
    waiter.woken.cancel();
  }
}

}  // namespace tagwatch
