// While one process stores ten thousand posts, everything else that the program can do is done
// beside it: nothing but the writer's one connection may touch the database and its journal.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "e2e/growing_world.hpp"
#include "e2e/interposed.hpp"
#include "sim/shared_clock.hpp"
#include "support/builders.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/store/care.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using test::GrowingWorld;
using test::NotedCall;

constexpr int kPosts = 10'000;
// This request is answered when everything was done once beside the writer.
constexpr int kLateRequest = 200;

bool changes_the_store(const NotedCall& call) {
  const bool is_change = call.call == "write" || call.call == "truncate" || call.call == "sync";
  return is_change && (call.where.ends_with("/store.db") || call.where.ends_with("/store.db-wal"));
}

class Checkpoints : public ::testing::Test {
 protected:
  Checkpoints()
      : clock(build::at("2026-11-23T12:00:00Z")),
        mastodon(growing.world(), std::string(GrowingWorld::kServer)),
        server(clock, [this](const ServerRequest& request) {
          std::unique_lock lock(mutex);
          changed.wait(lock, [this] { return asked < kLateRequest || rounds > 0; });
          ++asked;
          changed.notify_all();
          return mastodon.answer(request);
        }) {
    for (int number = 0; number < kPosts; ++number) {
      growing.post(clock.now() - 30h + number * 10s);
    }
    test::write_config(folder / "tagwatch.toml", server.url(""), "pages_max = 10000\n");
  }

  // Runs the program in `other`, where also its calls are noted.
  Ended run(std::vector<std::string> words, const TempDir& other) const {
    return test::run_interposed(
        other.path(), std::move(words),
        {clock.now(), other / "calls", nullptr, 0, folder / "tagwatch.toml"});
  }

  TempDir folder;
  sim::SharedClock clock;
  GrowingWorld growing{1};
  demo::MastodonServer mastodon;
  std::mutex mutex;
  std::condition_variable changed;
  int asked = 0;
  int rounds = 0;  // how often everything was done beside the writer
  LoopbackServer server;
};

TEST_F(Checkpoints, OneConnectionOfOneProcessWritesAndNothingIsLost) {
  const TempDir notes;
  std::optional<Ended> poll;
  std::atomic<bool> done = false;
  std::thread writer([&] {
    poll = test::run_interposed(folder.path(), {"poll", "--init"},
                                {clock.now(), notes / "calls", nullptr, 0, {}});
    done = true;
  });
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return asked > 0; });
  }
  const TempDir beside;
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"poll"}, {"digest", "--issue", "--wait", "0s"}, {"db", "prune", "--wait", "0s"}}) {
    EXPECT_EQ(run(words, beside).code, 75) << words.front();
  }
  int reads = 0;
  while (!done) {
    for (const auto& words : std::vector<std::vector<std::string>>{
             {"status"},
             {"export", "--output", (beside / "export.ndjson").string()},
             {"search", "note"},
             {"digest", "--date", "today"},
             {"db", "stats"},
             {"db", "check"},
             {"db", "backup", (beside / "copy.db").string(), "--force"}}) {
      const Ended ended = run(words, beside);
      EXPECT_EQ(ended.code, 0) << words.front() << ": " << ended.err;
      reads += done ? 0 : 1;
    }
    const std::lock_guard lock(mutex);
    ++rounds;
    changed.notify_all();
  }
  writer.join();
  ASSERT_EQ(poll->code, 0) << poll->err;
  EXPECT_GE(reads, 7) << "the readers came too late";

  std::vector<NotedCall> changes = test::noted_calls(notes / "calls");
  std::erase_if(changes, [](const NotedCall& call) { return !changes_the_store(call); });
  std::set<int> database;  // the descriptors by which the database was written
  for (const NotedCall& change : changes) {
    if (change.where.ends_with("/store.db") && change.call == "write") {
      database.insert(change.descriptor);
    }
  }
  EXPECT_EQ(database.size(), 1U) << "one connection alone checkpoints";
  for (const NotedCall& call : test::noted_calls(beside / "calls")) {
    EXPECT_FALSE(changes_the_store(call)) << call.call << ' ' << call.where;
  }
  const Ended exported = run({"export"}, beside);
  const std::multiset<std::string> stored = test::exported_uris(exported.out);
  EXPECT_EQ(stored.size(), static_cast<std::size_t>(kPosts));
  EXPECT_TRUE(std::set<std::string>(stored.begin(), stored.end()) == growing.uris());
  const auto damage = check_store(folder / "store.db");
  ASSERT_TRUE(damage) << describe(damage.error());
  EXPECT_TRUE(damage->empty()) << damage->front();
  std::cout << kPosts << " posts, " << changes.size() << " changes of the writer, " << reads
            << " reads beside it\n";
}

}  // namespace
}  // namespace tagwatch
