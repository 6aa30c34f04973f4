// The world's time, in memory that the world's server shares with the processes forked from it.
#pragma once

#include <sys/mman.h>

#include <atomic>
#include <cstdint>
#include <new>

#include "tagwatch/base/time.hpp"

namespace tagwatch::sim {

/// A clock that stands until the server moves it. Any thread, any process.
class SharedClock final : public Clock {
 public:
  explicit SharedClock(Instant start) {
    void* memory =
        ::mmap(nullptr, sizeof(Ms), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
      throw std::bad_alloc();
    }
    ms_ = new (memory) Ms(to_ms(start));
  }
  SharedClock(const SharedClock&) = delete;
  SharedClock& operator=(const SharedClock&) = delete;
  ~SharedClock() override { ::munmap(ms_, sizeof(Ms)); }

  [[nodiscard]] Instant now() const override { return from_ms(ms_->load()); }
  void set(Instant now) { ms_->store(to_ms(now)); }
  void advance(Duration by) { ms_->fetch_add(by.count()); }

 private:
  using Ms = std::atomic<std::int64_t>;
  static_assert(Ms::is_always_lock_free);
  Ms* ms_;
};

}  // namespace tagwatch::sim
