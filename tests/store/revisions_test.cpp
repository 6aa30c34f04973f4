// Which text of a post is the newest, whoever shows it in which order.
#include "store_fixture.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;

const Instant kCreated = at("2026-11-23T08:00:00Z");

class Revisions : public StoreTest {
 protected:
  /// `source` shows the post with this text, edited so long after its creation.
  Committed says(const std::string& source, const std::string& text,
                 std::optional<Duration> edited_after = std::nullopt, bool own = false) {
    MatchedPost matched = build::matched(build::post("1", kCreated));
    matched.post.text = text;
    matched.post.native_id = source + "-1";
    matched.from_own_server = own;
    if (edited_after) {
      matched.post.edited_at = kCreated + *edited_after;
    }
    clock.advance(1min);
    return show(source, matched);
  }
  std::string newest() { return only_post().post.text; }
};

TEST_F(Revisions, AnEditAddsOneAndSearchFindsOnlyTheNewText) {
  says("one", "first words");
  EXPECT_EQ(says("one", "second words", 5min).changed_posts, 1);
  const PostRecord record = only_post();
  EXPECT_EQ(record.revision, 2);
  EXPECT_EQ(record.post.text, "second words");
  EXPECT_EQ(record.post.edited_at, kCreated + 5min);
  EXPECT_TRUE(found("first").empty());
  EXPECT_EQ(found("second").size(), 1U);
}

TEST_F(Revisions, WhatWasKnownAtACommitCanBeReadLater) {
  const Committed first = says("one", "first words");
  const Committed edited = says("two", "second words", 5min);
  const std::string uri = only_post().post.uri;
  const auto then = writer->reader().post_as_of(uri, first.txn).value();
  ASSERT_TRUE(then.has_value());
  EXPECT_EQ(then->post.text, "first words");
  EXPECT_EQ(then->revision, 1);
  EXPECT_EQ(then->sightings.size(), 1U);
  EXPECT_EQ(then->last_seen, then->first_seen);
  const auto now = writer->reader().post_as_of(uri, edited.txn).value();
  ASSERT_TRUE(now.has_value());
  EXPECT_EQ(now->post.text, "second words");
  EXPECT_EQ(now->sightings.size(), 2U);
  EXPECT_FALSE(writer->reader().post_as_of(uri, first.txn - 1).value().has_value());
}

TEST_F(Revisions, ASourceThatIsFoundToBeTheAuthorsServerShowedThePostBefore) {
  const Committed first = says("one", "first words");
  says("one", "first words", std::nullopt, true);
  const std::string uri = only_post().post.uri;
  EXPECT_EQ(writer->reader().post_as_of(uri, first.txn).value()->sightings.size(), 1U);
}

TEST_F(Revisions, AFeedThatNamesAPostPutsNoWordsIntoItsMouth) {
  says("one", "what Ana wrote");
  Post claim = build::feed_item("x", "https://news.example/x", kCreated);
  claim.uri = only_post().post.uri;
  claim.text = "what Ana never wrote";
  claim.edited_at = kCreated + 30min;
  clock.advance(1h);
  EXPECT_EQ(show("news", build::matched(claim)).changed_posts, 0);
  EXPECT_EQ(newest(), "what Ana wrote");
  EXPECT_EQ(only_post().sightings.size(), 2U);
}

TEST_F(Revisions, AFeedThatNamesAnotherFeedsItemPutsNoWordsIntoIt) {
  Post item = build::feed_item("x", "https://news.example/x", kCreated);
  item.text = "what the paper wrote";
  show("paper", build::matched(item));
  item.text = "what the paper never wrote";
  item.edited_at = kCreated + 30min;
  clock.advance(1h);
  EXPECT_EQ(show("copycat", build::matched(item)).changed_posts, 0);
  EXPECT_EQ(newest(), "what the paper wrote");
}

TEST_F(Revisions, AFeedMayCorrectAnItemAndLeaveItsDate) {
  for (const std::optional<Instant>& date : {std::optional(kCreated), std::optional<Instant>()}) {
    Post item = build::feed_item(date ? "dated" : "undated", "https://news.example/x", kCreated);
    item.url = "https://news.example/" + item.native_id;
    item.created_at = date;
    item.text = "twelve delegations";
    show("paper", build::matched(item));
    clock.advance(1h);
    EXPECT_EQ(show("paper", build::matched(item)).changed_posts, 0);
    item.text = "thirteen delegations";
    EXPECT_EQ(show("paper", build::matched(item)).changed_posts, 1);
  }
  EXPECT_EQ(found("twelve").size(), 0U);
  EXPECT_EQ(found("thirteen").size(), 2U);
}

TEST_F(Revisions, APostTakesItsPlaceFromAFeedThatNamedItFirst) {
  Post claim = build::feed_item("x", "https://news.example/x", kCreated);
  claim.uri = build::post("1", kCreated).uri;
  claim.text = "what Ana never wrote";
  claim.created_at = kCreated + 30min;
  show("news", build::matched(claim));
  says("two", "what Ana wrote");
  EXPECT_EQ(newest(), "what Ana wrote") << "whatever the feed dated";
  EXPECT_EQ(only_post().post.platform, "mastodon");
}

TEST_F(Revisions, AServerThatHasNotHeardOfTheEditBringsNothingBack) {
  says("one", "old");
  says("one", "new", 5min);
  EXPECT_EQ(says("two", "old").changed_posts, 0);
  EXPECT_EQ(says("two", "older edit", 3min).changed_posts, 0);
  EXPECT_EQ(newest(), "new");
  EXPECT_EQ(only_post().revision, 2);
}

TEST_F(Revisions, AnEditThatChangesNothingAddsNoneButItsTimeCounts) {
  says("one", "same");
  EXPECT_EQ(says("one", "same", 10min).changed_posts, 0);
  EXPECT_EQ(says("two", "stale", 5min).changed_posts, 0);
  EXPECT_EQ(newest(), "same");
  EXPECT_EQ(only_post().revision, 1);
}

TEST_F(Revisions, AtEqualTimesTheFirstSeenStays) {
  says("two", "as two renders it");
  EXPECT_EQ(says("three", "as three renders it").changed_posts, 0);
  EXPECT_EQ(newest(), "as two renders it");
}

TEST_F(Revisions, AtEqualTimesTheAuthorsOwnServerWins) {
  says("two", "as two renders it");
  EXPECT_EQ(says("one", "as written", std::nullopt, true).changed_posts, 1);
  EXPECT_EQ(says("two", "as two renders it").changed_posts, 0);
  EXPECT_EQ(says("one", "as the server renders it now", std::nullopt, true).changed_posts, 0);
  EXPECT_EQ(newest(), "as written");
}

TEST_F(Revisions, ALaterEditOfAStrangerStillWins) {
  says("one", "as written", std::nullopt, true);
  EXPECT_EQ(says("two", "edited", 5min).changed_posts, 1);
  EXPECT_EQ(says("one", "edited, as written", 5min, true).changed_posts, 1);
  EXPECT_EQ(newest(), "edited, as written");
}

TEST_F(Revisions, AnEditFromTheFarFutureDoesNotShutOutTrueOnes) {
  says("one", "first");
  says("two", "says it is of 2199", 24h * 365 * 170);
  says("one", "second", 5min);
  EXPECT_EQ(newest(), "second");
}

TEST_F(Revisions, WhatOthersDoToAPostIsNoEdit) {
  MatchedPost matched = build::matched(build::post("1", kCreated));
  show("one", matched);
  matched.post.edited_at = kCreated + 1min;
  matched.post.author.name = "Ana (away)";
  matched.post.author.followers = 99;
  matched.post.engagement.likes = 12;
  EXPECT_EQ(show("one", matched).changed_posts, 0);
  EXPECT_EQ(only_post().revision, 1);
}

TEST_F(Revisions, EveryPartOfTheContentCounts) {
  const auto edits = std::vector<void (*)(Post&)>{
      [](Post& post) { post.text += "!"; },
      [](Post& post) { post.content_warning = "w"; },
      [](Post& post) { post.language = "es"; },
      [](Post& post) { post.url += "?page=2"; },
      [](Post& post) { post.tags.emplace_back("IVLP"); },
      [](Post& post) { post.mentions.emplace_back("@b@two.example"); },
      [](Post& post) {
        post.links.push_back({"https://example.org/", ""});
      },
      [](Post& post) {
        post.media.push_back({"image", "https://example.org/i.png", ""});
      },
      [](Post& post) { post.in_reply_to = "https://two.example/1"; },
      [](Post& post) { post.repost_of = "https://two.example/2"; },
  };
  MatchedPost matched = build::matched(build::post("1", kCreated));
  show("one", matched);
  Duration edited{};
  for (const auto& edit : edits) {
    edit(matched.post);
    edited += 1min;
    matched.post.edited_at = kCreated + edited;
    EXPECT_EQ(show("one", matched).changed_posts, 1);
    EXPECT_EQ(only_post().post, matched.post);
  }
  EXPECT_EQ(only_post().revision, 1 + static_cast<int>(edits.size()));
  expect_sound();
}

TEST_F(Revisions, TheOrderOfArrivalDoesNotDecideTheOutcome) {
  struct Saying {
    std::string source;
    std::string text;
    Duration edited;
    bool own;
  };
  std::vector<Saying> sayings{{"one", "v1", 0min, true},
                              {"two", "v1 at two", 0min, false},
                              {"two", "v2", 5min, false},
                              {"one", "v3", 9min, true}};
  std::sort(sayings.begin(), sayings.end(),
            [](const Saying& a, const Saying& b) { return a.text < b.text; });
  int orders = 0;
  do {
    close();
    std::filesystem::remove(path);
    std::filesystem::remove(path.string() + "-wal");
    std::filesystem::remove(path.string() + "-shm");
    open();
    for (const Saying& saying : sayings) {
      says(saying.source, saying.text, saying.edited, saying.own);
    }
    EXPECT_EQ(newest(), "v3");
    ++orders;
  } while (std::next_permutation(sayings.begin(), sayings.end(),
                                 [](const Saying& a, const Saying& b) { return a.text < b.text; }));
  EXPECT_EQ(orders, 24);
}

}  // namespace
}  // namespace tagwatch
