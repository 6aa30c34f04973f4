// What makes a post gone, and what never does; what is left of it then.
#include <gmock/gmock.h>

#include <cstring>

#include "store_fixture.hpp"
#include "support/process.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;
using testing::ElementsAre;
using testing::IsEmpty;

const Instant kCreated = at("2026-11-23T08:00:00Z");

class Deletions : public StoreTest {
 protected:
  void show(const std::string& source, const std::string& id, bool own = false,
            const std::string& text = "") {
    Post post = build::post(id, kCreated);
    post.text = text.empty() ? post.text : text + " #TMSSW";
    MatchedPost matched = build::matched(std::move(post));
    matched.from_own_server = own;
    StoreTest::show(source, std::move(matched));
  }
  static ShownPost shown(const std::string& id) {
    const Post post = build::post(id, kCreated);
    return {id, post.uri, post.created_at};
  }
  // A page of `source` that shows `ids` and all that lies above `low`.
  Committed page(const std::string& source, std::vector<std::string> ids, Bound low) {
    Batch batch = build::batch(source, {});
    batch.askable = askable;
    batch.shown = ShownStretch{Order::ids, std::move(low), {}, {}};
    for (const std::string& id : ids) {
      batch.shown->posts.push_back(shown(id));
    }
    return commit(batch);
  }
  Committed answer(const std::string& source, const std::string& id, Standing standing) {
    Batch batch = build::batch(source, {});
    batch.askable = askable;
    batch.answers = {{id, standing, {}}};
    return commit(batch);
  }
  std::vector<std::string> asked_of(const std::string& source) {
    return writer->reader().candidates(TimelineId(source, "tmssw"), clock.now(), 100).value().ids;
  }
  std::optional<std::string> control_of(const std::string& source) {
    return writer->reader()
        .candidates(TimelineId(source, "tmssw"), clock.now(), 100)
        .value()
        .control;
  }
  bool is_gone(const std::string& id) {
    return writer->reader()
        .post_by_uri("https://one.example/users/ana/statuses/" + id)
        .value()
        ->deleted;
  }
  // Everything that the store's files hold.
  std::string all_bytes() {
    std::string bytes;
    for (const char* part : {"", "-wal", "-shm"}) {
      bytes += contents(path.string() + part);
    }
    return bytes;
  }

  std::vector<std::string> askable{"one.example", "two.example"};
};

TEST_F(Deletions, AMissingPostIsACandidateAndNothingMore) {
  for (const char* id : {"101", "102", "103"}) {
    show("one.example", id, true);
  }
  page("one.example", {"101", "103"}, {"100", {}});
  EXPECT_THAT(asked_of("one.example"), ElementsAre("102"));
  EXPECT_THAT(asked_of("two.example"), IsEmpty());
  EXPECT_EQ(control_of("one.example"), "103");
  EXPECT_FALSE(is_gone("102"));
  close();
  open();
  EXPECT_THAT(asked_of("one.example"), ElementsAre("102")) << "kept in the store";
  page("one.example", {"102"}, {"101", {}});
  EXPECT_THAT(asked_of("one.example"), ElementsAre("103")) << "what is shown is there";
}

TEST_F(Deletions, APostWhoseIdBelongsToAnotherOneIsGone) {
  for (const char* id : {"101", "102", "103"}) {
    show("one.example", id, true);
  }
  const ShownPost another{"102", "https://one.example/users/cat/statuses/102", kCreated + 1min};
  const ShownPost moved{"103", "https://new.one.example/users/ana/statuses/103", kCreated};
  Batch batch = build::batch("one.example", {});
  batch.askable = askable;
  batch.shown = ShownStretch{Order::ids, {"100", {}}, {}, {shown("101"), another, moved}};
  commit(batch);
  EXPECT_THAT(asked_of("one.example"), ElementsAre("102"));
  commit(batch);
  EXPECT_THAT(asked_of("one.example"), ElementsAre("102")) << "another post's showing is not its";
  batch.shown.reset();
  batch.answers = {{"102", Standing::there, another}};
  EXPECT_EQ(commit(batch).gone_posts, 1);
  EXPECT_TRUE(is_gone("102"));
  EXPECT_FALSE(is_gone("103"));
}

TEST_F(Deletions, OnlyWhatThePageShouldHoldIsMissing) {
  for (const char* id : {"99", "100", "101", "1000"}) {
    show("one.example", id, true);
  }
  Post other = build::post("105", kCreated);
  StoreTest::show("one.example", build::matched(other, {"GlobalSecurity"}));
  page("one.example", {"101"}, {"100", {}});
  EXPECT_THAT(asked_of("one.example"), IsEmpty())
      << "below the page, at its end, of another length, of another tag";
}

TEST_F(Deletions, WhatIsOrderedByTimeIsMissingByTime) {
  for (int hour : {5, 6, 7}) {
    Post post = build::post(std::to_string(hour), kCreated - std::chrono::hours(hour));
    StoreTest::show("one.example", build::matched(post));
  }
  Batch batch = build::batch("one.example", {});
  batch.askable = askable;
  batch.shown =
      ShownStretch{Order::times, Bound({}, kCreated - std::chrono::hours(7)), {}, {shown("5")}};
  commit(batch);
  EXPECT_THAT(asked_of("one.example"), ElementsAre("6"));
}

TEST_F(Deletions, TheAuthorsOwnServerDecides) {
  show("one.example", "102", true);
  show("two.example", "102");
  page("two.example", {}, {"100", {}});
  EXPECT_EQ(answer("two.example", "102", Standing::gone).gone_posts, 0);
  EXPECT_FALSE(is_gone("102"));
  EXPECT_THAT(asked_of("one.example"), ElementsAre("102")) << "now it is asked";
  EXPECT_EQ(answer("one.example", "102", Standing::there).gone_posts, 0);
  EXPECT_FALSE(is_gone("102"));

  clock.advance(std::chrono::hours(2));
  page("one.example", {}, {"100", {}});
  EXPECT_EQ(answer("one.example", "102", Standing::gone).gone_posts, 1);
  EXPECT_TRUE(is_gone("102"));
}

TEST_F(Deletions, WithoutItEverySourceThatShowedThePostMustAgree) {
  show("one.example", "102");
  show("two.example", "102");
  show("feed", "102");
  page("one.example", {}, {"100", {}});
  answer("one.example", "102", Standing::gone);
  EXPECT_FALSE(is_gone("102"));
  EXPECT_THAT(asked_of("two.example"), ElementsAre("102"));
  answer("two.example", "102", Standing::unknown);
  EXPECT_FALSE(is_gone("102"));
  answer("two.example", "102", Standing::gone);
  EXPECT_TRUE(is_gone("102")) << "a feed cannot be asked";
}

TEST_F(Deletions, ASourceThatIsNoLongerConfiguredHasNoWord) {
  show("left.example", "102", true);
  show("one.example", "102");
  page("one.example", {}, {"100", {}});
  answer("one.example", "102", Standing::gone);
  EXPECT_TRUE(is_gone("102"));
}

TEST_F(Deletions, WhatIsThereIsAskedForEverMoreRarely) {
  show("one.example", "102", true);
  std::vector<int> asked_at;
  for (int hour = 0; hour < 40; ++hour) {
    page("one.example", {}, {"100", {}});
    if (!asked_of("one.example").empty()) {
      asked_at.push_back(hour);
      answer("one.example", "102", Standing::there);
    }
    clock.advance(std::chrono::hours(1));
  }
  EXPECT_THAT(asked_at, ElementsAre(0, 1, 3, 7, 15, 31));
  EXPECT_FALSE(is_gone("102"));
}

TEST_F(Deletions, ATombstoneIsFinalWhoeverStillShowsThePost) {
  show("one.example", "102", true, "Canary words");
  page("one.example", {}, {"100", {}});
  answer("one.example", "102", Standing::gone);
  EXPECT_THAT(found("canary"), IsEmpty());
  show("two.example", "102", false, "Canary words");
  show("one.example", "102", true, "Canary words");
  EXPECT_EQ(only_post().post.text, "");
  EXPECT_THAT(found("canary"), IsEmpty());
  EXPECT_THAT(asked_of("one.example"), IsEmpty());
  page("one.example", {}, {"100", {}});
  EXPECT_THAT(asked_of("one.example"), IsEmpty());
  expect_sound();
}

TEST_F(Deletions, AHeldPostKeepsItsContentAndIsMarked) {
  reopen(Deletion::hold);
  show("one.example", "102", true, "Canary words");
  page("one.example", {}, {"100", {}});
  EXPECT_EQ(answer("one.example", "102", Standing::gone).gone_posts, 1);
  const PostRecord held = only_post();
  EXPECT_TRUE(held.deleted && held.held);
  EXPECT_EQ(held.post.text, "Canary words #TMSSW");
  EXPECT_THAT(found("canary"), ElementsAre("102"));
  EXPECT_FALSE(writer->reader().purge_due().value());

  EXPECT_EQ(writer->erase("ana@one.example").value(), 1) << "erasing beats it";
  EXPECT_EQ(only_post().post.text, "");
  EXPECT_FALSE(only_post().held);
  expect_sound();
}

TEST_F(Deletions, WhatWasHeldUnderAnotherRuleIsReleased) {
  reopen(Deletion::hold);
  show("one.example", "102", true, "Canary words");
  page("one.example", {}, {"100", {}});
  answer("one.example", "102", Standing::gone);
  reopen(Deletion::follow);
  EXPECT_EQ(writer->release_held().value(), 1);
  EXPECT_EQ(writer->release_held().value(), 0);
  EXPECT_EQ(only_post().post.text, "");
}

TEST_F(Deletions, AStreamsWordCountsAsItsSourcesAnswer) {
  for (const char* key : {"a/app.bsky.feed.post/1", "a/app.bsky.feed.post/2", "ab/x/3"}) {
    Post post = build::post(key, kCreated);
    post.uri = "at://did:plc:" + std::string(key);
    post.native_id = post.uri;
    StoreTest::show("one.example", build::matched(post));
  }
  Batch batch = build::batch("one.example", {});
  batch.askable = askable;
  batch.gone = {"at://did:plc:a/app.bsky.feed.post/1", "at://did:plc:a/app.bsky.feed.post/9"};
  EXPECT_EQ(commit(batch).gone_posts, 1);
  batch.gone.clear();
  batch.gone_prefixes = {"at://did:plc:a/"};
  EXPECT_EQ(commit(batch).gone_posts, 1);
  EXPECT_EQ(writer->reader().contents().value().gone, 2) << "the account ab is another";
}

TEST_F(Deletions, ATagThatIsEditedOutEndsItsMatchAlone) {
  Post post = build::post("1", kCreated);
  post.tags.emplace_back("GlobalSecurity");
  StoreTest::show("one.example", build::matched(post, {"TMSSW", "GlobalSecurity"}));
  Issue issue;
  issue.digest.date = *parse_day("2026-11-23");
  issue.digest.window = {at("2026-11-23T00:00:00Z"), at("2026-11-24T00:00:00Z")};
  issue.digest.as_of_txn = writer->reader().last_commit()->txn;
  issue.posts = {1};
  const auto issued = writer->issue(issue);
  ASSERT_TRUE(issued) << describe(issued.error());

  post.edited_at = kCreated + std::chrono::hours(1);
  post.tags = {Hashtag("GlobalSecurity")};
  MatchedPost edited = build::matched(post, {"GlobalSecurity"});
  EXPECT_EQ(StoreTest::show("one.example", edited).changed_posts, 1);
  PostRecord now = only_post();
  ASSERT_EQ(now.matches.size(), 1U);
  EXPECT_EQ(now.matches[0].spelled, "GlobalSecurity");
  const auto changes = [this](std::int64_t from) {
    return writer->reader().changes(from, writer->reader().last_commit()->txn).value();
  };
  const Changes told = changes(issued->as_of_txn);
  ASSERT_EQ(told.untagged.size(), 1U);
  EXPECT_EQ(told.untagged[0].tag, "TMSSW");
  EXPECT_EQ(told.untagged[0].reported, issue.digest.date);
  EXPECT_THAT(told.edited, IsEmpty());

  const auto before = writer->reader().last_commit()->txn;
  post.edited_at = kCreated + std::chrono::hours(2);
  post.tags = {};
  MatchedPost bare;
  bare.post = post;
  StoreTest::show("one.example", bare);
  now = only_post();
  EXPECT_THAT(now.matches, IsEmpty());
  EXPECT_FALSE(now.deleted) << "the post stays";
  EXPECT_EQ(changes(before).untagged.size(), 1U);

  post.uri += "-unknown";
  bare.post = post;
  StoreTest::show("one.example", bare);
  EXPECT_EQ(posts().size(), 1U) << "and one that was never kept is not added";
  expect_sound();
}

TEST_F(Deletions, ErasingTakesAnAccountWithAllItsHandles) {
  const auto by = [](const std::string& id, const std::string& uri, const std::string& handle) {
    Post post = build::post(id, kCreated);
    post.uri = uri;
    post.native_id = uri;
    post.author.handle = handle;
    return build::matched(std::move(post));
  };
  StoreTest::show("one.example", by("1", "at://did:plc:a/p/1", "@Ana.example.net"));
  StoreTest::show("one.example", by("2", "at://did:plc:a/p/2", "@older.example.net"));
  StoreTest::show("one.example", by("3", "at://did:plc:b/p/3", "@other.example.net"));
  EXPECT_EQ(writer->erase("@nobody.example.net").value(), 0);
  EXPECT_EQ(writer->erase("ana.EXAMPLE.net").value(), 2);
  EXPECT_EQ(writer->erase("@ana.example.net").value(), 0);
  EXPECT_EQ(writer->reader().contents().value().gone, 2);
  expect_sound();
}

// Spread over the index, so that its pages are split and rebuilt in all places.
std::string spread_handle(int number) {
  return "h" + std::to_string(static_cast<std::uint32_t>(number) * 2654435761U) + "q";
}

TEST_F(Deletions, APurgeLeavesNoByteOfWhatIsGone) {
  constexpr int kPosts = 800;
  std::vector<std::string> words;
  for (int first = 0; first < kPosts; first += 100) {
    std::vector<MatchedPost> posts;
    for (int number = first; number < first + 100; ++number) {
      const std::string id = std::to_string(100'000 + number);
      Post post = build::post(id, kCreated);
      post.author.handle = "@" + spread_handle(number) + "@one.example";
      post.author.name = "Name" + id;
      post.text = "Canary" + id + " " + std::string(static_cast<std::size_t>(number % 350), 'x');
      post.content_warning = "warning" + id + " ความมั่นคง" + id;
      post.links = {{"https://link.example/" + id, "title" + id}};
      posts.push_back(build::matched(std::move(post)));
    }
    commit(build::batch("one.example", posts));
  }
  for (int number = 0; number < kPosts; number += 4) {
    const std::string id = std::to_string(100'000 + number);
    ASSERT_EQ(writer->erase("@" + spread_handle(number) + "@one.example").value(), 1) << id;
    words.push_back(spread_handle(number));
    words.push_back("link.example/" + id);
    for (const char* word : {"Canary", "canary", "Name", "warning", "title", "คง"}) {
      words.push_back(word + id);
    }
  }
  EXPECT_TRUE(writer->reader().purge_due().value());
  const auto purged = writer->purge();
  ASSERT_TRUE(purged) << describe(purged.error());
  EXPECT_FALSE(writer->reader().purge_due().value());
  const std::string bytes = all_bytes();
  const auto holds = [&bytes](const std::string& word) {
    return ::memmem(bytes.data(), bytes.size(), word.data(), word.size()) != nullptr;
  };
  for (const std::string& word : words) {
    EXPECT_FALSE(holds(word)) << word;
  }
  EXPECT_TRUE(holds("Canary100001"));
  expect_sound();
}

TEST_F(Deletions, PruningTakesWhatIsOlderAndKeepsTombstones) {
  show("one.example", "101", true, "Canary");
  page("one.example", {}, {"100", {}});
  answer("one.example", "101", Standing::gone);
  show("one.example", "102", true);
  clock.advance(std::chrono::days(100));
  Post young = build::post("103", clock.now());
  young.engagement.likes = 1;
  StoreTest::show("one.example", build::matched(young));
  clock.advance(std::chrono::hours(1));
  young.engagement.likes = 2;
  StoreTest::show("one.example", build::matched(young));

  const auto pruned = writer->prune({clock.now() - std::chrono::days(90), clock.now()});
  ASSERT_TRUE(pruned) << describe(pruned.error());
  EXPECT_EQ(pruned->posts, 1);
  EXPECT_EQ(pruned->observations, 1) << "the newest counts stay";
  EXPECT_EQ(posts().size(), 2U);
  show("two.example", "101", false, "Canary");
  EXPECT_TRUE(is_gone("101"));
  EXPECT_EQ(writer->prune({}).value().posts, 0);
  ASSERT_TRUE(writer->purge());
  expect_sound();
}

}  // namespace
}  // namespace tagwatch
