// What stays one post: when it is gone, when its own network shows it later, when it was pruned.
#include <gmock/gmock.h>

#include "store_fixture.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;
using build::feed_item;
using build::matched;
using testing::ElementsAre;
using testing::IsEmpty;

const Instant kCreated = at("2026-11-23T08:00:00Z");
const std::string kPage = build::post("1", kCreated).url;
const std::string kArticle = "https://paper.example/story/1";

class Identity : public StoreTest {
 protected:
  // The item of `guid` that links to `page`, with the word "canary" unless it says something else.
  static Post item(const std::string& guid, const std::string& page,
                   const std::string& text = "canary of Ana") {
    Post post = feed_item(guid, page, kCreated);
    post.text = text;
    return post;
  }
  static Post by_handle(Post post, const std::string& handle) {
    post.author.handle = handle;
    return post;
  }
  void reopen(Deletion deletion) {
    close();
    writer.emplace(
        Writer::open(path, Writer::Options(false, Duration{0}, Lock::Holder::command, deletion),
                     clock)
            .value());
  }
  void restore(const std::vector<PostRecord>& records) {
    const auto restored = writer->restore(records);
    EXPECT_TRUE(restored) << describe(restored.error());
  }
  /// What another store that saw the same exports of it.
  static PostRecord exported(const Post& post, const std::vector<std::string>& sources) {
    PostRecord record;
    record.post = post;
    record.created = kCreated;
    record.first_seen = record.last_seen = kCreated + 5min;
    record.matches = {{"tmssw", "TMSSW", false}};
    for (const std::string& source : sources) {
      record.sightings.push_back({source, post.native_id, record.first_seen});
    }
    return record;
  }
};

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

}  // namespace
}  // namespace tagwatch
