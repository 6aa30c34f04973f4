// A store that was left with its write-ahead log, as a kill leaves it, and a log that is damaged,
// cut short, of another store or gone: what is served is what some commit left, with the place up
// to which it was read, so that the next pass reads on from there; or it is refused, or found.
#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <random>

#include "store_fixture.hpp"
#include "support/process.hpp"
#include "tagwatch/store/care.hpp"

namespace tagwatch {
namespace {

namespace fs = std::filesystem;

constexpr int kMutants = 200;
constexpr int kCommits = 12;
constexpr int kPostsPerCommit = 10;
const Instant kCreated = build::at("2026-11-23T08:00:00Z");

struct Files {
  std::string store;
  std::string log;
};

// What a reader finds: the posts, and the newest one of which the timeline says that it was read.
struct Found {
  std::size_t posts = 0;
  std::string top;
  std::string refusal;
  friend bool operator==(const Found&, const Found&) = default;
};

Found look(const fs::path& file) {
  Found found;
  const auto reader = Reader::open(file);
  if (!reader) {
    found.refusal = describe(reader.error());
    return found;
  }
  const auto visited = reader->visit_posts({}, [&found](const PostRecord&) {
    ++found.posts;
    return true;
  });
  const auto state = reader->timeline(TimelineId("one", "tmssw"));
  if (!visited || !state) {
    found.refusal = describe(visited ? state.error() : visited.error());
    return found;
  }
  found.top = state->top.id;
  return found;
}

class DamagedLog : public StoreTest {
 protected:
  DamagedLog() {
    const Batch nothing = build::batch("one", {});
    commit(nothing);
    close();  // the log is empty now
    open();
    lefts.push_back(found());
    for (int number = 0; number < kCommits; ++number) {
      commit(page(number));
      lefts.push_back(found());
    }
    files = {contents(path), contents(path.string() + "-wal")};
  }

  static Batch page(int number) {
    Batch batch = build::batch("one", {});
    for (int each = 0; each < kPostsPerCommit; ++each) {
      const int id = 1000 + number * kPostsPerCommit + each;
      batch.posts.push_back(build::matched(build::post(std::to_string(id), kCreated)));
    }
    batch.state.emplace();
    batch.state->started = true;
    batch.state->top = Bound(batch.posts.back().post.native_id, kCreated);
    return batch;
  }
  Found found() {
    Found now;
    now.posts = posts().size();
    now.top = writer->reader().timeline(TimelineId("one", "tmssw")).value().top.id;
    return now;
  }

  // The log of a store that had other posts, and more of them before the log began.
  static std::string log_of_another_store() {
    const TempDir elsewhere;
    const ManualClock clock(build::at("2026-11-23T12:00:00Z"));
    const fs::path path = elsewhere / "tagwatch.db";
    const auto reopened = [&] {
      return Writer::open(path, Writer::Options(true, Duration{0}), clock).value();
    };
    for (int number = 0; number < kCommits; ++number) {
      EXPECT_TRUE(reopened().commit(page(number + kCommits)));
    }
    Writer writer = reopened();
    for (int number = 0; number < kCommits; ++number) {
      EXPECT_TRUE(writer.commit(page(number + 2 * kCommits)));
    }
    return contents(path.string() + "-wal");
  }

  std::string mutant(int number) {
    std::string log = files.log;
    switch (number % 4) {
      case 0:
        log.resize(random() % log.size());
        break;
      case 1:
        log[random() % log.size()] ^= static_cast<char>(1U << (random() % 8));
        break;
      case 2:  // the head of the log, and of its first page
        log[random() % 60] ^= static_cast<char>(1U << (random() % 8));
        break;
      default: {  // a stretch of zeros, as some file systems leave it after a crash
        const std::size_t from = random() % log.size();
        std::fill(log.begin() + static_cast<std::ptrdiff_t>(from), log.end(), '\0');
      }
    }
    return log;
  }

  // How a store with this log is met.
  std::string meet(const std::string& log) {
    const TempDir elsewhere;
    const fs::path file = elsewhere / "tagwatch.db";
    std::ofstream(file, std::ios::binary) << files.store;
    std::ofstream(file.string() + "-wal", std::ios::binary) << log;
    fs::copy_file(dir / "site.key", elsewhere / "site.key");
    const Found served = look(file);
    if (!served.refusal.empty()) {
      return "refused";
    }
    const auto commit = std::find(lefts.begin(), lefts.end(), served);
    if (commit != lefts.end()) {
      return commit + 1 == lefts.end() ? "all is there" : "as an earlier commit left it";
    }
    const auto damage = check_store(file);
    return !damage || !damage->empty() ? "served wrong, found by the check" : "not found";
  }

  std::vector<Found> lefts;  // what each commit left
  Files files;
  std::mt19937 random{62};
};

TEST_F(DamagedLog, LeavesWhatSomeCommitLeftOrIsSaid) {
  ASSERT_GT(files.log.size(), 40U * 4096U);
  ASSERT_EQ(meet(files.log), "all is there");
  std::map<std::string, int> outcomes;
  for (int number = 0; number < kMutants; ++number) {
    const std::string outcome = meet(mutant(number));
    ++outcomes[outcome];
    EXPECT_NE(outcome, "not found") << number;
  }
  for (const auto& [outcome, count] : outcomes) {
    std::cout << outcome << ": " << count << '\n';
  }
  EXPECT_GT(outcomes["as an earlier commit left it"], kMutants / 2);
}

TEST_F(DamagedLog, OfAnotherStoreOrGoneIsNoPostWithoutAWord) {
  EXPECT_EQ(meet(""), "as an earlier commit left it");
  const std::string outcome = meet(log_of_another_store());
  EXPECT_TRUE(outcome == "refused" || outcome == "served wrong, found by the check") << outcome;
}

}  // namespace
}  // namespace tagwatch
