// Random histories of a real store: posts that come in time or late, imports, clocks that are set,
// days that are missed or asked for out of order, other zones, sources and tags that come and go,
// edits, deletions. Whatever happens, each post of the chain is in exactly one issued digest, and
// what was issued stays as it was, but for what is redacted after a deletion.
//
// TAGWATCH_HISTORY_SEEDS asks for more of them than the test's own number.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "sim/history.hpp"

namespace tagwatch::sim {
namespace {

constexpr int kSeeds = 40;
constexpr int kSteps = 60;

int asked_seeds() {
  const char* asked = std::getenv("TAGWATCH_HISTORY_SEEDS");  // NOLINT(concurrency-mt-unsafe)
  return asked == nullptr ? kSeeds : std::atoi(asked);
}

History history_of(int seed) {
  return History(static_cast<unsigned>(seed), seed % 3 == 0 ? Deletion::hold : Deletion::follow);
}

TEST(RandomHistory, EachPostIsInOneDigestAndWhatWasIssuedStays) {
  HistoryFigures all;
  for (int seed = 1; seed <= asked_seeds(); ++seed) {
    History history = history_of(seed);
    history.run(kSteps);
    history.run_for_a_month();
    const std::vector<std::string> wrong = history.differences();
    all += history.figures();
    ASSERT_TRUE(wrong.empty()) << "seed " << seed << ":\n"
                               << joined(wrong) << "It happened so:\n"
                               << joined(history.words());
  }
  std::cout << asked_seeds() << " histories, " << all.digests << " digests, " << all.posts
            << " posts, " << all.reported << " reported, " << all.gone << " gone, " << all.redacted
            << " digests redacted, " << all.refused << " refused\n";
  EXPECT_GT(all.digests, 5 * asked_seeds());
  EXPECT_GT(all.redacted, 0);
  EXPECT_GT(all.refused, 0);
}

TEST(RandomHistory, APostThatTheModelHasInNoDigestIsFound) {
  History history = history_of(1);
  history.run(kSteps);
  ASSERT_EQ(joined(history.differences()), "");
  history.forget_a_reported_post();
  EXPECT_NE(joined(history.differences()), "");
}

TEST(RandomHistory, ARedactionThatNobodyAskedForIsFound) {
  History history = history_of(1);
  history.run(kSteps);
  ASSERT_EQ(joined(history.differences()), "");
  history.erase_behind_the_model();
  EXPECT_NE(joined(history.differences()), "");
}

}  // namespace
}  // namespace tagwatch::sim
