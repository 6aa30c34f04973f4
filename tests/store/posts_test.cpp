// Posts through commit and back: every field, identity, places, aliases, counts.
#include <gmock/gmock.h>

#include "store_fixture.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;
using testing::ElementsAre;
using testing::IsEmpty;

const Instant kCreated = at("2026-11-23T08:15:30.250Z");

class Posts : public StoreTest {};

MatchedPost full_post() {
  Post post = build::post("101", kCreated);
  post.kind = PostKind::quote;
  post.author.followers = 12345;
  post.author.bot = true;
  post.author.created_on = parse_day("2019-04-02");
  post.edited_at = kCreated + 5min;
  post.text = "Line one\nline \"two\" \\ with a tab\t, \xE5\xAE\x89\xE5\x85\xA8 and a NUL ->" +
              std::string(1, '\0') + "<-";
  post.content_warning = "politics";
  post.language = "pt-BR";
  post.tags = {Hashtag("TMSSW"), Hashtag("GlobalSecurity"), Hashtag("\xE5\xAE\x89\xE5\x85\xA8")};
  post.mentions = {"@office@one.example", "@b@two.example"};
  post.links = {{"https://example.org/a?b=1&c=2", "A \"title\""}, {"https://example.org/b", ""}};
  post.media = {{"image", "https://one.example/m/1.png", "A chart\nof two lines"}};
  post.engagement = {7, 0, std::nullopt, 2};
  post.in_reply_to = "https://two.example/users/b/statuses/1";
  post.repost_of = "https://three.example/users/c/statuses/2";
  post.withheld = true;
  post.indexable = false;
  MatchedPost matched = build::matched(post, {"TMSSW", "GlobalSecurity"});
  matched.matches[1].by_phrase = true;
  matched.topics = {"Cyber", "Border security"};
  matched.from_own_server = true;
  return matched;
}

TEST_F(Posts, EveryFieldComesBack) {
  const MatchedPost matched = full_post();
  const Committed committed = show("one", matched);
  EXPECT_EQ(committed.new_posts, 1);
  const PostRecord record = only_post();
  EXPECT_EQ(record.post, matched.post);
  EXPECT_EQ(record.matches, (std::vector<Match>{{"globalsecurity", "GlobalSecurity", true},
                                                {"tmssw", "TMSSW", false}}));
  EXPECT_EQ(record.topics, matched.topics);
  EXPECT_EQ(record.sightings, (std::vector<Sighting>{{"one", "101", clock.now()}}));
  EXPECT_EQ(record.created, kCreated);
  EXPECT_TRUE(record.created_known);
  EXPECT_EQ(record.placed, kCreated);
  EXPECT_EQ(record.first_seen, clock.now());
  EXPECT_EQ(record.last_seen, clock.now());
  EXPECT_EQ(record.engagement_as_of, clock.now());
  EXPECT_EQ(record.revision, 1);
  EXPECT_EQ(record.origin, Origin::polled);
  EXPECT_EQ(record.txn, committed.txn);
  EXPECT_EQ(record.digest, std::nullopt);
  EXPECT_FALSE(record.deleted);
}

TEST_F(Posts, AbsentFieldsStayAbsent) {
  Post post;
  post.uri = "urn:bare";
  post.platform = "feed";
  Batch batch = build::batch("news", {build::matched(post)});
  batch.origin = Origin::imported;
  commit(batch);
  const PostRecord record = only_post();
  post.native_id = "urn:bare";  // a source that gives no id of its own knows it by the uri
  EXPECT_EQ(record.post, post);
  EXPECT_FALSE(record.created_known);
  EXPECT_EQ(record.created, clock.now());
  EXPECT_EQ(record.engagement_as_of, std::nullopt);
  EXPECT_EQ(record.origin, Origin::imported);
}

TEST_F(Posts, AnImportedPostThatASourceShowsIsImportedNoLonger) {
  Batch batch = build::batch("one", {full_post()});
  batch.origin = Origin::imported;
  commit(batch);
  commit(batch);
  EXPECT_EQ(only_post().origin, Origin::imported);
  batch.origin = Origin::polled;
  commit(batch);  // in the same instant
  EXPECT_EQ(only_post().origin, Origin::polled);
  batch.origin = Origin::imported;
  clock.advance(5min);
  commit(batch);
  EXPECT_EQ(only_post().origin, Origin::polled);
}

TEST_F(Posts, TheSameBatchAgainChangesNothingButLastSeen) {
  Batch batch = build::batch("one", {full_post(), build::matched(build::post("102", kCreated))});
  batch.coverage = {{{kCreated, kCreated + 1h}, std::nullopt, {}},
                    {{kCreated + 1h, kCreated + 2h}, GapReason::down, {}}};
  batch.state.emplace();
  batch.state->holes = {Hole{}};
  commit(batch);
  const auto before = posts();
  const auto spans = writer->reader().coverage(batch.timeline, {kCreated, kCreated + 9h}).value();
  const auto state = writer->reader().timeline(batch.timeline).value();
  clock.advance(5min);
  const Committed again = commit(batch);
  EXPECT_EQ(again.new_posts, 0);
  EXPECT_EQ(again.changed_posts, 0);
  const auto after = posts();
  ASSERT_EQ(after.size(), 2U);
  for (std::size_t each = 0; each < 2; ++each) {
    EXPECT_EQ(after[each].last_seen, clock.now());
    EXPECT_EQ(after[each].first_seen, before[each].first_seen);
    EXPECT_EQ(after[each].revision, 1);
    EXPECT_EQ(after[each].post, before[each].post);
    EXPECT_EQ(after[each].sightings, before[each].sightings);
    EXPECT_EQ(after[each].engagement_as_of, before[each].engagement_as_of);
  }
  const auto same = writer->reader().coverage(batch.timeline, {kCreated, kCreated + 9h}).value();
  EXPECT_EQ(same.size(), spans.size());
  EXPECT_EQ(writer->reader().timeline(batch.timeline).value().holes, state.holes);
}

TEST_F(Posts, AreVisitedByCreationThenUriBytewise) {
  Post later = build::post("1", kCreated + 1s);
  Post upper = build::post("2", kCreated);
  Post lower = build::post("3", kCreated);
  upper.uri = "https://Z.example/2";
  lower.uri = "https://a.example/3";
  commit(
      build::batch("one", {build::matched(later), build::matched(lower), build::matched(upper)}));
  std::vector<std::string> ids;
  for (const PostRecord& record : posts()) {
    ids.push_back(record.post.native_id);
  }
  EXPECT_THAT(ids, ElementsAre("2", "3", "1"));
}

TEST_F(Posts, AreChosenByTimeTagAndSource) {
  commit(
      build::batch("one", {build::matched(build::post("1", kCreated)),
                           build::matched(build::post("2", kCreated + 1h), {"GlobalSecurity"})}));
  commit(build::batch("two", {build::matched(build::post("3", kCreated + 2h))}));
  const auto ids = [&](const PostQuery& query) {
    std::vector<std::string> found;
    for (const PostRecord& record : posts(query)) {
      found.push_back(record.post.native_id);
    }
    return found;
  };
  EXPECT_THAT(ids({kCreated + 1h, kCreated + 2h, {}, {}}), ElementsAre("2"));
  EXPECT_THAT(ids({std::nullopt, std::nullopt, {"tmssw"}, {}}), ElementsAre("1", "3"));
  EXPECT_THAT(ids({std::nullopt, std::nullopt, {}, {"two"}}), ElementsAre("3"));
  EXPECT_THAT(ids({std::nullopt, std::nullopt, {"globalsecurity"}, {"two"}}), IsEmpty());
}

TEST_F(Posts, AVisitStopsWhenTold) {
  commit(build::batch("one", {build::matched(build::post("1", kCreated)),
                              build::matched(build::post("2", kCreated))}));
  int visits = 0;
  ASSERT_TRUE(writer->reader().visit_posts({}, [&](const PostRecord&) { return ++visits < 1; }));
  EXPECT_EQ(visits, 1);
  show("one", build::matched(build::post("3", kCreated)));  // and holds nothing back
}

TEST_F(Posts, APlaceIsNeverLaterThanTheFirstSightAndNeverMoves) {
  Post future = build::post("1", clock.now() + 3h);
  Post past = build::post("2", kCreated);
  Post undated = build::post("3", kCreated);
  undated.created_at.reset();
  Post absurd = build::post("4", from_ms(0));
  commit(build::batch("one", {build::matched(future), build::matched(past), build::matched(undated),
                              build::matched(absurd)}));
  const Instant first_seen = clock.now();
  clock.advance(24h);
  past.created_at = kCreated - 7h;
  past.edited_at = kCreated + 9h;
  past.text = "edited";
  show("one", build::matched(past));
  const auto place = [&](const std::string& id) {
    return writer->reader().post_by_uri(build::post(id, {}).uri).value()->placed;
  };
  EXPECT_EQ(place("1"), first_seen);
  EXPECT_EQ(place("2"), kCreated);
  EXPECT_EQ(place("3"), first_seen);
  EXPECT_EQ(place("4"), first_seen);
  const auto claimed = writer->reader().post_by_uri(future.uri).value();
  EXPECT_EQ(claimed->post.created_at, future.created_at);
}

TEST_F(Posts, ANewTagAndANewSourceAreAdded) {
  show("one", build::matched(build::post("1", kCreated)));
  clock.advance(1min);
  MatchedPost more = build::matched(build::post("1", kCreated), {"TMSSW", "GlobalSecurity"});
  more.post.native_id = "9001";
  const Committed committed = show("two", more);
  EXPECT_EQ(committed.new_posts, 0);
  EXPECT_EQ(committed.changed_posts, 1);
  const PostRecord record = only_post();
  EXPECT_EQ(record.matches.size(), 2U);
  EXPECT_EQ(record.sightings, (std::vector<Sighting>{{"one", "1", clock.now() - 1min},
                                                     {"two", "9001", clock.now()}}));
  EXPECT_EQ(record.post.native_id, "1");
}

TEST_F(Posts, ATagSaysMoreThanAPhrase) {
  MatchedPost by_phrase = build::matched(build::post("1", kCreated));
  by_phrase.matches[0].by_phrase = true;
  show("one", by_phrase);
  show("two", build::matched(build::post("1", kCreated)));
  show("one", by_phrase);
  EXPECT_FALSE(only_post().matches[0].by_phrase);
}

TEST_F(Posts, AreFoundByIdInTheOrderAsked) {
  commit(build::batch("one", {build::matched(build::post("1", kCreated)),
                              build::matched(build::post("2", kCreated))}));
  const auto all = posts();
  const auto records = writer->reader().posts_by_id({all[1].id, 999, all[0].id}).value();
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].post.native_id, "2");
  EXPECT_EQ(records[1].post.native_id, "1");
  EXPECT_FALSE(writer->reader().post_by_uri("https://nobody.example/").value());
}

// Aliases ----------------------------------------------------------------------------------------

TEST_F(Posts, AFeedItemThatLinksToAPostIsASightingOfIt) {
  const Post post = build::post("1", kCreated);
  show("one", build::matched(post));
  const Post item =
      build::feed_item("x", "http://www.one.example/@ana/1/?utm_source=feed", kCreated);
  EXPECT_EQ(show("news", build::matched(item)).new_posts, 0);
  EXPECT_EQ(show("news", build::matched(item)).new_posts, 0);
  const PostRecord record = only_post();
  EXPECT_EQ(record.post.text, post.text);
  EXPECT_EQ(record.sightings.size(), 2U);
  EXPECT_EQ(writer->reader().post_by_uri(item.uri).value()->id, record.id);
}

TEST_F(Posts, APostWhosePageAFeedShowedIsASightingOfTheItem) {
  show("news", build::matched(build::feed_item("x", "https://one.example/@ana/1", kCreated)));
  EXPECT_EQ(show("one", build::matched(build::post("1", kCreated))).new_posts, 0);
  EXPECT_EQ(only_post().sightings.size(), 2U);
}

TEST_F(Posts, TwoFeedsThatLinkToOneArticleShowOnePost) {
  show("news", build::matched(build::feed_item("x", "https://paper.example/story/1", kCreated)));
  show("search", build::matched(build::feed_item("y", "https://paper.example/story/1", kCreated)));
  EXPECT_EQ(only_post().sightings.size(), 2U);
}

TEST_F(Posts, TwoItemsOfOneFeedAreTwoPostsWhateverTheyLinkTo) {
  const std::string link = "https://paper.example/story/1";
  commit(build::batch("news", {build::matched(build::feed_item("x", link, kCreated)),
                               build::matched(build::feed_item("y", link, kCreated))}));
  EXPECT_EQ(posts().size(), 2U);
}

TEST_F(Posts, AFrontPageJoinsNothing) {
  show("news", build::matched(build::feed_item("x", "https://paper.example/", kCreated)));
  show("search", build::matched(build::feed_item("y", "https://www.paper.example", kCreated)));
  EXPECT_EQ(posts().size(), 2U);
}

TEST_F(Posts, TwoPostsOfANetworkThatShareAPageStayTwo) {
  Post copy = build::post("2", kCreated);
  copy.url = build::post("1", kCreated).url;
  show("one", build::matched(build::post("1", kCreated)));
  show("two", build::matched(copy));
  EXPECT_EQ(posts().size(), 2U);
}

// Counts -----------------------------------------------------------------------------------------

Batch counted(const std::string& source, Engagement counts, Instant as_of, bool own = false) {
  Post post = build::post("1", kCreated);
  post.native_id = source + "-1";
  post.engagement = counts;
  Batch batch = build::batch(source, {build::matched(post)});
  batch.posts[0].from_own_server = own;
  batch.fetches.emplace_back();
  batch.fetches.back().seen_as_of = as_of;
  return batch;
}

TEST_F(Posts, CountsAreTheHighestSeenWithTheirTime) {
  commit(counted("one", {3, 1, {}, {}}, clock.now()));
  commit(counted("two", {9, 1, {}, {}}, clock.now() - 1min));
  commit(counted("three", {5, 0, {}, {}}, clock.now()));
  const PostRecord record = only_post();
  EXPECT_EQ(record.post.engagement.likes, 9);
  EXPECT_EQ(record.engagement_as_of, clock.now() - 1min);
}

TEST_F(Posts, CountsOfTheAuthorsOwnServerAreBelieved) {
  commit(counted("two", {9, 9, {}, {}}, clock.now()));
  commit(counted("one", {4, 2, 1, {}}, clock.now(), true));
  EXPECT_EQ(only_post().post.engagement, (Engagement{4, 2, 1, {}}));
  commit(counted("one", {2, 2, 1, {}}, clock.now() + 1h, true));
  EXPECT_EQ(only_post().post.engagement.likes, 2) << "counts may fall";
  EXPECT_EQ(only_post().engagement_as_of, clock.now() + 1h);
}

TEST_F(Posts, UnchangedCountsAddNoObservation) {
  for (int poll = 0; poll < 3; ++poll) {
    commit(counted("one", {4, 2, 1, {}}, clock.now() + poll * 1min));
  }
  EXPECT_EQ(only_post().engagement_as_of, clock.now());
  close();
  auto db = store::Db::open(path, store::Db::Access::read).value();
  EXPECT_EQ(first_text(*db, "SELECT count(*) FROM engagement"), "1");
}

TEST_F(Posts, ASourceThatGivesOneIdToTwoUrisHasTwoPosts) {
  Post moved = build::post("1", kCreated);
  show("one", build::matched(moved));
  moved.uri = "https://moved.example/users/ana/statuses/1";
  moved.url = "https://moved.example/@ana/1";
  for (int times = 0; times < 2; ++times) {
    show("one", build::matched(moved));
    show("one", build::matched(build::post("1", kCreated)));
  }
  const auto records = posts();
  ASSERT_EQ(records.size(), 2U);
  for (const PostRecord& record : records) {
    EXPECT_EQ(record.sightings.size(), 1U) << record.post.uri;
  }
}

// Wishes of authors ------------------------------------------------------------------------------

TEST_F(Posts, AWishNotToBeShownIsObeyedWithoutAnEdit) {
  MatchedPost own = build::matched(build::post("1", kCreated));
  own.from_own_server = true;
  MatchedPost other = build::matched(build::post("1", kCreated));
  other.post.native_id = "77";
  show("two", other);
  other.post.withheld = true;
  show("two", other);
  EXPECT_TRUE(only_post().post.withheld);
  other.post.withheld = false;
  show("two", other);
  EXPECT_TRUE(only_post().post.withheld) << "the stricter word of strangers holds";
  show("one", own);
  EXPECT_FALSE(only_post().post.withheld) << "the author's server knows";
  other.post.withheld = true;
  show("two", other);
  EXPECT_FALSE(only_post().post.withheld) << "and strangers do not";
  EXPECT_EQ(only_post().revision, 1);
}

}  // namespace
}  // namespace tagwatch
