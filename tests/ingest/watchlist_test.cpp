#include "tagwatch/ingest/watchlist.hpp"

#include <gtest/gtest.h>

namespace tagwatch {
namespace {

Post post_with(std::vector<std::string> tags, std::string text = "words") {
  Post post;
  post.uri = "https://social.example/users/a/statuses/1";
  post.native_id = "1";
  post.platform = "mastodon";
  post.text = std::move(text);
  for (const std::string& tag : tags) {
    post.tags.emplace_back(tag);
  }
  return post;
}

class WatchlistTest : public ::testing::Test {
 protected:
  WatchlistTest() {
    source.name = "social";
    source.url = "https://social.example";
    source.tags = {Hashtag("TMSSW")};
  }
  std::vector<MatchedPost> match(Post post, const std::vector<std::string>& phrases = {}) {
    std::vector<Post> posts;
    posts.push_back(std::move(post));
    return watchlist.match(std::move(posts), source, Phrases::compile(phrases).value());
  }
  Watchlist watchlist{{Hashtag("GlobalSecurity"), Hashtag("TMSSW")},
                      Topics::compile({{"Drugs", {"fentanyl"}, {}}}).value(),
                      false};
  SourceSettings source;
};

TEST_F(WatchlistTest, KeepsAPostForEachWatchedTagAsTheConfigurationSpellsIt) {
  const auto kept = match(post_with({"tmssw", "GLOBALSECURITY", "cats", "Tmssw"}));
  ASSERT_EQ(kept.size(), 1U);
  ASSERT_EQ(kept[0].matches.size(), 2U);
  EXPECT_EQ(kept[0].matches[0].spelled, "TMSSW");
  EXPECT_EQ(kept[0].matches[1].spelled, "GlobalSecurity");
  EXPECT_FALSE(kept[0].matches[0].by_phrase);
}

TEST_F(WatchlistTest, DropsWhatAFuzzySearchBroughtAlong) {
  EXPECT_TRUE(match(post_with({"TMSSW2"}, "about TMSSW without the sign")).empty());
}

TEST_F(WatchlistTest, KeepsByPhraseOnlyWhereTheSourceSaysSo) {
  const Post post = post_with({}, "The More Safe and Secure World programme opens");
  EXPECT_TRUE(match(post, {"more safe and secure world"}).empty());
  source.match = MatchMode::phrases;
  const auto kept = match(post, {"more safe and secure world"});
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_TRUE(kept[0].matches[0].by_phrase);
  EXPECT_EQ(kept[0].matches[0].tag_key, "tmssw");
  EXPECT_TRUE(match(post_with({}, "something else"), {"more safe and secure world"}).empty());
}

TEST_F(WatchlistTest, KeepsAllWhereTheSourceSaysSo) {
  source.match = MatchMode::all;
  EXPECT_EQ(match(post_with({})).size(), 1U);
}

TEST_F(WatchlistTest, NamesTopicsFromTextAndTags) {
  EXPECT_EQ(match(post_with({"TMSSW"}, "Fentanyl seized"))[0].topics,
            std::vector<std::string>{"Drugs"});
  EXPECT_EQ(match(post_with({"TMSSW", "Fentanyl"}))[0].topics, std::vector<std::string>{"Drugs"});
  EXPECT_TRUE(match(post_with({"TMSSW"}))[0].topics.empty());
}

TEST_F(WatchlistTest, KnowsTheAuthorsOwnServer) {
  EXPECT_TRUE(match(post_with({"TMSSW"}))[0].from_own_server);
  source.url = "https://other.example";
  EXPECT_FALSE(match(post_with({"TMSSW"}))[0].from_own_server);
}

TEST_F(WatchlistTest, WithholdsWhatIsNotIndexableOnlyOnRequest) {
  Post post = post_with({"TMSSW"});
  post.indexable = false;
  EXPECT_FALSE(match(post)[0].post.withheld);
  const Watchlist strict({Hashtag("TMSSW")}, Topics(), true);
  std::vector<Post> posts{post};
  EXPECT_TRUE(strict.match(std::move(posts), source, Phrases())[0].post.withheld);
}

TEST_F(WatchlistTest, RepostsAreNotKept) {
  Post post = post_with({"TMSSW"});
  post.kind = PostKind::repost;
  EXPECT_TRUE(match(post).empty());
}

}  // namespace
}  // namespace tagwatch
