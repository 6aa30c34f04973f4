// What was pruned is known again.
#include <gmock/gmock.h>

#include "identity_fixture.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;
using build::matched;
using testing::IsEmpty;

class IdentityOfThePruned : public Identity {
 protected:
  std::int64_t id_of(const std::string& uri) {
    return writer->reader().post_by_uri(uri).value()->id;
  }
  void report(const std::vector<std::int64_t>& posts) {
    Issue issue;
    issue.digest.date = *parse_day("2026-11-23");
    issue.digest.window = {at("2026-11-23T00:00:00Z"), at("2026-11-24T00:00:00Z")};
    issue.digest.as_of_txn = writer->reader().last_commit()->txn;
    issue.posts = posts;
    const auto issued = writer->issue(issue);
    ASSERT_TRUE(issued) << describe(issued.error());
  }
  void prune() {
    clock.advance(std::chrono::days(100));
    ASSERT_TRUE(writer->prune({clock.now() - std::chrono::days(90), std::nullopt}));
    ASSERT_THAT(posts(), IsEmpty());
  }
  std::vector<std::int64_t> reportable() {
    return writer->reader().reportable(at("2026-11-01T00:00:00Z"), clock.now()).value();
  }
};

TEST_F(IdentityOfThePruned, IsNotStoredAgain) {
  show("news", matched(item("g1", kPage)));
  show("one", matched(build::post("1", kCreated)));
  show("search", matched(item("g2", kPage)));
  show("news", matched(item("g3", kArticle)));
  report({id_of("urn:item:g1"), id_of("urn:item:g3")});
  prune();

  EXPECT_EQ(show("news", matched(item("g1", kPage))).new_posts, 0);
  EXPECT_EQ(show("one", matched(build::post("1", kCreated))).new_posts, 0);
  EXPECT_EQ(show("search", matched(item("g2", kPage))).new_posts, 0);
  EXPECT_THAT(posts(), IsEmpty());
  EXPECT_EQ(show("news", matched(item("g3", kArticle))).new_posts, 0);
  EXPECT_EQ(show("news", matched(item("g4", kPage))).new_posts, 1) << "another item of that page";
  ASSERT_TRUE(writer->purge());
  expect_sound();
  auto db = store::Db::open(path, store::Db::Access::read).value();
  EXPECT_EQ(first_text(*db, "SELECT count(*) FROM pruned"), "4") << "two items, a post, an item";
}

TEST_F(IdentityOfThePruned, WhatADigestStillOwesStaysUntilItHasReportedIt) {
  show("one", matched(build::post("1", kCreated)));
  show("one", matched(build::post("2", kCreated)));
  report({id_of(build::post("1", kCreated).uri)});
  clock.advance(std::chrono::days(100));
  const auto retention = Writer::Retention{clock.now() - std::chrono::days(90), std::nullopt};
  EXPECT_EQ(writer->prune(retention).value().posts, 1);
  EXPECT_EQ(only_post().post.uri, build::post("2", kCreated).uri);
  EXPECT_EQ(reportable().size(), 1U);
}

TEST_F(IdentityOfThePruned, WhatIsImportedAgainIsInItsDigestStill) {
  const Post post = build::post("1", kCreated);
  show("one", matched(post));
  show("news", matched(item("g1", kPage)));
  show("one", matched(build::post("2", kCreated)));
  report({id_of(post.uri), id_of(build::post("2", kCreated).uri)});
  prune();

  restore({exported(post, {"one"})});
  EXPECT_EQ(only_post().digest, 1);
  show("one", matched(post));
  show("news", matched(item("g1", kPage)));
  EXPECT_EQ(only_post().origin, Origin::polled);
  Batch answer = build::batch("one", {matched(build::post("2", kCreated))});
  answer.origin = Origin::imported;
  EXPECT_EQ(commit(answer).new_posts, 1);
  answer.origin = Origin::polled;
  commit(answer);
  EXPECT_THAT(reportable(), IsEmpty());

  prune();
  show("one", matched(post));
  EXPECT_THAT(posts(), IsEmpty()) << "as often as one likes";
  show("one", matched(build::post("3", kCreated)));
  EXPECT_EQ(reportable().size(), 1U);
  expect_sound();
}

}  // namespace
}  // namespace tagwatch
