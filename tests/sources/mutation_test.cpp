// JSON answers with a few bytes changed: what is no JSON any more is refused, what still is gives
// an error or a sound page. Every run tries the same changes.
#include <gtest/gtest.h>

#include <random>

#include "fixtures.hpp"
#include "page_json.hpp"
#include "sources/json.hpp"
#include "strict_json.hpp"
#include "tagwatch/sources/registry.hpp"

namespace tagwatch::test {
namespace {

constexpr int kChangesOfEachAnswer = 800;

class Changer {
 public:
  // One to three bytes of `text` replaced, removed or added.
  std::string changed(std::string text) {
    for (std::size_t left = 1 + below(3); left > 0 && !text.empty(); --left) {
      const std::size_t at = below(text.size());
      switch (below(3)) {
        case 0:
          text[at] = letter(text);
          break;
        case 1:
          text.erase(at, 1);
          break;
        default:
          text.insert(at, 1, letter(text));
      }
    }
    return text;
  }

 private:
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_()) % end; }

  // Mostly what JSON is made of: other letters only change texts.
  char letter(const std::string& text) {
    constexpr std::string_view kStructure = "{}[]:,\"\"\\0-.eEtn \n";
    switch (below(8)) {
      case 0:
        return static_cast<char>(static_cast<unsigned char>(below(256)));
      case 1:
        return text[below(text.size())];
      default:
        return kStructure[below(kStructure.size())];
    }
  }

  std::mt19937 random_{20261123};  // always the same
};

template <class Check>
void for_each_change(Check check) {
  for (const SourceKind& kind : source_kinds()) {
    const auto source = source_of(kind, "https://social.example");
    for (const Answer& answer : answers_of(kind)) {
      Changer changer;
      for (int i = 0; answer.is_json() && i < kChangesOfEachAnswer; ++i) {
        const std::string body = changer.changed(answer.response.body);
        SCOPED_TRACE(answer.name + ", change " + std::to_string(i));
        check(*source, answer, body);
      }
    }
  }
}

TEST(Mutation, WhatIsReadIsJsonAndWhatIsJsonIsRead) {
  int accepted = 0;
  int refused = 0;
  for_each_change([&](const Source&, const Answer&, const std::string& body) {
    const bool read = JsonDocument::read(body).has_value();
    ++(read ? accepted : refused);
    ASSERT_EQ(read, is_json(body)) << body;
  });
  EXPECT_GT(accepted, 500);
  EXPECT_GT(refused, 500);
}

TEST(Mutation, GivesAnErrorOrASoundPage) {
  int pages = 0;
  for_each_change([&](const Source& source, const Answer& answer, const std::string& body) {
    HttpResponse response = answer.response;
    response.body = body;
    const auto page = source.parse(answer.task, response);
    if (!page) {
      return;
    }
    ++pages;
    ASSERT_EQ(static_cast<int>(page->posts.size()) + page->skipped, page->items);
    ASSERT_LE(page->unreadable, page->skipped);
    for (const Post& post : page->posts) {
      ASSERT_FALSE(post.uri.empty() || post.native_id.empty());
    }
    const std::string all = page_json(*page);
    ASSERT_EQ(valid_utf8(all), all);
  });
  EXPECT_GT(pages, 500);
}

// Once read beyond its end.
TEST(Mutation, AColonBehindATextIsAnErrorWhereverItStands) {
  const std::string list = R"([{"id":"1":0},"tags":[{}],"q":null}])";
  const std::vector<std::string> bodies{
      list, R"({"version":"https://jsonfeed.org/version/1.1","items":)" + list + "}",
      R"({"version":"4.6.4":0},"configuration":[{}],"q":null})"};
  HttpResponse response;
  response.status = 200;
  for (const SourceKind& kind : source_kinds()) {
    const auto source = source_of(kind, "https://social.example");
    for (const std::string& body : bodies) {
      response.body = body;
      for (const Task& task :
           {Task(Newest(Hashtag("TMSSW"))), Task(Access{}), Task(Posts({"1"}))}) {
        EXPECT_FALSE(source->parse(task, response)) << kind.name << ": " << body;
      }
    }
  }
}

}  // namespace
}  // namespace tagwatch::test
