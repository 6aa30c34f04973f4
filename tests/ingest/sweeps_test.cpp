#include "tagwatch/ingest/sweeps.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "tagwatch/ingest/walk.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;

Instant at(std::string_view time) {
  return parse_rfc3339(time).value();
}

const Instant kNoon = at("2026-11-24T12:00:00Z");

SweepRules rules() {
  return {Zone::locate("America/New_York").value(), 6h + 15min};
}

Page page(Instant newest, Instant oldest) {
  Page page;
  page.items = 2;
  page.more = true;
  page.newest = Bound("n" + format_rfc3339(newest), newest);
  page.oldest = Bound("o" + format_rfc3339(oldest), oldest);
  return page;
}

std::vector<SweepDue> six_hours(Instant now) {
  return {{6h, now - 15min}};
}

TEST(SweepsDue, EveryQuarterEveryMorningAndOnSundays) {
  // 24 November 2026 is a Tuesday; the digest is ready at 06:15, 11:15 UTC.
  const std::vector<SweepDue> due = sweeps_due(rules(), kNoon);
  ASSERT_EQ(due.size(), 3U);
  EXPECT_EQ(due[0].window, Duration(6h));
  EXPECT_EQ(due[0].since, kNoon - 15min);
  EXPECT_EQ(due[1].window, Duration(48h));
  EXPECT_EQ(due[1].since, at("2026-11-24T10:30:00Z"));
  EXPECT_EQ(due[2].window, Duration(24h * 7));
  EXPECT_EQ(due[2].since, at("2026-11-22T10:30:00Z"));
  EXPECT_EQ(sweeps_due(rules(), at("2026-11-24T10:29:59Z"))[1].since, at("2026-11-23T10:30:00Z"));
  EXPECT_EQ(sweeps_due(rules(), at("2026-11-24T10:30:00Z"))[1].since, at("2026-11-24T10:30:00Z"));
}

TEST(SweepsDue, AReadyTimeAtMidnightBelongsToTheEveningBefore) {
  const SweepRules early{Zone::locate("UTC").value(), 0min};
  EXPECT_EQ(sweeps_due(early, at("2026-11-23T23:20:00Z"))[1].since, at("2026-11-23T23:15:00Z"));
}

TEST(Sweeps, TheFirstPassCountsAsOne) {
  std::vector<Sweep> sweeps;
  EXPECT_TRUE(sweep_begins(sweeps, six_hours(kNoon)));
  count_as_swept(sweeps, six_hours(kNoon), kNoon);
  EXPECT_FALSE(sweep_begins(sweeps, six_hours(kNoon + 14min)));
  EXPECT_TRUE(sweep_begins(sweeps, six_hours(kNoon + 16min)));
}

TEST(Sweeps, GoDownUntilAWholePageLiesBeyond) {
  std::vector<Sweep> sweeps;
  count_as_swept(sweeps, six_hours(kNoon), kNoon);
  const Instant now = kNoon + 30min;
  begin_sweeps(sweeps, six_hours(now), page(now, now - 2h), now);
  ASSERT_NE(sweep_under_way(sweeps), nullptr);
  Bound bound = sweep_under_way(sweeps)->bound;
  EXPECT_EQ(bound.at, now - 2h);
  // The oldest item lies beyond, the newest does not: late posts may stand between.
  take_sweep_page(sweeps, bound, page(now - 2h, now - 9h));
  ASSERT_NE(sweep_under_way(sweeps), nullptr);
  bound = sweep_under_way(sweeps)->bound;
  take_sweep_page(sweeps, bound, page(kNoon - 6h - 1ms, now - 20h));
  EXPECT_EQ(sweep_under_way(sweeps), nullptr);
}

TEST(Sweeps, ReachBackBeforeTheStartOfTheOneBefore) {
  std::vector<Sweep> sweeps;
  count_as_swept(sweeps, six_hours(kNoon), kNoon);
  // Switched off for a week: what appeared below the top meanwhile lies up to a week and 6 h back.
  const Instant now = kNoon + 24h * 7;
  begin_sweeps(sweeps, six_hours(now), page(now, now - 1h), now);
  take_sweep_page(sweeps, sweeps[0].bound, page(now - 24h, now - 48h));
  ASSERT_TRUE(sweeps[0].under_way());
  take_sweep_page(sweeps, sweeps[0].bound, page(kNoon - 6h, kNoon - 8h));
  ASSERT_TRUE(sweeps[0].under_way());
  take_sweep_page(sweeps, sweeps[0].bound, page(kNoon - 7h, kNoon - 9h));
  EXPECT_FALSE(sweeps[0].under_way());
}

TEST(Sweeps, OneThatWasCutGoesOnAndDoesNotBeginAnew) {
  std::vector<Sweep> sweeps;
  count_as_swept(sweeps, six_hours(kNoon), kNoon);
  begin_sweeps(sweeps, six_hours(kNoon + 1h), page(kNoon + 1h, kNoon), kNoon + 1h);
  const Sweep cut = sweeps[0];
  EXPECT_FALSE(sweep_begins(sweeps, six_hours(kNoon + 3h)));
  begin_sweeps(sweeps, six_hours(kNoon + 3h), page(kNoon + 3h, kNoon + 2h), kNoon + 3h);
  EXPECT_EQ(sweeps[0], cut);
  Page last = page(kNoon, kNoon - 1h);
  last.more = false;
  take_sweep_page(sweeps, cut.bound, last);
  EXPECT_TRUE(sweep_begins(sweeps, six_hours(kNoon + 3h)));
  begin_sweeps(sweeps, six_hours(kNoon + 3h), page(kNoon + 3h, kNoon + 2h), kNoon + 3h);
  EXPECT_EQ(sweeps[0].previous_started, kNoon + 1h);
}

TEST(Sweeps, APageServesEverySweepThatWaitsForIt) {
  std::vector<Sweep> sweeps;
  const std::vector<SweepDue> both{{48h, kNoon + 30min}, {6h, kNoon + 45min}};
  count_as_swept(sweeps, both, kNoon);
  begin_sweeps(sweeps, both, page(kNoon + 1h, kNoon), kNoon + 1h);
  EXPECT_EQ(sweep_under_way(sweeps)->window, Duration(6h));
  take_sweep_page(sweeps, sweeps[0].bound, page(kNoon - 7h, kNoon - 8h));
  EXPECT_EQ(sweep_under_way(sweeps)->window, Duration(48h));
  EXPECT_EQ(sweep_under_way(sweeps)->bound.at, kNoon - 8h);
}

// A server that puts what it fetches late below its newest id, as Mastodon does.
class LateServer {
 public:
  void show(Instant created) {
    const auto place = std::upper_bound(items_.begin(), items_.end(), created);
    items_.insert(place, created);
  }
  [[nodiscard]] Page answer(const Task& task) const {
    auto end = items_.end();
    if (const auto* below = std::get_if<Below>(&task)) {
      end = std::lower_bound(items_.begin(), items_.end(), *below->bound.at);
    }
    const auto begin = end - std::min<std::ptrdiff_t>(end - items_.begin(), 5);
    Page result;
    for (auto item = end; item != begin; --item) {
      Post post;
      post.native_id = id(*(item - 1));
      result.posts.push_back(post);
    }
    result.items = static_cast<int>(result.posts.size());
    if (result.items > 0) {
      result.newest = Bound(id(*(end - 1)), *(end - 1));
      result.oldest = Bound(id(*begin), *begin);
      result.more = true;
    }
    return result;
  }
  [[nodiscard]] static std::string id(Instant created) {
    return std::to_string(created.time_since_epoch().count());
  }
  [[nodiscard]] const std::vector<Instant>& items() const { return items_; }

 private:
  std::vector<Instant> items_;
};

// One pass, cut after `pages_max` pages.
void pass(const LateServer& server, TimelineState& state, std::set<std::string>& stored,
          Instant now, int pages_max) {
  WalkRules walk_rules;
  walk_rules.first_lookback = 24h;
  Walk walk(state, walk_rules, Hashtag("TMSSW"), now, {six_hours(now), {}});
  for (int pages = 0; pages < pages_max; ++pages) {
    const auto task = walk.next(true);
    if (!task) {
      break;
    }
    const Page page = server.answer(*task);
    walk.take(page, now, now);
    for (const Post& post : page.posts) {
      stored.insert(post.native_id);
    }
    state = walk.state();
  }
}

// Whatever is shown within 6 hours of its time is stored, however passes are cut.
TEST(Sweeps, FindEveryPostThatIsShownWithinTheirWindow) {
  for (const unsigned seed : {1U, 2U, 3U, 4U}) {
    std::mt19937 random(seed);
    const auto dice = [&random](int sides) { return static_cast<int>(random() % sides); };
    LateServer server;
    TimelineState state;
    std::set<std::string> stored;
    Instant now = kNoon;
    for (int step = 0; step < 400; ++step) {
      now += std::chrono::milliseconds(1) + std::chrono::minutes(dice(20));
      const bool late = dice(4) == 0;
      server.show(late ? now - std::chrono::milliseconds(dice(6 * 3600 * 1000)) : now);
      if (dice(3) > 0) {
        pass(server, state, stored, now, dice(4) == 0 ? 1 + dice(3) : 1000);
      }
    }
    for (int last = 0; last < 2; ++last) {
      now += 16min;
      pass(server, state, stored, now, 1000);
    }
    for (const Instant created : server.items()) {
      EXPECT_TRUE(stored.contains(LateServer::id(created)))
          << "seed " << seed << ": " << format_rfc3339(created);
    }
  }
}

}  // namespace
}  // namespace tagwatch
