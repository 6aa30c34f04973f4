// What the fixtures of the contract suite cannot say of the kind `mastodon`.
#include <gtest/gtest.h>

#include "tagwatch/sources/registry.hpp"

namespace tagwatch {
namespace {

std::unique_ptr<Source> server(std::string url, std::string token = "") {
  SourceSettings settings;
  settings.url = std::move(url);
  settings.token = std::move(token);
  return find_source_kind("mastodon")->make(settings);
}

HttpResponse answer(std::string body) {
  HttpResponse response;
  response.status = 200;
  response.body = std::move(body);
  return response;
}

AccessInfo access_of(const Source& source, const std::string& local, const std::string& remote) {
  const auto page = source.parse(
      Access{},
      answer(R"({"version":"4.5.0","configuration":{"timelines_access":{"hashtag_feeds":{)"
             R"("local":")" +
             local + R"(","remote":")" + remote + R"("}}}})"));
  return page ? page->access.value_or(AccessInfo{}) : AccessInfo{};
}

TEST(MastodonAccess, ATokenOpensWhatAsksForOne) {
  const auto anonymous = access_of(*server("https://a.example"), "authenticated", "disabled");
  EXPECT_TRUE(anonymous.stated);
  EXPECT_FALSE(anonymous.local_open || anonymous.remote_open);
  const auto known = access_of(*server("https://a.example", "token"), "authenticated", "disabled");
  EXPECT_TRUE(known.local_open);
  EXPECT_FALSE(known.remote_open);
}

TEST(MastodonAccess, WhatIsNotStatedIsTakenForOpenAndNotForProven) {
  const auto page = server("https://a.example")->parse(Access{}, answer(R"({"version":"2.7.2"})"));
  ASSERT_TRUE(page && page->access);
  EXPECT_EQ(*page->access, (AccessInfo{true, true, false, "2.7.2"}));
}

TEST(MastodonKind, EachServerIsItsOwnNetworkWithItsBudgets) {
  const SourceKind& kind = *find_source_kind("mastodon");
  SourceSettings settings;
  settings.url = "https://Social.Example/";
  EXPECT_EQ(kind.default_network(settings), "social.example");
  settings.url = "http://127.0.0.1:8091";
  EXPECT_EQ(kind.default_network(settings), "127.0.0.1:8091");
  EXPECT_EQ(kind.budget.requests_max, 300);
  EXPECT_EQ(kind.budget.requests_window, Duration(std::chrono::minutes(5)));
  EXPECT_EQ(kind.budget.paging_max, 300);
  EXPECT_EQ(kind.budget.paging_window, Duration(std::chrono::minutes(15)));
  EXPECT_TRUE(kind.pages && kind.order == Order::ids);
}

// Ids that grew by a digit: newer although bytewise smaller. The skipped ones at both ends count.
TEST(MastodonPage, BoundsAreByLengthThenBytesAndHoldSkippedItems) {
  const auto page = server("https://a.example")
                        ->parse(Newest(Hashtag("tmssw")),
                                answer(R"([{"id":"99","uri":"u99","tags":["tmssw"]},)"
                                       R"({"id":"100","uri":"u100","tags":["tmssw"]},)"
                                       R"({"id":"101"},{"id":"98","visibility":"private"}])"));
  ASSERT_TRUE(page.has_value());
  ASSERT_EQ(page->posts.size(), 2U);
  EXPECT_EQ(page->posts[0].native_id, "100");
  EXPECT_EQ(page->newest, Bound("101", std::nullopt));
  EXPECT_EQ(page->oldest, Bound("98", std::nullopt));
  EXPECT_EQ(page->skipped, 2);
  EXPECT_EQ(page->unreadable, 1) << "the private one is left out by rule";
}

// What cannot be read must not look like what was read.
TEST(MastodonPage, SaysHowManyItemsCannotBeRead) {
  const auto unreadable = [](const std::string& body) {
    const auto page = server("https://a.example")->parse(Newest(Hashtag("tmssw")), answer(body));
    return page ? page->unreadable : -1;
  };
  EXPECT_EQ(unreadable("[{},{}]"), 2);
  EXPECT_EQ(unreadable("[1,null,\"x\"]"), 3);
  EXPECT_EQ(unreadable(R"([{"error":"maintenance"}])"), 1);
  EXPECT_EQ(unreadable(R"([{"id":"1","uri":"u1","tags":[],"content":"<p>no tag</p>"}])"), 1);
  EXPECT_EQ(unreadable(R"([{"id":"1","tags":["tmssw"]}])"), 1) << "neither uri nor url";
  EXPECT_EQ(unreadable(R"([{"id":1.5,"uri":"u1","tags":["tmssw"]}])"), 1);
  EXPECT_EQ(unreadable(R"([{"id":"1","uri":"u1","tags":["tmssw"],"visibility":7}])"), 1);
  for (const char* reblog : {"true", "7", "\"2\"", "[]", "{}"}) {
    EXPECT_EQ(unreadable(R"([{"id":"1","uri":"u1","tags":["tmssw"],"reblog":)" +
                         std::string(reblog) + "}]"),
              1)
        << reblog;
  }
  EXPECT_EQ(unreadable(R"([{"id":"1","reblog":{"id":"2"}},{"id":"3","visibility":"private"}])"), 0);
}

// A status asked by its id may have any tags or none.
TEST(MastodonPage, AStatusAskedByIdNeedsNoTag) {
  const auto page = server("https://a.example")
                        ->parse(Posts({"1"}), answer(R"([{"id":"1","uri":"u1","tags":[],)"
                                                     R"("content":"<p>#other</p>"}])"));
  ASSERT_TRUE(page && page->posts.size() == 1);
  EXPECT_EQ(page->unreadable, 0);
  EXPECT_TRUE(page->posts[0].tags.empty());
}

TEST(MastodonPage, ReadsWhatCanMeanOneThingOnly) {
  for (const char* body : {R"([{"id":7,"uri":"u","tags":["tmssw"]}])",
                           R"([{"id":"7","url":"https://a.example/7","tags":null,)"
                           R"("content":"<p>#TMSSW</p>"}])",
                           R"([{"id":"7","uri":"u","visibility":null,"reblog":null,)"
                           R"("tags":[{"name":"other"}],"content":"<p>#TMSSW</p>"}])",
                           R"([{"id":"7","uri":"u","reblog":false,"tags":[],)"
                           R"("content":"<p>#tmssw</p>"}])"}) {
    const auto page = server("https://a.example")->parse(Newest(Hashtag("tmssw")), answer(body));
    ASSERT_EQ(page->posts.size(), 1U) << body;
    EXPECT_EQ(page->posts[0].native_id, "7");
    EXPECT_EQ(page->posts[0].tags.back(), Hashtag("tmssw"));
    EXPECT_EQ(page->unreadable, 0);
  }
}

TEST(MastodonPage, AuthorsSpellingOfATagIsTheFirstInTheText) {
  const auto page = server("https://a.example")
                        ->parse(Newest(Hashtag("tmssw")),
                                answer(R"([{"id":"1","uri":"u","visibility":"public",)"
                                       R"("tags":[{"name":"tmssw"},{"name":"ivlp"}],)"
                                       R"("content":"<a href='/tags/x'>#TmsSW</a> #TMSSW )"
                                       R"(<a href='/tags/x'>#TMSSW</a>"}])"));
  ASSERT_TRUE(page && page->posts.size() == 1);
  ASSERT_EQ(page->posts[0].tags.size(), 2U);
  EXPECT_EQ(page->posts[0].tags[0].spelled(), "TmsSW");
  EXPECT_EQ(page->posts[0].tags[1].spelled(), "ivlp");
}

TEST(MastodonRequest, ATokenIsSentAndNeverPartOfTheAddress) {
  SourceState state;
  state.token = "s3cret";
  const auto request = server("https://a.example", "s3cret")->request(Newest(Hashtag("a")), state);
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->url.find("s3cret"), std::string::npos);
}

}  // namespace
}  // namespace tagwatch
