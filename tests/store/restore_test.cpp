// Posts as an export has them: added as they stand, and merged with what is stored.
#include <gmock/gmock.h>

#include "store_fixture.hpp"

namespace tagwatch {
namespace {

using build::at;
using testing::ElementsAre;
using testing::IsEmpty;

PostRecord record(const std::string& id) {
  PostRecord record;
  record.post = build::post(id, at("2026-11-20T08:00:00Z"));
  record.created = *record.post.created_at;
  record.first_seen = at("2026-11-20T08:05:00Z");
  record.last_seen = at("2026-11-21T09:00:00Z");
  record.matches = {{"tmssw", "TMSSW", false}};
  record.topics = {"Ports"};
  record.sightings = {{"one.example", id, record.first_seen},
                      {"two.example", "9" + id, at("2026-11-20T08:07:00Z")}};
  record.post.engagement.likes = 7;
  record.engagement_as_of = at("2026-11-21T09:00:00Z");
  return record;
}

class Restore : public StoreTest {
 protected:
  Committed restore(const std::vector<PostRecord>& records) {
    const auto committed = writer->restore(records);
    EXPECT_TRUE(committed) << describe(committed.error());
    return committed ? *committed : Committed();
  }
};

TEST_F(Restore, EveryFieldStands) {
  PostRecord before = record("1");
  before.post.edited_at = at("2026-11-20T10:00:00Z");
  before.post.withheld = true;
  EXPECT_EQ(restore({before}).new_posts, 1);
  const PostRecord after = only_post();
  before.post.native_id = after.post.native_id;
  EXPECT_EQ(after.post, before.post);
  EXPECT_EQ(after.created, before.created);
  EXPECT_TRUE(after.created_known);
  EXPECT_EQ(after.placed, before.created);
  EXPECT_EQ(after.first_seen, before.first_seen);
  EXPECT_EQ(after.last_seen, before.last_seen);
  EXPECT_EQ(after.engagement_as_of, before.engagement_as_of);
  EXPECT_EQ(after.matches, before.matches);
  EXPECT_EQ(after.topics, before.topics);
  EXPECT_EQ(after.sightings, before.sightings);
  EXPECT_EQ(after.origin, Origin::imported);
  EXPECT_THAT(found("notes"), ElementsAre("1"));
  expect_sound();
}

TEST_F(Restore, ATimeThatNobodyGaveIsTheFirstSighting) {
  PostRecord item = record("1");
  item.post.created_at.reset();
  item.created = item.first_seen;
  item.created_known = false;
  restore({item});
  EXPECT_EQ(only_post().placed, item.first_seen);

  item.first_seen -= std::chrono::hours(1);
  item.created = item.first_seen;
  restore({item});
  EXPECT_EQ(only_post().first_seen, item.first_seen);
  EXPECT_EQ(only_post().created, item.first_seen);
  EXPECT_FALSE(only_post().created_known);
  EXPECT_EQ(only_post().placed, item.first_seen + std::chrono::hours(1)) << "places stay";
}

TEST_F(Restore, TheNewerRevisionAndTheUnionOfSightingsStay) {
  PostRecord old = record("1");
  PostRecord edited = record("1");
  edited.post.edited_at = at("2026-11-20T12:00:00Z");
  edited.post.text = "Minutes, corrected #TMSSW";
  edited.topics = {"Airports"};
  edited.sightings = {{"three.example", "77", at("2026-11-20T09:00:00Z")}};
  edited.matches = {{"globalsecurity", "GlobalSecurity", false}};

  EXPECT_EQ(restore({edited}).new_posts, 1);
  EXPECT_EQ(restore({old}).changed_posts, 1) << "a new match";
  EXPECT_EQ(only_post().post.text, edited.post.text);
  EXPECT_EQ(only_post().topics, edited.topics);
  EXPECT_EQ(only_post().sightings.size(), 3U);
  EXPECT_EQ(only_post().matches.size(), 2U);
  EXPECT_THAT(found("notes"), IsEmpty());

  close();
  std::filesystem::remove(path);
  open();
  EXPECT_EQ(restore({old}).new_posts, 1);
  EXPECT_EQ(restore({edited}).changed_posts, 1);
  EXPECT_EQ(only_post().revision, 2);
  EXPECT_EQ(only_post().post.text, edited.post.text);
  EXPECT_EQ(only_post().topics, edited.topics);
  EXPECT_EQ(only_post().sightings.size(), 3U);
  EXPECT_THAT(found("corrected").size(), 1U);
  EXPECT_EQ(restore({old, edited}).changed_posts, 0);
  expect_sound();
}

TEST_F(Restore, OfOneSightingTheEarlierTimeCounts) {
  PostRecord post = record("1");
  restore({post});
  post.sightings.front().first_seen -= std::chrono::hours(1);
  post.sightings.back().first_seen += std::chrono::hours(1);
  post.last_seen -= std::chrono::hours(1);
  restore({post});
  EXPECT_EQ(only_post().sightings,
            (std::vector<Sighting>{{"one.example", "1", at("2026-11-20T07:05:00Z")},
                                   {"two.example", "91", at("2026-11-20T08:07:00Z")}}));
  EXPECT_EQ(only_post().last_seen, record("1").last_seen);
}

TEST_F(Restore, TheLaterCountsStay) {
  PostRecord post = record("1");
  restore({post});
  post.post.engagement.likes = 5;
  post.engagement_as_of = at("2026-11-21T08:00:00Z");
  restore({post});
  EXPECT_EQ(only_post().post.engagement.likes, 7);
  post.engagement_as_of = at("2026-11-21T10:00:00Z");
  restore({post});
  EXPECT_EQ(only_post().post.engagement.likes, 5);
  EXPECT_EQ(only_post().engagement_as_of, post.engagement_as_of);
}

TEST_F(Restore, WhatIsPolledKeepsItsOriginAndItsServersWord) {
  MatchedPost polled = build::matched(build::post("1", at("2026-11-20T08:00:00Z")));
  polled.from_own_server = true;
  show("one.example", polled);
  PostRecord post = record("1");
  post.post.withheld = true;
  restore({post});
  EXPECT_EQ(only_post().origin, Origin::polled);
  EXPECT_FALSE(only_post().post.withheld);
  show("one.example", polled);
  EXPECT_EQ(only_post().sightings.size(), 2U);
  expect_sound();
}

TEST_F(Restore, ATombstoneIsFinal) {
  PostRecord post = record("1");
  restore({post});
  PostRecord gone = record("1");
  gone.deleted = true;
  gone.post.text.clear();
  EXPECT_EQ(restore({gone}).changed_posts, 1);
  const PostRecord left = only_post();
  EXPECT_TRUE(left.deleted);
  EXPECT_EQ(left.post.text, "");
  EXPECT_EQ(left.post.author, Author());
  EXPECT_EQ(left.engagement_as_of, std::nullopt);
  EXPECT_EQ(left.sightings, post.sightings);
  EXPECT_THAT(found("notes"), IsEmpty());

  post.post.edited_at = at("2026-11-22T12:00:00Z");
  post.sightings.push_back({"three.example", "77", at("2026-11-22T09:00:00Z")});
  EXPECT_EQ(restore({post}).changed_posts, 0);
  EXPECT_EQ(only_post().post.text, "");
  EXPECT_EQ(only_post().engagement_as_of, std::nullopt);
  EXPECT_EQ(only_post().sightings.size(), 3U);
  expect_sound();
}

TEST_F(Restore, AnIdThatBelongsToAnotherPostHereStaysThere) {
  restore({record("1")});
  PostRecord other = record("2");
  other.sightings.front().native_id = "1";
  restore({other});
  ASSERT_EQ(posts().size(), 2U);
  EXPECT_EQ(posts()[0].sightings.size(), 2U);
  EXPECT_EQ(posts()[1].sightings.size(), 1U);
  expect_sound();
}

TEST_F(Restore, ItemsThatShareAPageStayApart) {
  PostRecord first = record("1");
  PostRecord second = record("2");
  for (PostRecord* item : {&first, &second}) {
    item->post.platform = "feed";
    item->post.url = "https://news.example/live";
  }
  EXPECT_EQ(restore({first, second}).new_posts, 2);
}

// What a file holds may be older than what the source said itself.
TEST_F(Restore, AnImportedAnswerBringsNeitherOldTextNorOldCounts) {
  Post item = build::feed_item("a", "https://news.example/a", at("2026-11-20T08:00:00Z"));
  item.text = "Headline, corrected";
  show("news", build::matched(item));
  Post note = build::post("1", at("2026-11-20T08:00:00Z"));
  note.engagement.likes = 9;
  show("one.example", build::matched(note));

  item.text = "Headline, as it was";
  note.engagement.likes = 2;
  for (const auto& [source, post] : {std::pair("news", item), std::pair("one.example", note)}) {
    Batch batch = build::batch(source, {build::matched(post)});
    batch.origin = Origin::imported;
    EXPECT_EQ(commit(batch).changed_posts, 0);
  }
  EXPECT_EQ(writer->reader().post_by_uri(item.uri).value()->post.text, "Headline, corrected");
  EXPECT_EQ(writer->reader().post_by_uri(note.uri).value()->post.engagement.likes, 9);
}

}  // namespace
}  // namespace tagwatch
