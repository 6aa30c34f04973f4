// The program is killed at points that the server chooses, again and again; afterwards one clean
// pass must hold exactly what the servers hold.
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <random>

#include "e2e/growing_world.hpp"
#include "support/process.hpp"
#include "support/temp_dir.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using test::exported_uris;
using test::GrowingWorld;
using test::write_config;

constexpr int kStores = 10;
constexpr int kKillsPerStore = 10;
// A pass may end before its server comes to the point of the kill; such a round does not count.
constexpr int kRoundsMax = 60;
constexpr const char* kProgram = TAGWATCH_BINARY_DIR "/tagwatch";

class KillTest : public ::testing::TestWithParam<int> {};

TEST_P(KillTest, NothingIsLostOrStoredTwice) {
  const unsigned seed = 20261123U + static_cast<unsigned>(GetParam());
  std::cout << "seed " << seed << '\n';
  std::mt19937 random(seed);
  const SystemClock clock;
  GrowingWorld growing(seed);
  const Instant start = clock.now();
  for (int minute = 400; minute > 0; --minute) {
    growing.post(start - 20h - std::chrono::minutes(minute));
  }
  demo::MastodonServer mastodon(growing.world(), std::string(GrowingWorld::kServer));
  std::mutex one_at_a_time;
  // The server's hook looks at these until the server is gone.
  std::atomic<pid_t> victim{0};
  std::atomic<bool> due{false};
  LoopbackServer server(clock, [&](const ServerRequest& request) {
    const std::lock_guard lock(one_at_a_time);
    ServerAnswer answer = mastodon.answer(request);
    // The next pass follows at once, which a server that wants 15 s between them would not get.
    std::erase_if(answer.headers, [](const Header& each) { return each.name == "Cache-Control"; });
    return answer;
  });
  TempDir folder;
  const std::string config = (folder / "tagwatch.toml").string();
  write_config(config, server.url(""));
  const std::vector<std::string> poll{kProgram, "--config", config, "poll", "--init"};

  std::size_t answers = 0;
  int killed = 0;
  for (int round = 0; killed < kKillsPerStore && round < kRoundsMax; ++round) {
    {
      const std::lock_guard lock(one_at_a_time);
      for (int count = static_cast<int>(random() % 60); count > 0; --count) {
        growing.post(start - 19h + std::chrono::seconds(round * 600 + 60 - count));
      }
    }
    answers = server.requests().size();
    due = false;
    const std::size_t answer = answers + 1 + random() % 4;
    server.call_at(answer, random() % 60000, [&] {
      due = true;
      if (victim != 0) {
        ::kill(victim, SIGKILL);
      }
    });
    Process process(poll, folder.path());
    victim = process.id();
    if (due) {
      process.signal(SIGKILL);
    }
    const Ended ended = process.wait();
    victim = 0;
    killed += ended.signal == SIGKILL ? 1 : 0;
  }
  server.call_at(1'000'000'000, 0, [] {});
  EXPECT_EQ(killed, kKillsPerStore) << "the kills must hit the program at work";

  const Ended clean = Process(poll, folder.path()).wait();
  EXPECT_EQ(clean.code, 0) << clean.err;
  const Ended exported = Process({kProgram, "--config", config, "export"}, folder.path()).wait();
  ASSERT_EQ(exported.code, 0) << exported.err;
  const std::multiset<std::string> stored = exported_uris(exported.out);
  EXPECT_EQ(stored.size(), growing.uris().size()) << "posts stored twice, or made up";
  for (const std::string& uri : growing.uris()) {
    EXPECT_EQ(stored.count(uri), 1U) << uri << "\n" << clean.out << clean.err;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, KillTest, ::testing::Range(0, kStores));

}  // namespace
}  // namespace tagwatch
