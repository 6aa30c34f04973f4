// The program over damaged stores: it serves every post or ends with words and exit code 1, and no
// signal ever ends it.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>

#include "support/builders.hpp"
#include "support/mutants.hpp"
#include "support/process.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch {
namespace {

namespace fs = std::filesystem;

constexpr const char* kProgram = TAGWATCH_BINARY_DIR "/tagwatch";
constexpr int kMutants = 40;
constexpr int kPosts = 200;

TEST(DamagedStore, IsServedOrRefusedInWords) {
  const TempDir folder;
  const fs::path store = folder / "store.db";
  std::ofstream(folder / "tagwatch.toml")
      << "[monitor]\ntags = [\"TMSSW\"]\ntimezone = \"UTC\"\ncontact = \"test@example.org\"\n"
         "[store]\npath = \"store.db\"\n[[source]]\nname = \"one\"\nkind = \"mastodon\"\n"
         "url = \"http://127.0.0.1:9\"\n";
  {
    const ManualClock clock(build::at("2026-11-23T12:00:00Z"));
    Writer writer = Writer::open(store, Writer::Options(true, Duration{0}), clock).value();
    Batch batch = build::batch("one", {});
    for (int post = 0; post < kPosts; ++post) {
      batch.posts.push_back(
          build::matched(build::post(std::to_string(post), build::at("2026-11-23T08:00:00Z"))));
    }
    ASSERT_TRUE(writer.commit(batch));
  }
  const auto run = [&folder](std::vector<std::string> words) {
    words.insert(words.begin(), {kProgram, "--config", (folder / "tagwatch.toml").string()});
    return Process(words, folder.path()).wait();
  };
  const std::string right = run({"export"}).out;
  ASSERT_EQ(std::count(right.begin(), right.end(), '\n'), kPosts);
  std::map<std::string, int> outcomes;
  test::Mutants mutants(contents(store), 63);
  for (int number = 0; number < kMutants; ++number) {
    fs::remove(store.string() + "-wal");
    fs::remove(store.string() + "-shm");
    std::ofstream(store, std::ios::binary) << mutants.make(number);
    for (const char* command : {"export", "status"}) {
      const Ended ended = run({command});
      EXPECT_EQ(ended.signal, 0) << number << " " << command;
      EXPECT_TRUE(ended.code == 0 || (ended.code == 1 && !ended.err.empty()))
          << number << " " << command << ": " << ended.code << ended.err;
      if (command == std::string_view("export") && ended.code == 0 && ended.out != right) {
        EXPECT_EQ(run({"db", "check"}).code, 1) << number;
        ++outcomes["found by the check"];
      } else {
        ++outcomes[std::string(command) + (ended.code == 0 ? " served" : " refused")];
      }
    }
  }
  for (const auto& [outcome, count] : outcomes) {
    std::cout << outcome << ": " << count << '\n';
  }
  EXPECT_GT(outcomes["export refused"], kMutants / 4);
  EXPECT_GT(outcomes["export served"], 0);
}

}  // namespace
}  // namespace tagwatch
