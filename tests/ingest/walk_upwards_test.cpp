// Holes that are read from their lower end, and servers that answer to that with something else.
#include <gtest/gtest.h>

#include <random>

#include "walk_world.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using namespace test;

WalkRules upward_rules(int pages_max) {
  WalkRules rules = rules_of(pages_max);
  rules.reads_upwards = [](const AccessInfo& access) { return access.software == "4.6.0"; };
  return rules;
}

// A timeline that saw the server's only post, and then `posts` more that nobody read yet.
Durable behind_by(IdServer& server, int posts) {
  server.post(kStart - 1h);
  Durable durable;
  durable.state.access = AccessInfo{true, true, true, "4.6.0"};
  run_pass(server, durable, upward_rules(50), kStart);
  for (int minute = 1; minute <= posts; ++minute) {
    server.post(kStart + std::chrono::minutes(minute));
  }
  return durable;
}

void expect_all_read_up_to_the_edge(const IdServer& server, const Durable& durable) {
  for (const Bound& item : server.items()) {
    EXPECT_TRUE(!id_at_or_below(item.id, durable.state.edge.id) || durable.posts.contains(item.id))
        << format_rfc3339(*item.at);
  }
}

TEST(Walk, ALongHoleIsReadUpwardsAndTheEdgeMovesWithIt) {
  IdServer server(2);
  Durable durable = behind_by(server, 20);
  run_pass(server, durable, upward_rules(5), kStart + 30min);
  EXPECT_EQ(server.asked_above, 3) << "the newest page, one below it, then upwards";
  ASSERT_EQ(durable.state.holes.size(), 1U);
  EXPECT_EQ(durable.state.holes[0].low, server.items()[6]);
  EXPECT_EQ(durable.state.edge, server.items()[6]) << "everything up to it was read";
  EXPECT_EQ(durable.state.holes[0].missing.from, kStart + 5min) << "the earlier of the two is sure";
  expect_no_false_claim(server, durable);
  for (int pass = 0; pass < 4; ++pass) {
    run_pass(server, durable, upward_rules(5), kStart + 31min);
  }
  EXPECT_TRUE(durable.state.holes.empty());
  EXPECT_EQ(durable.posts.size(), server.items().size());
  EXPECT_EQ(coverage_of({kStart, kStart + 31min}, kStart - 24h, durable.spans).word,
            CoverageWord::complete);
}

TEST(Walk, OnlyAServerThatIsKnownToReadUpwardsIsAskedTo) {
  IdServer server(2);
  Durable durable = behind_by(server, 20);
  durable.state.access->software = "2.7.2 (compatible; Pleroma 2.6.0)";
  run_pass(server, durable, upward_rules(50), kStart + 30min);
  durable = behind_by(server, 20);
  durable.state.access.reset();
  run_pass(server, durable, upward_rules(50), kStart + 30min);
  EXPECT_EQ(server.asked_above, 0);
  EXPECT_TRUE(durable.state.holes.empty());
}

TEST(Walk, AnEmptyPageAboveMakesNoEmptyPageBelowBelievable) {
  IdServer server(2, MinId::nothing);
  Durable durable = behind_by(server, 20);
  Walk walk(durable.state, upward_rules(50), kTag, kStart + 30min);
  for (int page = 0; page < 3; ++page) {
    walk.take(answer_of(server, *walk.next(true)), kStart + 30min, kStart + 30min);
  }
  EXPECT_EQ(server.asked_above, 1);
  const auto task = walk.next(true);
  ASSERT_TRUE(task && std::holds_alternative<Below>(*task));
  EXPECT_TRUE(walk.left_out(Page())) << "whether the post below is gone";
  walk.take(Page(), kStart + 30min, kStart + 30min);
  EXPECT_TRUE(walk.refused());
  EXPECT_EQ(walk.state().holes.size(), 1U);
}

TEST(Walk, WhateverAServerMakesOfMinIdNothingIsLostOrClaimed) {
  for (const MinId min_id : {MinId::right, MinId::newest_above, MinId::ignored, MinId::nothing}) {
    int asked_above = 0;
    for (unsigned seed = 1; seed <= 100; ++seed) {
      std::mt19937 random(seed);
      IdServer server(1 + random() % 5, min_id);
      Durable durable = behind_by(server, static_cast<int>(random() % 30));
      Instant now = kStart + 30min;
      for (int pass = 0; pass < 10; ++pass) {
        run_pass(server, durable, upward_rules(static_cast<int>(1 + random() % 6)), now,
                 static_cast<int>(random() % 7));
        expect_no_false_claim(server, durable);
        expect_all_read_up_to_the_edge(server, durable);
        for (auto arrivals = random() % 8; arrivals > 0; --arrivals) {
          now += std::chrono::seconds(1 + random() % 300);
          server.post(now - 1s);
        }
      }
      for (int pass = 0; pass < 3; ++pass) {
        run_pass(server, durable, upward_rules(1000), now);
      }
      EXPECT_TRUE(durable.state.holes.empty()) << "seed " << seed;
      EXPECT_EQ(durable.state.edge, server.items().back()) << "seed " << seed;
      EXPECT_EQ(durable.posts.size(), server.items().size()) << "seed " << seed;
      asked_above += server.asked_above;
    }
    EXPECT_GT(asked_above, 100);
  }
}

}  // namespace
}  // namespace tagwatch
