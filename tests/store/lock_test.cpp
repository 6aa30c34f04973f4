// One writer: races between processes, words for the loser, locks of the dead.
#include "tagwatch/store/lock.hpp"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include "support/temp_dir.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

// A process that holds what `work` takes until the pipe to it is closed, or it is killed.
class Holder {
 public:
  template <class Work>
  explicit Holder(Work work) {
    std::array<int, 2> up{};
    std::array<int, 2> down{};
    EXPECT_EQ(::pipe(up.data()), 0);
    EXPECT_EQ(::pipe(down.data()), 0);
    process_ = ::fork();
    if (process_ == 0) {
      ::close(up[0]);
      ::close(down[1]);
      const char taken = work() ? 'y' : 'n';
      (void)!::write(up[1], &taken, 1);
      char end = 0;
      (void)!::read(down[0], &end, 1);
      ::_exit(0);
    }
    ::close(up[1]);
    ::close(down[0]);
    answer_ = up[0];
    end_ = down[1];
  }
  ~Holder() {
    ::close(answer_);
    if (end_ >= 0) {
      ::close(end_);
    }
    if (process_ > 0) {
      ::waitpid(process_, nullptr, 0);
    }
  }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;

  bool holds() {
    char taken = 0;
    EXPECT_EQ(::read(answer_, &taken, 1), 1);
    return taken == 'y';
  }
  void kill() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
  }
  void let_go() {
    ::close(end_);
    end_ = -1;
  }
  [[nodiscard]] pid_t process() const { return process_; }

 private:
  pid_t process_ = 0;
  int answer_ = -1;
  int end_ = -1;
};

TEST(Lock, WhatItsHolderNotesIsReadWhileItIsHeld) {
  const TempDir dir;
  const auto path = dir / "t.db";
  EXPECT_EQ(Lock::noted(path), "");
  {
    const Lock held = Lock::take(path, Duration{0}).value();
    EXPECT_EQ(Lock::noted(path), "") << "its name alone is no note";
    ASSERT_TRUE(Lock::note(path, "first"));
    ASSERT_TRUE(Lock::note(path, "the second"));
    EXPECT_EQ(Lock::noted(path), "the second");
    EXPECT_THAT(Lock::take(path, Duration{0}).error().context, HasSubstr("process "));
  }
  EXPECT_EQ(Lock::noted(path), "");
  // What a killed process noted is not true any more.
  Holder other([&] {
    static std::optional<Lock> kept;
    kept = Lock::take(path, Duration{0}).value();
    return static_cast<bool>(Lock::note(path, "of the dead"));
  });
  ASSERT_TRUE(other.holds());
  EXPECT_EQ(Lock::noted(path), "of the dead");
  other.kill();
  EXPECT_EQ(Lock::noted(path), "");
  const Lock next = Lock::take(path, Duration{0}).value();
  EXPECT_EQ(Lock::noted(path), "");
}

TEST(Lock, TheLoserLearnsWhoHoldsItAndSinceWhen) {
  const TempDir dir;
  std::optional<Lock> held;
  Holder holder([&] {
    auto lock = Lock::take(dir / "store.db", 0ms);
    if (lock) {
      held.emplace(std::move(*lock));
    }
    return held.has_value();
  });
  ASSERT_TRUE(holder.holds());
  const auto lost = Lock::take(dir / "store.db", 0ms);
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, Errc::store_busy);
  EXPECT_THAT(lost.error().context, HasSubstr("process " + std::to_string(holder.process())));
  EXPECT_THAT(lost.error().context, HasSubstr("since 20"));
  EXPECT_THAT(lost.error().context, HasSubstr("store.db.lock"));
}

TEST(Lock, OfManyAtOnceOneWins) {
  for (int race = 0; race < 10; ++race) {
    const TempDir dir;
    const auto contend = [&] {
      static std::optional<Lock> held;
      auto lock = Lock::take(dir / "store.db", 0ms);
      if (lock) {
        held.emplace(std::move(*lock));
      }
      return static_cast<bool>(lock);
    };
    std::array<std::optional<Holder>, 8> holders;
    for (auto& holder : holders) {
      holder.emplace(contend);
    }
    int winners = 0;
    for (auto& holder : holders) {
      winners += holder->holds() ? 1 : 0;
    }
    EXPECT_EQ(winners, 1);
  }
}

TEST(Lock, ALockOfAKilledProcessIsNoObstacle) {
  const TempDir dir;
  std::optional<Lock> held;
  Holder holder([&] {
    auto lock = Lock::take(dir / "store.db", 0ms);
    if (lock) {
      held.emplace(std::move(*lock));
    }
    return held.has_value();
  });
  ASSERT_TRUE(holder.holds());
  holder.kill();
  EXPECT_TRUE(Lock::take(dir / "store.db", 0ms));
}

TEST(Lock, WhoWaitsGetsItWhenItIsFree) {
  const TempDir dir;
  std::optional<Lock> held;
  Holder holder([&] {
    auto lock = Lock::take(dir / "store.db", 0ms);
    if (lock) {
      held.emplace(std::move(*lock));
    }
    return held.has_value();
  });
  ASSERT_TRUE(holder.holds());
  EXPECT_FALSE(Lock::take(dir / "store.db", 60ms));
  holder.let_go();
  EXPECT_TRUE(Lock::take(dir / "store.db", 60s));
}

TEST(Lock, IsReleasedAndMovable) {
  const TempDir dir;
  {
    Lock lock = Lock::take(dir / "store.db", 0ms).value();
    Lock moved = std::move(lock);
    EXPECT_FALSE(Lock::take(dir / "store.db", 0ms));
  }
  std::ifstream file(dir / "store.db.lock");
  EXPECT_EQ(file.peek(), std::ifstream::traits_type::eof()) << "no name stays behind";
  EXPECT_TRUE(Lock::take(dir / "store.db", 0ms));
}

TEST(Lock, AFolderThatIsNotThereIsAnErrorInWords) {
  const TempDir dir;
  const auto lock = Lock::take(dir / "nowhere/store.db", 0ms);
  ASSERT_FALSE(lock);
  EXPECT_EQ(lock.error().code, Errc::io);
  EXPECT_THAT(lock.error().context, HasSubstr("No such file or directory"));
}

}  // namespace
}  // namespace tagwatch
