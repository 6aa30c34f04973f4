// What stays one post: when it is gone, when its own network shows it later, under another id.
#include <gmock/gmock.h>

#include "identity_fixture.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::matched;
using testing::ElementsAre;
using testing::IsEmpty;

// Gone -------------------------------------------------------------------------------------------

TEST_F(Identity, APostOfANetworkStaysGoneWhateverGuidAFeedGivesItsPage) {
  show("one", matched(build::post("1", kCreated)));
  show("news", matched(item("g1", kPage)));
  ASSERT_EQ(writer->erase("@ana@one.example").value(), 1);
  show("news", matched(item("g2", kPage)));
  show("news", matched(item("g3", kPage, "canary in other words")));
  show("search", matched(item("g4", kPage)));
  restore({exported(item("g5", kPage), {"news"}), exported(item("g6", kPage), {"search"})});
  EXPECT_EQ(posts().size(), 1U);
  EXPECT_THAT(found("canary"), IsEmpty());

  show("news", matched(item("g7", kPage + "0")));
  restore({exported(item("g8", kPage + "1"), {"news"})});
  EXPECT_THAT(found("canary"), ElementsAre("g8", "g7")) << "another page";
  expect_sound();
}

TEST_F(Identity, AnItemStaysGoneAtItsSourceWhereItSaysTheSame) {
  Post post = by_handle(item("g1", kArticle, "first words"), "@ana");
  show("news", matched(post));
  post.text = "canary of Ana";
  clock.advance(1h);
  ASSERT_EQ(show("news", matched(post)).changed_posts, 1);
  ASSERT_EQ(writer->erase("@ana").value(), 1);

  show("news", matched(item("g2", kArticle)));
  show("news", matched(item("g3", kArticle, "first words")));
  show("search", matched(item("g4", kArticle, "canary in other words")));
  restore({exported(item("g5", kArticle), {"news"}),
           exported(item("g6", kArticle, "canary in other words"), {"search"})});
  EXPECT_EQ(posts().size(), 1U);

  show("news", matched(item("g7", kArticle, "canary of Bob")));
  show("news", matched(item("g8", kArticle + "0")));
  restore({exported(item("g9", kArticle, "canary of Cem"), {"news", "search"})});
  EXPECT_THAT(found("canary"), ElementsAre("g9", "g8", "g7")) << "as many posts as the source says";
  expect_sound();
}

TEST_F(Identity, ItemsThatShareAPageGoOneByOne) {
  show("news", matched(by_handle(item("g1", kArticle), "@ana")));
  show("news", matched(by_handle(item("g2", kArticle, "canary of Bob"), "@bob")));
  ASSERT_EQ(writer->erase("@bob").value(), 1);
  show("news", matched(item("g3", kArticle, "canary of Bob")));
  EXPECT_THAT(found("canary"), ElementsAre("g1")) << "though the page is that of another one";
  show("search", matched(item("g4", kArticle, "canary of all")));
  EXPECT_EQ(writer->reader().post_by_uri("urn:item:g1").value()->sightings.size(), 2U)
      << "it is found by the page, as one that is there";

  ASSERT_EQ(writer->erase("@ana").value(), 1);
  show("news", matched(item("g5", kArticle)));
  EXPECT_THAT(found("canary"), IsEmpty());
  close();
  auto db = store::Db::open(path, store::Db::Access::read).value();
  EXPECT_EQ(first_text(*db, "SELECT count(*) FROM alias WHERE key LIKE '%paper.example%'"), "0")
      << "the address names its author";
}

TEST_F(Identity, WhatIsHeldIsOneToo) {
  reopen(Deletion::hold);
  PostRecord held = exported(by_handle(item("g1", kArticle), "@ana"), {"news"});
  held.deleted = true;
  restore({held});
  ASSERT_TRUE(only_post().held);
  show("news", matched(item("g2", kArticle)));
  EXPECT_EQ(posts().size(), 1U);
  reopen(Deletion::follow);
  ASSERT_EQ(writer->release_held().value(), 1);
  show("news", matched(item("g3", kArticle)));
  EXPECT_EQ(posts().size(), 1U);
  EXPECT_THAT(found("canary"), IsEmpty());
  expect_sound();
}

// Shown by a feed first ------------------------------------------------------------------------

// All that a digest shows of a post.
void expect_same(const PostRecord& now, const PostRecord& then) {
  EXPECT_EQ(now.post, then.post);
  EXPECT_EQ(now.revision, then.revision);
  EXPECT_EQ(now.created, then.created);
  EXPECT_EQ(now.created_known, then.created_known);
  EXPECT_EQ(now.placed, then.placed);
  EXPECT_EQ(now.first_seen, then.first_seen);
  EXPECT_EQ(now.last_seen, then.last_seen);
  EXPECT_EQ(now.matches, then.matches);
  EXPECT_EQ(now.topics, then.topics);
  EXPECT_EQ(now.sightings, then.sightings);
}

TEST_F(Identity, ItsOwnNetworkKnowsBetterWhatAFeedShowedFirst) {
  MatchedPost first = matched(item("g1", kPage));
  first.post.created_at = kCreated + 20min;  // feeds date as they like
  first.matches[0].by_phrase = true;
  first.topics = {"Ports"};
  const Committed shown = show("news", first);
  const PostRecord reported = writer->reader().post_as_of("urn:item:g1", shown.txn).value().value();

  clock.advance(1h);
  MatchedPost post = matched(build::post("1", kCreated));
  post.topics = {"Airports"};
  EXPECT_EQ(show("two", post).new_posts, 0);
  const PostRecord now = only_post();
  EXPECT_EQ(now.post.uri, "urn:item:g1") << "as it was reported";
  EXPECT_EQ(now.post.platform, "mastodon");
  EXPECT_EQ(now.post.kind, post.post.kind);
  EXPECT_EQ(now.post.author, post.post.author);
  EXPECT_EQ(now.post.text, post.post.text);
  EXPECT_EQ(now.topics, post.topics);
  EXPECT_THAT(found("canary"), IsEmpty());
  expect_same(writer->reader().post_as_of("urn:item:g1", shown.txn).value().value(), reported);

  clock.advance(1h);
  first.post.text = "canary, corrected";
  EXPECT_EQ(show("news", first).changed_posts, 0) << "the feed's word counts no longer";
  EXPECT_EQ(only_post().post.text, post.post.text);
  post.post.text = "Edited minutes #TMSSW";
  post.post.edited_at = kCreated + 10min;
  EXPECT_EQ(show("one", post).changed_posts, 1) << "edits are taken, from any server";
  EXPECT_EQ(only_post().post.text, post.post.text);
  EXPECT_EQ(only_post().sightings.size(), 3U);
  expect_same(writer->reader().post_as_of("urn:item:g1", shown.txn).value().value(), reported);

  EXPECT_EQ(writer->erase("@ana@one.example").value(), 1);
  show("one", post);
  show("news", first);
  show("news", matched(item("g2", kPage)));
  EXPECT_EQ(only_post().post.text, "");
  expect_sound();
}

TEST_F(Identity, ItsNetworkIsBelievedThoughAllSayTheSame) {
  const Post post = build::post("1", kCreated);
  Post copy = item("g1", kPage, post.text);
  copy.kind = post.kind;
  show("news", matched(copy));
  EXPECT_EQ(show("one", matched(post)).changed_posts, 1);
  EXPECT_EQ(only_post().post.author, post.author);
  EXPECT_EQ(only_post().post.platform, "mastodon");
}

TEST_F(Identity, APostWhosePageMovesIsStillTheOneThatAFeedShowedFirst) {
  show("news", matched(item("g1", kPage)));
  Post post = build::post("1", kCreated);
  show("one", matched(post));
  post.url = "https://one.example/@ana_renamed/1";
  post.edited_at = kCreated + 10min;
  EXPECT_EQ(show("one", matched(post)).changed_posts, 1);
  EXPECT_EQ(show("two", matched(post)).new_posts, 0) << "at both of its pages";
  EXPECT_EQ(only_post().post.url, post.url);
}

TEST_F(Identity, AGuidThatNamesAPostMakesNobodyElsesPostOfIt) {
  const Post other = build::post("2", kCreated);
  show("one", matched(other));
  Post claim = item("x", other.url);
  claim.uri = build::post("1", kCreated).uri;
  show("news", matched(claim));
  ASSERT_EQ(posts().size(), 1U) << "a sighting of the post that it links to";

  restore({exported(build::post("1", kCreated), {"one"})});
  EXPECT_EQ(posts().size(), 2U);
  EXPECT_EQ(show("one", matched(build::post("1", kCreated))).new_posts, 0);
  EXPECT_EQ(writer->reader().post_by_uri(claim.uri).value()->post.author.handle,
            "@ana@one.example");
  EXPECT_EQ(writer->reader().post_by_uri(other.uri).value()->post.text, other.text);

  claim.uri = build::post("3", kCreated).uri;
  show("search", matched(claim));
  EXPECT_EQ(show("one", matched(build::post("3", kCreated))).new_posts, 1);
  EXPECT_EQ(writer->reader().post_by_uri(other.uri).value()->post.text, other.text);
  expect_sound();
}

// Posts of Bluesky that a feed shows first, and then the search.
class IdentityOfAnAccount : public Identity {
 protected:
  static Post post_of(const std::string& key, const std::string& handle) {
    Post post = by_handle(build::post(key, kCreated), handle);
    post.platform = "bluesky";
    post.uri = post.native_id = "at://did:plc:a/app.bsky.feed.post/" + key;
    post.url = "https://bsky.app/profile/did:plc:a/post/" + key;
    return post;
  }
  void show_both(const std::string& key, const std::string& handle) {
    const Post post = post_of(key, handle);
    show("news", matched(item("g" + key, post.url)));
    show("search", matched(post));
  }
  std::int64_t gone() { return writer->reader().contents().value().gone; }
};

TEST_F(IdentityOfAnAccount, AStreamsWordIsOfThemToo) {
  for (const char* key : {"1", "2"}) {
    show_both(key, "@ana.example.net");
  }
  Batch batch = build::batch("search", {});
  batch.askable = {"search"};
  batch.gone = {post_of("1", "").uri};
  EXPECT_EQ(commit(batch).gone_posts, 1);
  EXPECT_EQ(commit(batch).gone_posts, 0);
  batch.gone.clear();
  batch.gone_prefixes = {"at://did:plc:a/"};
  EXPECT_EQ(commit(batch).gone_posts, 1);
  EXPECT_EQ(gone(), 2);
  expect_sound();
}

TEST_F(IdentityOfAnAccount, ErasingTakesThemUnderAllItsHandles) {
  show_both("1", "@ana.example.net");
  show_both("2", "@older.example.net");
  show("search", matched(post_of("3", "@oldest.example.net")));
  Post other = build::post("4", kCreated);
  show("one", matched(other));
  Post claim = item("x", other.url);
  claim.uri = claim.native_id = post_of("4", "").uri;
  show("news", matched(claim));
  EXPECT_EQ(writer->erase("@ana.example.net").value(), 3);
  EXPECT_FALSE(writer->reader().post_by_uri(other.uri).value()->deleted)
      << "a guid makes nobody's post the account's";
  expect_sound();
}

TEST_F(Identity, AnExportOfItIsOnePostWithWhatItsNetworkShows) {
  PostRecord record = exported(build::post("1", kCreated), {"one"});
  record.post.uri = "urn:item:g1";
  record.sightings.push_back({"news", record.post.uri, record.first_seen});
  restore({record});
  EXPECT_EQ(show("one", matched(build::post("1", kCreated))).new_posts, 0);
  EXPECT_EQ(show("two", matched(build::post("1", kCreated))).new_posts, 0);
  EXPECT_EQ(show("news", matched(item("g1", kPage))).new_posts, 0);

  record.post.uri = build::post("1", kCreated).uri;
  record.post.edited_at = kCreated + 10min;
  record.post.text = "Edited minutes #TMSSW";
  restore({record});
  EXPECT_EQ(only_post().post.text, record.post.text);
  EXPECT_EQ(only_post().post.uri, "urn:item:g1");
  expect_sound();
}

// Under another id
// ---------------------------------------------------------------------------------

TEST_F(Identity, AnItemUnderANewGuidIsOneWithItselfWhereNothingElseChanged) {
  StoreTest::show("feed", matched(item("http://paper.example/1", kArticle)));
  StoreTest::show("feed", matched(item("https://paper.example/1", kArticle)));
  EXPECT_EQ(posts().size(), 1U);
  StoreTest::show("feed", matched(item("https://paper.example/2", kArticle, "Another one")));
  EXPECT_EQ(posts().size(), 2U) << "another text";
  Post next_day = item("https://paper.example/3", kArticle);
  next_day.created_at = kCreated + 24h;
  StoreTest::show("feed", matched(next_day));
  EXPECT_EQ(posts().size(), 3U) << "another time";
}

TEST_F(Identity, AnImportedTombstoneHoldsForWhatItsSourceShowsByTheSameId) {
  PostRecord record = exported(item("feed:guid", "", ""), {});
  record.post.platform = "mastodon";
  record.deleted = true;
  record.sightings.push_back({"one.example", "1", record.first_seen});
  restore({record});
  StoreTest::show("one.example", matched(build::post("1", kCreated)));
  ASSERT_EQ(posts().size(), 1U);
  EXPECT_EQ(only_post().post.text, "");
  StoreTest::show("one.example", matched(build::post("1", kCreated + 1h)));
  EXPECT_EQ(posts().size(), 2U) << "an id that was given again";
}

// What an export tells of a merged item is its sighting alone.
TEST_F(Identity, WhatASourceIsKnownToShowIsFoundByItsName) {
  const Post network = build::post("1", kCreated);
  PostRecord record = exported(network, {"one.example"});
  const Post merged = item("feed:guid", kPage, "other words");
  record.sightings.push_back({"feed", merged.uri, record.first_seen});
  restore({record});
  StoreTest::show("feed", matched(merged));
  ASSERT_EQ(posts().size(), 1U);
  EXPECT_EQ(only_post().post.text, network.text);
  ASSERT_EQ(writer->erase(network.author.handle).value(), 1);
  StoreTest::show("feed", matched(merged));
  EXPECT_EQ(only_post().post.text, "");
}

}  // namespace
}  // namespace tagwatch
