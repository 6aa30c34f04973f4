// The program is killed at random moments of its work, hundreds of times over a few stores, while
// its server shows more and more posts. TAGWATCH_KILLS sets how often (250).
//
// A post counts as acknowledged when the program showed that its commit had returned: it asked the
// server for what lies below the page, or logged that the pass was done, or ended by itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>
#include <utility>

#include "e2e/growing_world.hpp"
#include "e2e/interposed.hpp"
#include "sim/shared_clock.hpp"
#include "support/builders.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/store/care.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;
using test::GrowingWorld;

constexpr int kStores = 5;
constexpr int kPostsPerPass = 120;  // that are new whenever a newest page is asked for
constexpr int kLivesPerCheck = 10;
constexpr int kPassesMax = 30;
constexpr int kRowsAtOnce = 1000;
const std::vector<std::string> kTagKeys{"globalsecurity", "tmssw"};

int kills_per_store() {
  const char* set = std::getenv("TAGWATCH_KILLS");
  return (set == nullptr ? 250 : std::atoi(set)) / kStores;
}

// A server with always more posts, which notes what it gave to whom.
class Firehose {
 public:
  explicit Firehose(unsigned seed)
      : clock_(build::at("2026-11-23T12:00:00Z")),
        growing_(seed),
        mastodon_(growing_.world(), std::string(GrowingWorld::kServer)),
        server_(clock_, [this](const ServerRequest& request) { return answer(request); }) {}

  // A life of the program begins: it is five minutes later.
  void begin_life() {
    const std::lock_guard lock(mutex_);
    clock_.advance(5min);
    asked_ = false;
    given_.clear();
  }
  bool wait_until_asked() {
    std::unique_lock lock(mutex_);
    return was_asked_.wait_for(lock, 30s, [this] { return asked_; });
  }
  // What a page held is stored, as far as the program's doing tells; see the top of this file.
  void acknowledge(const std::string& tag_key) {
    const std::lock_guard lock(mutex_);
    take_acknowledged(tag_key);
  }
  void stop_growing() {
    const std::lock_guard lock(mutex_);
    grows_ = false;
  }
  void grow() {
    const std::lock_guard lock(mutex_);
    add_posts();
  }

  [[nodiscard]] Instant now() const { return clock_.now(); }
  [[nodiscard]] std::string url() const { return server_.url(""); }
  // Looks at what was shown and acknowledged so far; a request of a killed program may still come.
  template <class Look>
  auto look(Look look) {
    const std::lock_guard lock(mutex_);
    return look(std::as_const(growing_), std::as_const(acknowledged_));
  }

 private:
  void add_posts() {
    for (int count = 0; count < kPostsPerPass; ++count) {
      growing_.post(clock_.now() - 1min);
    }
  }
  void take_acknowledged(const std::string& tag_key) {
    acknowledged_.merge(given_[tag_key]);
    given_[tag_key].clear();
  }

  ServerAnswer answer(const ServerRequest& request) {
    static const std::regex kUri(R"x("uri":"([^"]*/statuses/[^"]*)")x");
    const std::lock_guard lock(mutex_);
    asked_ = true;
    was_asked_.notify_all();
    const std::size_t name = request.path.rfind('/');
    const std::string tag_key = tagwatch::tag_key(request.path.substr(name + 1));
    const bool is_page = request.path.find("/timelines/tag/") != std::string::npos;
    if (is_page) {
      take_acknowledged(tag_key);
      if (grows_ && !request.query.contains("max_id")) {
        add_posts();
      }
    }
    ServerAnswer answer = mastodon_.answer(request);
    if (is_page) {
      for (std::sregex_iterator at(answer.body.begin(), answer.body.end(), kUri), end; at != end;
           ++at) {
        given_[tag_key].insert((*at)[1]);
      }
    }
    std::erase_if(answer.headers, [](const Header& each) { return each.name == "Cache-Control"; });
    return answer;
  }

  sim::SharedClock clock_;
  std::mutex mutex_;
  std::condition_variable was_asked_;
  bool asked_ = false;
  bool grows_ = true;
  GrowingWorld growing_;
  std::map<std::string, std::set<std::string>> given_;  // by tag, in the life that goes on
  std::set<std::string> acknowledged_;
  demo::MastodonServer mastodon_;
  LoopbackServer server_;
};

// What a store holds, row by row as it comes, and whether it says more than that.
class Holdings {
 public:
  explicit Holdings(std::filesystem::path store) : store_(std::move(store)) {}

  void read() {
    if (!std::filesystem::exists(store_)) {
      return;  // killed before it was made
    }
    auto reader = Reader::open(store_);
    if (!reader) {
      return;  // killed while it was made; the next life goes on with that
    }
    for (;;) {
      const auto rows = reader->posts_after(last_id_, kRowsAtOnce).value();
      for (const PostRecord& row : rows) {
        uris_.insert(row.post.uri);
        last_id_ = row.id;
      }
      if (rows.empty()) {
        break;
      }
    }
    for (const std::string& tag_key : kTagKeys) {
      states_[tag_key] = reader->timeline(TimelineId("social", tag_key)).value();
    }
  }

  [[nodiscard]] bool has_holes() const {
    return std::any_of(states_.begin(), states_.end(),
                       [](const auto& state) { return !state.second.holes.empty(); });
  }

  // Posts that edge, top and holes say were read, and that are not there.
  [[nodiscard]] int claimed_in_vain(const demo::World& world) const {
    int missing = 0;
    for (const demo::WorldPost& post : world.posts()) {
      const std::string id = std::to_string(post.arrivals.front().id);
      const bool claimed = std::any_of(post.tags.begin(), post.tags.end(), [&](const auto& tag) {
        const auto state = states_.find(tag.key());
        return state != states_.end() && claims(state->second, id);
      });
      missing += claimed && !uris_.contains(post.uri) ? 1 : 0;
    }
    return missing;
  }
  [[nodiscard]] int lost(const std::set<std::string>& acknowledged) const {
    return static_cast<int>(
        std::count_if(acknowledged.begin(), acknowledged.end(),
                      [this](const std::string& uri) { return !uris_.contains(uri); }));
  }

 private:
  static bool claims(const TimelineState& state, const std::string& id) {
    if (state.top.id.empty() || !id_at_or_below(id, state.top.id)) {
      return false;
    }
    return std::none_of(state.holes.begin(), state.holes.end(), [&id](const Hole& hole) {
      return !id_at_or_below(id, hole.low.id) && !id_at_or_below(hole.high.id, id);
    });
  }

  std::filesystem::path store_;
  std::int64_t last_id_ = 0;
  std::set<std::string> uris_;
  std::map<std::string, TimelineState> states_;
};

struct Tally {
  int kills = 0;
  int at_work = 0;
  double seconds = 0;
  std::vector<double> ready_ms;  // from the start to the first request
};

double ms_since(Steady::time_point begin) {
  return std::chrono::duration<double, std::milli>(Steady::now() - begin).count();
}

// Starts the program and kills it 3 to 120 ms later, or so long after its first request.
void live(Firehose& firehose, const std::filesystem::path& folder, std::mt19937& random,
          Tally& tally) {
  const bool is_daemon = random() % 2 == 0;
  const bool from_request = random() % 4 != 0;
  const auto after = std::chrono::microseconds(3'000 + random() % 117'001);
  firehose.begin_life();
  const auto begin = Steady::now();
  Process process = test::start_interposed(folder, {is_daemon ? "run" : "poll", "--init"},
                                           {firehose.now(), {}, nullptr, 0, {}});
  if (from_request) {
    ASSERT_TRUE(firehose.wait_until_asked());
    tally.ready_ms.push_back(ms_since(begin));
  }
  std::this_thread::sleep_for(after);
  process.signal(SIGKILL);
  const Ended ended = process.wait();
  tally.seconds += ms_since(begin) / 1000;
  tally.kills += ended.signal == SIGKILL ? 1 : 0;
  tally.at_work += ended.signal == SIGKILL && from_request ? 1 : 0;
  for (const char* tag : {"GlobalSecurity", "TMSSW"}) {
    const bool logged = ended.err.find("poll.done source=social tag=" + std::string(tag) + " ") !=
                        std::string::npos;
    if (logged || ended.signal == 0) {
      EXPECT_TRUE(logged || ended.code == 0) << ended.err;
      firehose.acknowledge(Hashtag(tag).key());
    }
  }
}

void expect_whole(const std::filesystem::path& store) {
  const auto damage = check_store(store);
  ASSERT_TRUE(damage) << describe(damage.error());
  EXPECT_TRUE(damage->empty()) << damage->front();
}

void tell(Tally tally, Firehose& firehose) {
  std::sort(tally.ready_ms.begin(), tally.ready_ms.end());
  std::size_t posts = 0;
  std::size_t acknowledged = 0;
  firehose.look([&](const GrowingWorld& growing, const auto& uris) {
    posts = growing.uris().size();
    acknowledged = uris.size();
  });
  std::cout << tally.kills << " kills, " << tally.at_work << " of them after a request; " << posts
            << " posts, " << static_cast<double>(posts) / tally.seconds << " a second; "
            << acknowledged << " acknowledged; ready after "
            << tally.ready_ms.at(tally.ready_ms.size() / 2) << " ms (median), "
            << tally.ready_ms.at(tally.ready_ms.size() * 99 / 100) << " ms (99 %)\n";
}

class RandomKills : public ::testing::TestWithParam<int> {};

TEST_P(RandomKills, NothingAcknowledgedIsLostAndNothingIsClaimedInVain) {
  const unsigned seed = 20261124U + static_cast<unsigned>(GetParam());
  std::cout << "seed " << seed << '\n';
  std::mt19937 random(seed);
  Firehose firehose(seed);
  const TempDir folder;
  test::write_config(folder / "tagwatch.toml", firehose.url());
  Holdings holdings(folder / "store.db");
  Tally tally;
  while (tally.kills < kills_per_store()) {
    ASSERT_NO_FATAL_FAILURE(live(firehose, folder.path(), random, tally));
    // Now and then the program itself is the first to open what the kill left.
    if (random() % 3 != 0) {
      holdings.read();
      firehose.look([&](const GrowingWorld& growing, const auto&) {
        EXPECT_EQ(holdings.claimed_in_vain(growing.world()), 0) << tally.kills;
      });
    }
    if (tally.kills % kLivesPerCheck == 0) {
      ASSERT_NO_FATAL_FAILURE(expect_whole(folder / "store.db"));
    }
  }
  tell(tally, firehose);
  firehose.stop_growing();
  // A pass reads so many pages and leaves the rest to the next one.
  bool all_read = false;
  for (int pass = 0; pass < kPassesMax && !all_read; ++pass) {
    firehose.begin_life();
    const Ended clean =
        test::run_interposed(folder.path(), {"poll"}, {firehose.now(), {}, nullptr, 0, {}});
    ASSERT_EQ(clean.code, 0) << clean.err;
    holdings.read();
    all_read = !holdings.has_holes();
  }
  // Not before: the last request of a killed program may come in the next life and seem stored.
  firehose.look([&](const GrowingWorld&, const auto& acknowledged) {
    EXPECT_EQ(holdings.lost(acknowledged), 0);
  });
  const Ended exported =
      test::run_interposed(folder.path(), {"export"}, {firehose.now(), {}, nullptr, 0, {}});
  const std::multiset<std::string> stored = test::exported_uris(exported.out);
  const std::set<std::string> shown =
      firehose.look([](const GrowingWorld& growing, const auto&) { return growing.uris(); });
  EXPECT_EQ(stored.size(), shown.size()) << "posts stored twice, or lost";
  EXPECT_TRUE(std::set<std::string>(stored.begin(), stored.end()) == shown);
  expect_whole(folder / "store.db");
}

INSTANTIATE_TEST_SUITE_P(Stores, RandomKills, ::testing::Range(0, kStores));

// A program that commits its cursor before its rows, and is killed between the two.
TEST(RandomKillsControl, ACursorThatIsCommittedFirstClaimsWhatIsNotThere) {
  Firehose firehose(1);
  const TempDir folder;
  test::write_config(folder / "tagwatch.toml", firehose.url());
  firehose.begin_life();
  ASSERT_EQ(
      test::run_interposed(folder.path(), {"poll", "--init"}, {firehose.now(), {}, nullptr, 0, {}})
          .code,
      0);
  Holdings holdings(folder / "store.db");
  holdings.read();
  const auto claimed_in_vain = [&holdings](const GrowingWorld& growing, const auto&) {
    return holdings.claimed_in_vain(growing.world());
  };
  ASSERT_EQ(firehose.look(claimed_in_vain), 0);
  firehose.begin_life();
  firehose.grow();
  {
    const ManualClock clock(firehose.now());
    Writer writer =
        Writer::open(folder / "store.db", Writer::Options(false, Duration{0}), clock).value();
    for (const std::string& tag_key : kTagKeys) {
      Batch cursor;
      cursor.timeline = TimelineId("social", tag_key);
      cursor.state = writer.reader().timeline(cursor.timeline).value();
      firehose.look([&cursor](const GrowingWorld& growing, const auto&) {
        const demo::WorldPost& newest = growing.world().posts().back();
        cursor.state->edge = Bound(std::to_string(newest.arrivals.front().id), newest.created);
      });
      cursor.state->top = cursor.state->edge;
      ASSERT_TRUE(writer.commit(cursor));
    }
  }
  holdings.read();
  EXPECT_GE(firehose.look(claimed_in_vain), kPostsPerPass);
}

}  // namespace
}  // namespace tagwatch
