// Kills in mid-commit, a full disk, and long random histories: what was acknowledged is there.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <random>
#include <set>

#include "store_fixture.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;

const Instant kCreated = at("2026-11-23T08:00:00Z");

class Crash : public StoreTest {};

// Commits for ever, batch after batch, and acknowledges each by its number on `acks`.
[[noreturn]] void commit_until_killed(const std::filesystem::path& path, const Clock& clock,
                                      int first, int acks) {
  auto writer = Writer::open(path, Writer::Options(false, 10s), clock);
  if (!writer) {
    ::_exit(1);
  }
  for (int number = first;; ++number) {
    Batch batch = build::batch("one", {});
    for (int post = 0; post < 20; ++post) {
      const std::string id = std::to_string(number) + "-" + std::to_string(post);
      batch.posts.push_back(build::matched(build::post(id, kCreated)));
    }
    batch.state.emplace();
    batch.state->edge = Bound(std::to_string(number), kCreated);
    if (!writer->commit(batch) || ::write(acks, &number, sizeof number) != sizeof number) {
      ::_exit(1);
    }
  }
}

// Lets a child commit, kills it `after` its first acknowledgement; the last acknowledged number.
int kill_in_mid_commit(const std::filesystem::path& path, const Clock& clock, int first,
                       std::chrono::microseconds after) {
  std::array<int, 2> acks{};
  EXPECT_EQ(::pipe(acks.data()), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(acks[0]);
    commit_until_killed(path, clock, first, acks[1]);
  }
  ::close(acks[1]);
  int last = first - 1;
  int number = 0;
  bool waits = true;
  while (::read(acks[0], &number, sizeof number) == sizeof number) {
    last = number;
    if (waits) {
      ::usleep(static_cast<useconds_t>(after.count()));
      ::kill(child, SIGKILL);
      waits = false;
    }
  }
  ::close(acks[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself";
  return last;
}

TEST_F(Crash, KilledInMidCommitNothingAcknowledgedIsLostAndNothingIsHalf) {
  close();
  std::mt19937 random(20261123);
  std::set<int> acknowledged;
  int next = 0;
  for (int kill = 0; kill < 50; ++kill) {
    const auto after = std::chrono::microseconds(random() % 15'000);
    const int last = kill_in_mid_commit(path, clock, next, after);
    for (int number = next; number <= last; ++number) {
      acknowledged.insert(number);
    }
    open();
    const int edge =
        std::stoi(writer->reader().timeline(TimelineId("one", "tmssw")).value().edge.id);
    ASSERT_GE(edge, last);
    next = edge + 1;
    close();
  }
  ASSERT_GE(acknowledged.size(), 50U);
  open();
  std::map<int, int> stored;
  for (const PostRecord& record : posts()) {
    ++stored[std::stoi(record.post.native_id)];
  }
  for (const auto& [number, count] : stored) {
    EXPECT_EQ(count, 20) << "batch " << number << " is half";
  }
  for (const int number : acknowledged) {
    EXPECT_TRUE(stored.contains(number)) << "batch " << number << " was acknowledged and is lost";
  }
  EXPECT_EQ(stored.rbegin()->first, next - 1) << "the edge claims exactly what is stored";
  expect_sound();
}

// No file of this process may grow beyond so many bytes: a disk that is full.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes_max) {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &old_);
    rlimit small = old_;
    small.rlim_cur = bytes_max;
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    ::signal(SIGXFSZ, SIG_DFL);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit old_{};
};

Batch batch_of(int number, int count) {
  Batch batch = build::batch("one", {});
  for (int post = 0; post < count; ++post) {
    const std::string id = std::to_string(number) + "-" + std::to_string(post);
    batch.posts.push_back(build::matched(build::post(id, kCreated)));
    batch.posts.back().post.text += std::string(2000, 'x');
  }
  batch.state.emplace();
  batch.state->edge = Bound(std::to_string(number), kCreated);
  return batch;
}

TEST_F(Crash, AFullDiskStoresNothingOfTheBatchAndTheNextCommitWorks) {
  int stored = 0;
  for (int episode = 0; episode < 5; ++episode) {
    std::optional<Error> error;
    {
      const FullDisk full(std::filesystem::file_size(path.string() + "-wal") + 400'000);
      for (int number = 0; number < 100 && !error; ++number) {
        const auto committed = writer->commit(batch_of(stored, 20));
        if (committed) {
          ++stored;
        } else {
          error = committed.error();
        }
      }
      ASSERT_TRUE(error);
      EXPECT_EQ(error->code, Errc::store_full) << describe(*error);
      EXPECT_THAT(error->context, testing::HasSubstr("free some space"));
      EXPECT_EQ(posts().size(), static_cast<std::size_t>(stored) * 20) << "readers go on";
    }
    const auto committed = writer->commit(batch_of(stored, 20));
    ASSERT_TRUE(committed) << describe(committed.error());
    EXPECT_EQ(committed->new_posts, 20);
    ++stored;
  }
  EXPECT_EQ(writer->reader().last_commit().value().txn, stored);
  expect_sound();
}

TEST_F(Crash, AfterAnErrorTheTransactionIsRolledBackAndTheNextWorks) {
  Batch bad = batch_of(0, 3);
  // SQLite refuses a text beyond its limit; posts before it in the batch are already written.
  bad.posts.back().post.text.assign((256 << 20) + 1, 'x');
  const auto failed = writer->commit(bad);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, Errc::store_failed);
  EXPECT_TRUE(posts().empty());
  EXPECT_EQ(commit(batch_of(1, 3)).new_posts, 3);
  EXPECT_TRUE(found("0-0").empty());
  expect_sound();
}

TEST_F(Crash, RandomHistoriesLeaveASoundStore) {
  std::mt19937 random(7);
  const auto below = [&](int end) {
    return static_cast<int>(random() % static_cast<unsigned>(end));
  };
  const std::vector<std::string> sources{"one", "two", "three", "news", "search"};
  const std::vector<std::string> texts{"alpha beta",
                                       "\xE5\xAE\x89\xE5\x85\xA8\xE5\xB3\xB0",
                                       "",
                                       "gamma \xE5\xAE\x89",
                                       "\xFF\xFE not utf-8",
                                       "beta"};
  for (int step = 0; step < 400; ++step) {
    clock.advance(std::chrono::seconds(below(120) - 10));
    const std::string& source = sources[static_cast<std::size_t>(below(5))];
    Batch batch = build::batch(source, {});
    batch.origin = below(20) == 0 ? Origin::imported : Origin::polled;
    for (int post = below(6); post > 0; --post) {
      const std::string id = std::to_string(below(60));
      Post shown = source == "news" || source == "search"
                       ? build::feed_item(source + id, build::post(id, kCreated).url, kCreated)
                       : build::post(id, kCreated);
      shown.native_id = source + id;
      shown.text = texts[static_cast<std::size_t>(below(6))];
      shown.edited_at = kCreated + std::chrono::minutes(below(50));
      shown.engagement.likes = below(4);
      if (below(5) == 0) {
        shown.content_warning = "warning";
      }
      MatchedPost matched = build::matched(shown, below(2) == 0 ? std::vector<std::string>{"TMSSW"}
                                                                : std::vector<std::string>{"IVLP"});
      matched.from_own_server = source == "one";
      batch.posts.push_back(matched);
    }
    const int from = below(40);
    batch.coverage.push_back({{kCreated + from * 1h, kCreated + (from + below(5)) * 1h},
                              below(2) == 0 ? std::nullopt : std::optional(GapReason::down),
                              {}});
    batch.state.emplace();
    batch.state->holes.resize(static_cast<std::size_t>(below(4)));
    commit(batch);
  }
  std::size_t visited = 0;
  for (const PostRecord& record : posts()) {
    ++visited;
    EXPECT_FALSE(record.sightings.empty()) << record.post.uri;
    EXPECT_FALSE(record.matches.empty()) << record.post.uri;
    EXPECT_LE(record.placed, record.first_seen);
    EXPECT_LE(record.first_seen, record.last_seen);
  }
  EXPECT_GE(visited, 60U);
  expect_sound();
}

}  // namespace
}  // namespace tagwatch
