// Whether the product holds exactly what its sources showed, and says what they no longer did, over
// a long run of everything that sources do.
//
// TAGWATCH_ORACLE_EVENTS and TAGWATCH_ORACLE_SEEDS ask for more than the tests' own size, such as
// 100000 and 5.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <utility>

#include "sim/oracle_compare.hpp"

namespace tagwatch::sim {
namespace {

int asked_size(const char* name, int otherwise) {
  const char* asked = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
  return asked == nullptr ? otherwise : std::atoi(asked);
}

constexpr int kEvents = 8000;
constexpr int kSeeds = 2;
constexpr int kControlEvents = 1500;

std::string words_of(const Differences& found) {
  std::string words = found.surface + ": " + std::to_string(found.compared) + " compared, " +
                      std::to_string(found.missing) + " missing, " + std::to_string(found.extra) +
                      " extra, " + std::to_string(found.wrong) + " wrong, " +
                      std::to_string(found.disorder) + " out of order";
  for (const std::string& each : found.words) {
    words += "\n  " + each;
  }
  return words;
}

std::string words_of(const std::map<std::string, int>& counts) {
  std::string words;
  for (const auto& [name, count] : counts) {
    words += (words.empty() ? "" : ", ") + name + " " + std::to_string(count);
  }
  return words;
}

class OracleSeed : public testing::TestWithParam<int> {};

TEST_P(OracleSeed, EverySurfaceHoldsWhatWasShownAndNothingElse) {
  const int events = asked_size("TAGWATCH_ORACLE_EVENTS", kEvents);
  OracleRun run(events, static_cast<std::uint64_t>(GetParam()));
  const Result<OracleFigures> figures = run.play();
  ASSERT_TRUE(figures) << describe(figures.error());
  std::cout << words_of(run.events().counts()) << "\n"
            << words_of(run.faults()) << "\n"
            << figures->passes << " passes, " << figures->answers << " answers, "
            << figures->restarts << " restarts, " << figures->digests << " digests, "
            << run.model().unseen().size() << " never shown\n";
  EXPECT_EQ(run.faults().size(), 7U) << "not every fault was met";
  const std::vector<Unseen>& unseen = run.model().unseen();
  EXPECT_TRUE(std::any_of(unseen.begin(), unseen.end(), [&run](const Unseen& each) {
    return each.source == kNews && each.at > run.watched().from;
  })) << "the feed never scrolled away";
  for (const Differences& found : compare_all(run, run.model())) {
    std::cout << words_of(found) << "\n";
    EXPECT_TRUE(found.none()) << words_of(found);
    EXPECT_GT(found.compared, 0) << found.surface;
  }
}

using Surfaces = std::vector<std::string>;

Surfaces surfaces_that_differ(const OracleRun& run, const Model& model) {
  Surfaces differ;
  for (const Differences& found : compare_all(run, model)) {
    if (!found.none()) {
      differ.push_back(found.surface);
    }
  }
  return differ;
}

const Surfaces kPosts{"tables", "search", "ndjson", "json", "csv"};
const Surfaces kPostsAndDigests{"tables", "search", "ndjson", "json", "csv", "digests"};

// A post that every surface shows.
std::size_t reported_post(const Model& model) {
  const auto found = std::find_if(model.posts().begin(), model.posts().end(),
                                  [](const Held& held) { return held.digest && !held.gone; });
  return static_cast<std::size_t>(found - model.posts().begin());
}

Model without(const Model& model, std::size_t left_out) {
  Model other = model;
  other.posts().erase(other.posts().begin() + static_cast<std::ptrdiff_t>(left_out));
  for (HeldDigest& digest : other.digests()) {
    std::erase(digest.posts, left_out);
    for (std::size_t& each : digest.posts) {
      each -= each > left_out ? 1 : 0;
    }
  }
  return other;
}

class OracleControl : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    run_ = std::make_unique<OracleRun>(kControlEvents, 1);
    const Result<OracleFigures> figures = run_->play();
    ASSERT_TRUE(figures) << describe(figures.error());
  }
  static void TearDownTestSuite() { run_.reset(); }
  static std::unique_ptr<OracleRun> run_;
};
std::unique_ptr<OracleRun> OracleControl::run_;

TEST_F(OracleControl, FindsAPostThatIsTooMany) {
  EXPECT_EQ(surfaces_that_differ(*run_, run_->model()), Surfaces());
  const Model& model = run_->model();
  EXPECT_EQ(surfaces_that_differ(*run_, without(model, reported_post(model))), kPostsAndDigests);
}

TEST_F(OracleControl, FindsAPostThatIsMissing) {
  Model model = run_->model();
  Held never = model.posts().at(reported_post(model));
  never.newest.uri += "0";
  model.digests().at(*never.digest).posts.push_back(model.posts().size());
  model.posts().push_back(never);
  EXPECT_EQ(surfaces_that_differ(*run_, model), kPostsAndDigests);
}

TEST_F(OracleControl, FindsAnEditThatWasNotTaken) {
  Model model = run_->model();
  model.posts().at(reported_post(model)).newest.text = "Edited " + Events::word(1);
  EXPECT_EQ(surfaces_that_differ(*run_, model), kPosts);
}

TEST_F(OracleControl, FindsADeletionThatWasNotFollowed) {
  Model model = run_->model();
  model.posts().at(reported_post(model)).gone = true;
  EXPECT_EQ(surfaces_that_differ(*run_, model), kPosts);
}

TEST_F(OracleControl, FindsAnotherOrder) {
  Model model = run_->model();
  const std::size_t post = reported_post(model);
  std::vector<std::size_t>& posts = model.digests().at(*model.posts().at(post).digest).posts;
  ASSERT_GT(posts.size(), 1U);
  std::swap(posts.front(), posts.back());
  EXPECT_EQ(surfaces_that_differ(*run_, model), Surfaces{"digests"});
  std::swap(posts.front(), posts.back());
  std::swap(model.posts().front().newest.created, model.posts().back().newest.created);
  EXPECT_EQ(surfaces_that_differ(*run_, model), (Surfaces{"tables", "ndjson", "json", "csv"}));
}

TEST_F(OracleControl, FindsALossThatNoGapDeclares) {
  Model model = run_->model();
  model.never_shown({"https://social.example/lost",
                     kSocial,
                     {tag_key(kTags.front())},
                     run_->watched().from + std::chrono::hours(1)});
  EXPECT_EQ(surfaces_that_differ(*run_, model), Surfaces{"gaps"});
}

TEST_F(OracleControl, FindsWhatWasChangedInTheStore) {
  OracleRun run(kControlEvents, 2);
  const Result<OracleFigures> figures = run.play();
  ASSERT_TRUE(figures) << describe(figures.error());
  EXPECT_EQ(surfaces_that_differ(run, run.model()), Surfaces());
  {
    Result<Writer> writer = run.open_store();
    ASSERT_TRUE(writer) << describe(writer.error());
    ASSERT_GT(writer->erase("@voice1@" + std::string(kSocial)).value(), 0);
  }
  EXPECT_EQ(surfaces_that_differ(run, run.model()), kPosts);
}

INSTANTIATE_TEST_SUITE_P(Seeds, OracleSeed,
                         testing::Range(1, asked_size("TAGWATCH_ORACLE_SEEDS", kSeeds) + 1));

}  // namespace
}  // namespace tagwatch::sim
