// The program is killed exactly before or after each thing that it asks of the system: each write,
// sync and rename of the store, of a digest and of a backup, each send and each piece of an answer.
// Run again, it must come to what it would have come to without the kill.
#include <fnmatch.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <regex>

#include "e2e/growing_world.hpp"
#include "e2e/interposed.hpp"
#include "sim/shared_clock.hpp"
#include "support/builders.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/store/care.hpp"

namespace tagwatch {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using test::GrowingWorld;
using test::Interposed;
using test::NotedCall;
using test::Point;

constexpr int kRounds = 3;
constexpr int kOrdinalsMax = 3;

struct Step {
  int round;
  Instant at;
  std::vector<std::string> words;
};

// What people and machines get to see of a store: the export, and every file but the store's own.
struct Outcome {
  std::string posts;
  std::map<std::string, std::string> files;
};

struct NamedPoint {
  const char* name;
  const char* command;  // the program is doing this; "": anything
  Point point;
  int ordinals = kOrdinalsMax;
};

// A day in three steps: an evening's pass, the morning's, the digest and a backup; and that thrice.
// Each day a post is edited and one of the day before is deleted, so that its digest is written
// again and the file is purged.
class Days {
 public:
  Days()
      : clock_(kStart), server_(clock_, [this](const ServerRequest& request) {
          const std::lock_guard lock(mutex_);
          return mastodon_->answer(request);
        }) {
    for (int round = 0; round < kRounds; ++round) {
      const Instant morning = kStart + round * 24h;
      for (int number = 0; number < 90; ++number) {
        demo::WorldPost& post = growing_.post(morning + number * 8min);
        if (number == 30) {
          post.edit = demo::Edit{morning + 16h, "Corrected #TMSSW"};
        }
        if (number == 40) {
          post.deleted = morning + 27h;
        }
      }
      steps_.push_back({round, morning + 15h, {"poll", "--init"}});
      steps_.push_back({round, morning + 25h, {"poll", "--init", "--sweep", "48h"}});
      steps_.push_back({round, morning + 25h + 10min, {"digest", "--issue"}});
      steps_.push_back({round, morning + 25h + 20min, {"db", "backup", kCopy, "--force"}});
    }
    play_model();
  }

  // How often the program comes to it.
  [[nodiscard]] int count(const NamedPoint& point) const {
    int found = 0;
    for (std::size_t step = 0; step < steps_.size(); ++step) {
      found += count(point, step);
    }
    return found;
  }

  // Kills the program at the `nth` call of `point`; `goes_on`: and runs it again to the end of the
  // day. What differs from a day without the kill.
  std::vector<std::string> kill_at(const NamedPoint& point, int nth, bool goes_on = true) {
    int before = 0;
    for (std::size_t step = 0; step < steps_.size(); ++step) {
      const int here = count(point, step);
      if (before + here < nth) {
        before += here;
        continue;
      }
      TempDir folder;
      copy_folder(folders_.at(step)->path(), folder.path());
      const Ended killed = run(step, folder.path(), &point.point, nth - before);
      EXPECT_EQ(killed.signal, SIGKILL) << "the kill did not come: " << killed.err;
      if (goes_on) {
        go_on(step, folder.path());
      }
      const int round = steps_[step].round;
      return differences(outcome(folder.path(), round),
                         outcomes_.at(static_cast<std::size_t>(round)));
    }
    return {"the program comes to it " + std::to_string(before) + " times"};
  }

  // Each post that was there when its day was reported is in exactly one digest.
  void expect_each_post_reported_once() {
    std::multiset<std::string> reported;
    for (const auto& [name, bytes] : outcomes_.back().files) {
      if (name.ends_with(".posts.ndjson")) {
        reported.merge(test::exported_uris(bytes));
      }
    }
    EXPECT_EQ(reported.size(), growing_.uris().size());
    EXPECT_EQ(std::set<std::string>(reported.begin(), reported.end()), growing_.uris());
  }

 private:
  static inline const Instant kStart = build::at("2026-11-20T10:00:00Z");
  static constexpr const char* kCopy = "copy.db";

  [[nodiscard]] bool is_backup(std::size_t step) const {
    return steps_[step].words.front() == "db";
  }

  void go_on(std::size_t killed, const fs::path& folder) {
    for (std::size_t step = killed;
         step < steps_.size() && steps_[step].round == steps_[killed].round; ++step) {
      if (step == killed || !is_backup(step)) {
        const Ended ended = run(step, folder);
        EXPECT_EQ(ended.code, 0) << steps_[step].words.front() << ": " << ended.err;
      }
    }
    expect_whole(folder / "store.db");
    if (is_backup(killed)) {
      expect_whole(folder / kCopy);
    }
  }

  static void expect_whole(const fs::path& store) {
    const auto damage = check_store(store);
    ASSERT_TRUE(damage) << describe(damage.error());
    EXPECT_TRUE(damage->empty()) << damage->front();
  }

  static void copy_folder(const fs::path& from, const fs::path& to) {
    fs::copy(from, to, fs::copy_options::recursive);
  }

  Ended run(std::size_t step, const fs::path& folder, const Point* kill = nullptr, int nth = 0,
            const fs::path& log = {}) {
    {
      const std::lock_guard lock(mutex_);
      // A server that has seen nobody yet: its limits are another test's.
      mastodon_ =
          std::make_unique<demo::MastodonServer>(growing_.world(), std::string(world_host()));
      clock_.set(steps_[step].at);
    }
    return test::run_interposed(folder, steps_[step].words, {steps_[step].at, log, kill, nth, {}});
  }
  static std::string_view world_host() { return GrowingWorld::kServer; }

  void play_model() {
    TempDir folder;
    test::write_config(folder / "tagwatch.toml", server_.url(""), "",
                       "formats = [\"html\", \"text\", \"json\", \"markdown\"]\n");
    for (std::size_t step = 0; step < steps_.size(); ++step) {
      folders_.push_back(std::make_unique<TempDir>());
      copy_folder(folder.path(), folders_.back()->path());
      const TempDir notes;
      const Ended ended = run(step, folder.path(), nullptr, 0, notes / "calls");
      ASSERT_EQ(ended.code, 0) << ended.err;
      calls_.push_back(test::noted_calls(notes / "calls"));
      if (step + 1 == steps_.size() || steps_[step + 1].round != steps_[step].round) {
        outcomes_.push_back(outcome(folder.path(), steps_[step].round));
      }
    }
    expect_each_post_reported_once();
  }

  [[nodiscard]] int count(const NamedPoint& named, std::size_t step) const {
    if (named.command[0] != '\0' && steps_[step].words.front() != named.command) {
      return 0;
    }
    const Point& point = named.point;
    const auto found = std::count_if(
        calls_.at(step).begin(), calls_.at(step).end(), [&point](const NotedCall& call) {
          return call.call == point.call &&
                 ::fnmatch(point.where.c_str(), call.where.c_str(), 0) == 0;
        });
    return static_cast<int>(found);
  }

  [[nodiscard]] Outcome outcome(const fs::path& folder, int round) {
    Outcome outcome;
    const Ended ended =
        test::run_interposed(folder, {"export"}, {kStart + (round + 2) * 24h, {}, nullptr, 0, {}});
    EXPECT_EQ(ended.code, 0) << ended.err;
    outcome.posts = ended.out;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      const std::string name = fs::relative(entry.path(), folder).string();
      const bool is_database = name.starts_with("store.db") || name == kCopy ||
                               name.starts_with(std::string(kCopy) + "-");
      if (entry.is_regular_file() && !is_database && name != "stderr.txt") {
        outcome.files[name] = contents(entry.path());
      }
    }
    return outcome;
  }

  // A pass that was killed and its second run are two polls.
  static std::string without_polls(const std::string& json) {
    static const std::regex kPolls("\"polls\": [0-9]+,");
    return std::regex_replace(json, kPolls, "");
  }

  // Where the two begin to differ.
  static std::string first_difference(const std::string& found, const std::string& model) {
    constexpr std::size_t kShown = 120;
    const auto at = std::mismatch(found.begin(), found.end(), model.begin(), model.end()).first;
    const auto place = static_cast<std::size_t>(at - found.begin());
    const std::size_t from = place - std::min(place, kShown);
    return ": " + found.substr(from, 2 * kShown) + " and not " + model.substr(from, 2 * kShown);
  }

  static std::vector<std::string> differences(const Outcome& found, const Outcome& model) {
    std::vector<std::string> differences;
    if (found.posts != model.posts) {
      differences.emplace_back("the export differs");
    }
    for (const auto& [name, bytes] : model.files) {
      const auto file = found.files.find(name);
      if (file == found.files.end()) {
        differences.push_back(name + " is missing");
      } else if (without_polls(file->second) != without_polls(bytes)) {
        differences.push_back(name +
                              first_difference(without_polls(file->second), without_polls(bytes)));
      }
    }
    for (const auto& [name, bytes] : found.files) {
      if (!model.files.contains(name)) {
        differences.push_back(name + " was left behind");
      }
    }
    return differences;
  }

  sim::SharedClock clock_;
  std::mutex mutex_;
  GrowingWorld growing_{20261120};
  std::unique_ptr<demo::MastodonServer> mastodon_;
  LoopbackServer server_;
  std::vector<Step> steps_;
  std::vector<std::unique_ptr<TempDir>> folders_;  // as each step found it
  std::vector<std::vector<NotedCall>> calls_;      // of each step
  std::vector<Outcome> outcomes_;                  // at the end of each round
};

struct PointGroup {
  const char* name;
  std::vector<NamedPoint> points;
};
void PrintTo(const PointGroup& group, std::ostream* out) {
  *out << group.name;
}

// The first three times, and where there are many also in the middle.
std::vector<int> ordinals_of(const NamedPoint& point, int count) {
  std::vector<int> ordinals;
  for (int nth = 1; nth <= point.ordinals; ++nth) {
    ordinals.push_back(nth);
  }
  if (count > 2 * kOrdinalsMax) {
    ordinals.push_back(count / 2);
  }
  return ordinals;
}

class KillPoints : public ::testing::TestWithParam<PointGroup> {};

TEST_P(KillPoints, RunAgainItComesToTheSame) {
  Days days;
  ASSERT_FALSE(HasFatalFailure());
  int kills = 0;
  for (const NamedPoint& each : GetParam().points) {
    for (const int nth : ordinals_of(each, days.count(each))) {
      SCOPED_TRACE(std::string(each.name) + ", " + std::to_string(nth));
      EXPECT_THAT(days.kill_at(each, nth), testing::IsEmpty());
      ++kills;
    }
  }
  std::cout << GetParam().points.size() << " points, " << kills << " kills\n";
}

const std::vector<PointGroup> kGroups{
    {"Opening",
     {{"before the store's file is made", "poll", {"create", "*/store.db"}},
      {"after the store's file is made", "poll", {"create", "*/store.db", true}},
      {"before the lock's name", "", {"write", "*/store.db.lock"}},
      {"after the lock's name", "", {"write", "*/store.db.lock", true}},
      {"before the journal is made", "", {"create", "*/store.db-wal"}},
      {"after the journal is made", "", {"create", "*/store.db-wal", true}},
      {"before the journal's index grows", "", {"truncate", "*/store.db-shm"}},
      {"after the journal's index grows", "", {"truncate", "*/store.db-shm", true}},
      {"before the site key's bytes", "", {"write", "*/site.key.new"}, 1},
      {"before the site key's sync", "", {"sync", "*/site.key.new"}, 1},
      {"before the site key's name", "", {"rename", "*/site.key"}, 1},
      {"after the site key's name", "", {"rename", "*/site.key", true}, 1}}},
    {"Commit",
     {{"before a page goes into the journal", "poll", {"write", "*/store.db-wal"}},
      {"after a page went into the journal", "poll", {"write", "*/store.db-wal", true}},
      {"before a commit is durable", "poll", {"sync", "*/store.db-wal"}},
      {"after a commit is durable", "poll", {"sync", "*/store.db-wal", true}},
      {"before a page goes into the issue's commit", "digest", {"write", "*/store.db-wal"}},
      {"after a page went into the issue's commit", "digest", {"write", "*/store.db-wal", true}},
      {"before the issue is durable", "digest", {"sync", "*/store.db-wal"}},
      {"after the issue is durable", "digest", {"sync", "*/store.db-wal", true}}}},
    {"Checkpoint",
     {{"before a page goes back", "", {"write", "*/store.db"}},
      {"after a page went back", "", {"write", "*/store.db", true}},
      {"before the pages are durable", "", {"sync", "*/store.db"}},
      {"after the pages are durable", "", {"sync", "*/store.db", true}},
      {"before the store's file is cut", "", {"truncate", "*/store.db"}},
      {"after the store's file is cut", "", {"truncate", "*/store.db", true}},
      {"before the journal is emptied", "", {"truncate", "*/store.db-wal"}},
      {"after the journal is emptied", "", {"truncate", "*/store.db-wal", true}}}},
    {"Fetch",
     {{"before a connection", "poll", {"connect", "tcp"}},
      {"after a connection", "poll", {"connect", "tcp", true}},
      {"before a request", "poll", {"send", "tcp"}},
      {"after a request", "poll", {"send", "tcp", true}},
      {"when a part of an answer came", "poll", {"receive", "tcp"}}}},
    {"Page",
     {{"before the page's draft is made", "", {"create", "*/digests/*.html.*.tmp"}},
      {"before the page's bytes", "", {"write", "*/digests/*.html.*.tmp"}},
      {"after the page's bytes", "", {"write", "*/digests/*.html.*.tmp", true}},
      {"after the page's sync", "", {"sync", "*/digests/*.html.*.tmp", true}},
      {"before the page's name", "", {"rename", "*/digests/*.html"}},
      {"after the page's name", "", {"rename", "*/digests/*.html", true}},
      {"before the text's name", "", {"rename", "*/digests/*.txt"}},
      {"after the text's name", "", {"rename", "*/digests/*.txt", true}}}},
    {"Facts",
     {{"before the facts' draft is made", "", {"create", "*/digests/*.json.*.tmp"}},
      {"before the facts' sync", "", {"sync", "*/digests/*.json.*.tmp"}},
      {"before the facts' name", "", {"rename", "*/digests/*.json"}},
      {"after the facts' name", "", {"rename", "*/digests/*.json", true}},
      {"before the list of posts gets its bytes", "", {"write", "*/digests/*.ndjson.*.tmp"}},
      {"before the list of posts gets its name", "", {"rename", "*/digests/*.ndjson"}},
      {"after the list of posts got its name", "", {"rename", "*/digests/*.ndjson", true}},
      {"before the folder of digests is durable", "", {"sync", "*/digests"}},
      {"after the folder of digests is durable", "", {"sync", "*/digests", true}}}},
    {"Backup",
     {{"before the copy's draft is made", "db", {"create", "*/copy.db.*.tmp"}},
      {"before a page of the copy", "db", {"write", "*/copy.db.*.tmp"}},
      {"before the copy's journal is gone", "db", {"unlink", "*/copy.db.*.tmp-journal"}},
      {"before the copy is durable", "db", {"sync", "*/copy.db.*.tmp"}},
      {"before the copy's name", "db", {"rename", "*/copy.db"}},
      {"after the copy's name", "db", {"rename", "*/copy.db", true}}}}};

// The same kills without another run: whoever compares must see what is not there.
TEST(KillPointsControl, WithoutAnotherRunItIsNotTheSame) {
  Days days;
  const NamedPoint commit{"a commit", "poll", {"sync", "*/store.db-wal"}};
  EXPECT_THAT(days.kill_at(commit, days.count(commit) / 2, false),
              testing::Contains("the export differs"));
  const NamedPoint name{"the page's name", "digest", {"rename", "*/digests/2*.html"}};
  EXPECT_THAT(days.kill_at(name, 2, false),
              testing::IsSupersetOf(
                  {"digests/2026-11-21.html is missing", "digests/2026-11-21.json is missing"}));
}

INSTANTIATE_TEST_SUITE_P(Groups, KillPoints, ::testing::ValuesIn(kGroups),
                         [](const auto& group) { return group.param.name; });

}  // namespace
}  // namespace tagwatch
