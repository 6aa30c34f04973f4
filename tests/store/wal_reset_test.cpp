// SQLite up to 3.51.2 loses commits when two connections checkpoint and one of them stalls between
// reading the journal's header and using it. Here it is made to stall exactly there.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>

#include "store/open.hpp"
#include "store_fixture.hpp"

namespace tagwatch {
namespace {

constexpr int kCommitsBefore = 60;
constexpr int kCommitsAfter = 20;
constexpr int kFirstWithoutBug = 3051003;

enum class Stall { none, armed, reached, over };

// Where a connection calls SQLite's file: the next time while armed, it waits there.
class StallPoint {
 public:
  explicit StallPoint(sqlite3* handle) {
    sqlite3_file* file = nullptr;
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    real_ = file->pMethods;
    methods_ = *real_;
    methods_.xUnfetch = unfetch;
    file->pMethods = &methods_;
    stall_ = Stall::armed;
  }
  StallPoint(const StallPoint&) = delete;
  StallPoint& operator=(const StallPoint&) = delete;

  // Waits until the other thread is there, or says that it will not come.
  static bool wait() {
    stall_.wait(Stall::armed);
    return stall_ == Stall::reached;
  }
  static void set(Stall stall) {
    stall_ = stall;
    stall_.notify_all();
  }

 private:
  static int unfetch(sqlite3_file* file, sqlite3_int64 offset, void* page) {
    Stall expected = Stall::armed;
    if (stall_.compare_exchange_strong(expected, Stall::reached)) {
      stall_.notify_all();
      stall_.wait(Stall::reached);
    }
    return real_->xUnfetch(file, offset, page);
  }

  static inline std::atomic<Stall> stall_{Stall::none};
  static inline const sqlite3_io_methods* real_ = nullptr;
  static inline sqlite3_io_methods methods_{};
};

struct Race {
  bool stalled = false;   // the second connection came to checkpointing
  std::int64_t left = 0;  // commits that are there when all is closed
  std::string integrity;
};

class WalReset : public StoreTest {
 protected:
  WalReset() { close(); }

  // `first` commits and checkpoints, and `second` is asked to checkpoint in between. Both close.
  Race race(std::shared_ptr<store::Db> first, std::shared_ptr<store::Db> second) {
    Race race;
    read_all(*second);
    StallPoint stall(second->handle());
    commit(*first, 1, kCommitsBefore);
    checkpoint(*first);
    std::thread checkpointing([&second] {
      checkpoint(*second);
      StallPoint::set(Stall::over);
    });
    race.stalled = StallPoint::wait();
    commit(*first, kCommitsBefore + 1, 1);  // which begins the journal anew
    if (race.stalled) {
      StallPoint::set(Stall::over);
    }
    checkpointing.join();
    commit(*first, kCommitsBefore + 2, kCommitsAfter - 1);
    checkpoint(*first);
    second.reset();
    first.reset();
    auto db = store::Db::open(path, store::Db::Access::write).value();
    race.left = std::stoll(first_text(*db, "SELECT count(*) FROM txn"));
    race.integrity = first_text(*db, "PRAGMA integrity_check");
    return race;
  }

  std::shared_ptr<store::Db> writer_connection() {
    return store::open_for_writing(path, false).value();
  }

 private:
  static void read_all(store::Db& db) { (void)first_text(db, "SELECT count(*) FROM txn"); }
  static void checkpoint(store::Db& db) {
    (void)sqlite3_wal_checkpoint_v2(db.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                                    nullptr);
  }
  static void commit(store::Db& db, int first, int count) {
    for (int number = first; number < first + count; ++number) {
      const auto stored = db.run("INSERT INTO txn(n, at_ms) VALUES(?1, 0)", number);
      ASSERT_TRUE(stored) << describe(stored.error());
    }
  }
};

// Readers never checkpoint; one that is made to cannot write back what it believes to be there.
TEST_F(WalReset, AReaderThatIsMadeToCheckpointLosesNothing) {
  for (const auto open : {store::open_for_reading, store::open_for_checking}) {
    std::filesystem::remove(path);
    this->open();
    close();
    auto first = writer_connection();
    auto reader = open(path).value();
    const Race race = this->race(std::move(first), std::move(reader));
    EXPECT_EQ(race.left, kCommitsBefore + kCommitsAfter);
    EXPECT_EQ(race.integrity, "ok");
  }
}

TEST_F(WalReset, ASecondOneThatDoesLosesCommits) {
  if (sqlite3_libversion_number() >= kFirstWithoutBug) {
    GTEST_SKIP() << "SQLite " << sqlite3_libversion() << " does not have the bug";
  }
  auto first = writer_connection();
  auto second = store::Db::open(path, store::Db::Access::write).value();
  const Race race = this->race(std::move(first), std::move(second));
  EXPECT_TRUE(race.stalled);
  EXPECT_LT(race.left, kCommitsBefore + kCommitsAfter);
  EXPECT_EQ(race.integrity, "ok") << "which is why it goes unnoticed";
  std::cout << kCommitsBefore + kCommitsAfter - race.left << " of "
            << kCommitsBefore + kCommitsAfter << " commits lost\n";
}

}  // namespace
}  // namespace tagwatch
