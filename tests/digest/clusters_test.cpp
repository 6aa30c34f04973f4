// Which posts say the same, among many that do not. TAGWATCH_CLUSTER_POSTS sets how many.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>

#include "said_sample.hpp"

namespace tagwatch {
namespace {

using said::Sample;
using said::sample;
using said::Words;

constexpr std::size_t kPostsInShort = 10'000;

std::size_t posts_asked() {
  const char* asked = std::getenv("TAGWATCH_CLUSTER_POSTS");
  return asked == nullptr ? kPostsInShort : static_cast<std::size_t>(std::atoll(asked));
}

// Copies are told from others by the text that most posts of their cluster were copied from.
struct Score {
  double precision = 0;
  double recall = 0;
};

Score score(const Sample& sample, const SameTexts& found) {
  std::map<int, std::size_t> copies;
  for (const int truth : sample.truth) {
    ++copies[truth];
  }
  std::size_t clustered = 0;
  std::size_t right = 0;
  for (const SameText& cluster : found.clusters) {
    std::map<int, std::size_t> of;
    for (const std::size_t post : cluster.posts) {
      ++of[sample.truth[post]];
    }
    of.erase(0);
    std::size_t most = 0;
    for (const auto& [text, posts] : of) {
      most = std::max(most, posts);
    }
    clustered += cluster.posts.size();
    right += most;
  }
  std::size_t should = 0;
  for (const auto& [text, posts] : copies) {
    should += text != 0 && posts >= kSameTextAccountsMin ? posts : 0;
  }
  return {static_cast<double>(right) / static_cast<double>(clustered),
          static_cast<double>(right) / static_cast<double>(should)};
}

TEST(SameText, CopiesAreFoundAndNothingElse) {
  for (const std::size_t percent : {0U, 5U, 10U, 15U}) {
    const Sample posts = sample(posts_asked(), percent, 7);
    const Score found = score(posts, same_texts(posts.posts));
    std::cout << posts.posts.size() << " posts, " << percent << " of 100 words changed: precision "
              << found.precision << ", recall " << found.recall << "\n";
    EXPECT_GE(found.precision, 0.99) << percent;
    EXPECT_GE(found.recall, 0.95) << percent;
  }
}

// The control: texts of which half the words differ are not the same, though they share many.
TEST(SameText, TextsThatShareHalfOfTheirWordsAreNotFound) {
  const Sample posts = sample(5'000, 55, 8);
  EXPECT_LT(score(posts, same_texts(posts.posts)).recall, 0.05);
}

TEST(SameText, ComparisonsGrowWithThePostsAlone) {
  const auto compared = [](std::size_t posts) {
    return static_cast<double>(same_texts(sample(posts, 10, 9).posts).compared) /
           static_cast<double>(posts);
  };
  EXPECT_LE(compared(20'000), static_cast<double>(kComparedMax));
  EXPECT_LE(compared(20'000), 3 * compared(2'000)) << "of all pairs it would be ten times as many";
}

TEST(SameText, APhraseThatStandsInEveryPostMakesNoPairsOfAllPosts) {
  said::Writer writer(4);
  const Words phrase = writer.words(15);
  std::vector<SaidPost> posts;
  for (int at = 0; at < 2'000; ++at) {
    Words words = writer.words(20);
    words.insert(words.end(), phrase.begin(), phrase.end());
    posts.push_back({writer.text(words), "@" + std::to_string(at) + "@one.example"});
  }
  const SameTexts found = same_texts(posts);
  EXPECT_TRUE(found.clusters.empty());
  EXPECT_LE(found.compared, static_cast<std::int64_t>(kComparedMax * posts.size()));
}

// Small days -------------------------------------------------------------------------------------

const std::string kText = "The workshop in Tampa begins on Monday at nine";  // nine words

std::vector<std::vector<std::size_t>> clusters(const std::vector<SaidPost>& posts) {
  std::vector<std::vector<std::size_t>> clusters;
  for (const SameText& cluster : same_texts(posts).clusters) {
    clusters.push_back(cluster.posts);
  }
  return clusters;
}

using Found = std::vector<std::vector<std::size_t>>;

TEST(SameText, ThreeAccountsAreNeeded) {
  std::vector<SaidPost> posts{{kText, "@a"}, {"Something else", "@d"},
                              {kText, "@b"}, {kText, "@b"},
                              {kText, ""},   {kText, ""}};
  EXPECT_EQ(clusters(posts), Found{});
  posts.push_back({kText, "@c"});
  EXPECT_EQ(clusters(posts), (Found{{0, 2, 3, 4, 5, 6}}));
  EXPECT_EQ(same_texts(posts).clusters[0].accounts, 3);
}

TEST(SameText, EightWordsAreNeeded) {
  const auto said = [](const std::string& text) {
    return clusters({{text, "@a"}, {text, "@b"}, {text, "@c"}});
  };
  EXPECT_EQ(said("one two three four five six seven"), Found{});
  EXPECT_EQ(said("one two three four five six seven #TMSSW #Tampa https://a.example/eight"),
            Found{});
  EXPECT_EQ(said("one two three four five six seven eight"), (Found{{0, 1, 2}}));
  EXPECT_EQ(said("安全研讨会在坦帕举行安全研讨会"), Found{}) << "15 letters are no eight words";
  EXPECT_EQ(said("安全研讨会在坦帕举行安全研讨会在"), (Found{{0, 1, 2}}));
}

TEST(SameText, CopiesOfCopiesThatDriftApartAreNotOne) {
  said::Writer writer(3);
  std::vector<Words> drift{writer.words(20)};
  std::vector<SaidPost> posts;
  for (int step = 0; step < 12; ++step) {
    for (const char* account : {"@a", "@b", "@c"}) {
      posts.push_back({writer.text(drift.back()), account});
    }
    drift.push_back(writer.changed(drift.back(), 20));
  }
  for (const SameText& cluster : same_texts(posts).clusters) {
    EXPECT_LE(cluster.posts.size(), 9U);
  }
}

TEST(SameText, OneWordRepeatedAndVeryLongTextsDoNoHarm) {
  std::string long_text;
  std::string repeated;
  for (int at = 0; at < 50'000; ++at) {
    long_text += "w" + std::to_string(at) + " ";
    repeated += "war ";
  }
  EXPECT_EQ(clusters({{long_text, "@a"},
                      {repeated, "@a"},
                      {long_text + "!", "@b"},
                      {repeated + "peace", "@b"},
                      {long_text, "@c"},
                      {repeated, "@c"}}),
            (Found{{0, 2, 4}, {1, 3, 5}}));
}

TEST(SameText, TheLargestComesFirst) {
  const std::string other = "Another text that stands in more posts than the first one does";
  const Found found = clusters({{kText, "@a"},
                                {other, "@a"},
                                {kText, "@b"},
                                {other, "@b"},
                                {kText, "@c"},
                                {other, "@c"},
                                {other, "@d"}});
  EXPECT_EQ(found, (Found{{1, 3, 5, 6}, {0, 2, 4}}));
}

}  // namespace
}  // namespace tagwatch
