// What every kind of source owes, tried on its fixtures. A new kind joins by its line in the
// registry and its folder in tests/fixtures (see fixtures.hpp).
#include <gtest/gtest.h>

#include <set>

#include "fixtures.hpp"
#include "page_json.hpp"
#include "tagwatch/sources/registry.hpp"

namespace tagwatch::test {
namespace {

std::unique_ptr<Source> source_for(const SourceKind& kind) {
  const auto requests = read_requests(fixtures_of(kind));
  return source_of(kind, requests.empty() ? "" : requests.front().url);
}

// The page as JSON, or the error.
std::string outcome_of(const Result<Page>& page) {
  return page ? page_json(*page)
              : "{\"error\":\"" + std::string(traits(page.error().code).name) + "\"}\n";
}

std::string outcome_of(const Source& source, const Answer& answer) {
  return outcome_of(source.parse(answer.task, answer.response));
}

template <class Check>
void for_each_answer(Check check) {
  for (const SourceKind& kind : source_kinds()) {
    const auto source = source_for(kind);
    for (const Answer& answer : answers_of(kind)) {
      SCOPED_TRACE(answer.name);
      check(*source, answer);
    }
  }
}

template <class Check>
void for_each_page(Check check) {
  for_each_answer([&check](const Source& source, const Answer& answer) {
    if (answer.gives_a_page()) {
      const auto page = source.parse(answer.task, answer.response);
      ASSERT_TRUE(page.has_value()) << describe(page.error());
      check(source, answer, *page);
    }
  });
}

std::string written(const HttpRequest& request) {
  std::string text = request.method + " " + request.url + "\n";
  for (const Header& header : request.headers) {
    text += header.name + ": " + header.value + "\n";
  }
  return text + (request.paging ? "paging\n" : "");
}

TEST(SourceContract, EveryKindHasItsFixtures) {
  EXPECT_FALSE(source_kinds().empty());
  for (const SourceKind& kind : source_kinds()) {
    EXPECT_EQ(find_source_kind(kind.name), &kind);
    std::set<std::string> names;
    for (const Answer& answer : answers_of(kind)) {
      const std::string file = fs::path(answer.name).filename().string();
      names.insert(file.substr(0, file.find('.')));
    }
    for (const char* needed : {"page", "empty", "malformed", "unreadable"}) {
      EXPECT_TRUE(names.contains(needed)) << kind.name << " has no " << needed;
    }
    EXPECT_FALSE(read_requests(fixtures_of(kind)).empty()) << kind.name;
    EXPECT_FALSE(kind.platform.empty() || kind.summary.empty()) << kind.name;
  }
  EXPECT_EQ(find_source_kind("no such kind"), nullptr);
}

TEST(SourceContract, RequestsAreAsWritten) {
  for (const SourceKind& kind : source_kinds()) {
    for (const RequestCase& each : read_requests(fixtures_of(kind))) {
      const auto request = source_of(kind, each.url)->request(task_from(each.task), each.state);
      EXPECT_EQ(request ? written(*request) : "refused\n", each.expects)
          << kind.name << ": " << each.task;
      if (!request) {
        EXPECT_EQ(request.error().code, Errc::not_found);
      }
    }
  }
}

// What does not fit is written into the build folder, to be read and, when it is right, copied.
TEST(SourceContract, EveryAnswerGivesWhatIsExpected) {
  for_each_answer([](const Source& source, const Answer& answer) {
    const std::string outcome = outcome_of(source, answer);
    EXPECT_EQ(outcome, answer.expected);
    if (outcome != answer.expected) {
      fs::path file = fs::path(TAGWATCH_BINARY_DIR) / "contract" / answer.name;
      file.replace_extension(".expected.json");
      fs::create_directories(file.parent_path());
      std::ofstream(file) << outcome;
    }
  });
}

TEST(SourceContract, AnAnswerReadTwiceIsTheSame) {
  for_each_answer([](const Source& source, const Answer& answer) {
    EXPECT_EQ(outcome_of(source, answer), outcome_of(source, answer));
  });
}

TEST(SourceContract, NothingPointsIntoTheBody) {
  for_each_answer([](const Source& source, Answer answer) {
    const auto page = source.parse(answer.task, answer.response);
    const std::string before = outcome_of(page);
    std::fill(answer.response.body.begin(), answer.response.body.end(), 'X');
    EXPECT_EQ(outcome_of(page), before);
  });
}

TEST(SourceContract, AnEmptyPageIsNoErrorAndEndsTheWalk) {
  int pages = 0;
  for_each_page([&pages](const Source&, const Answer& answer, const Page& page) {
    if (fs::path(answer.name).filename().string().starts_with("empty.")) {
      ++pages;
      EXPECT_TRUE(page.posts.empty() && page.items == 0 && page.skipped == 0);
      EXPECT_FALSE(page.more || page.newest || page.oldest);
    }
  });
  EXPECT_EQ(pages, static_cast<int>(source_kinds().size()));
}

TEST(SourceContract, EveryItemIsAPostOrCountedAsSkipped) {
  for_each_page([](const Source&, const Answer& answer, const Page& page) {
    EXPECT_EQ(static_cast<int>(page.posts.size()) + page.skipped, page.items);
    EXPECT_LE(page.unreadable, page.skipped);
    if (fs::path(answer.name).filename().string().starts_with("malformed.")) {
      EXPECT_GT(page.unreadable, 0);
      EXPECT_GE(page.posts.size(), 2U) << "neighbours of a malformed item must survive";
    }
  });
}

// Else it would pass for a page without posts, which proves that there was none.
TEST(SourceContract, APageOfUnreadableItemsSaysSo) {
  int pages = 0;
  for_each_page([&pages](const Source&, const Answer& answer, const Page& page) {
    if (fs::path(answer.name).filename().string().starts_with("unreadable.")) {
      ++pages;
      EXPECT_TRUE(page.posts.empty() && page.items > 0);
      EXPECT_EQ(page.unreadable, page.items);
    }
  });
  EXPECT_EQ(pages, static_cast<int>(source_kinds().size()));
}

TEST(SourceContract, BoundsComeBackFromText) {
  for_each_page([](const Source& source, const Answer& answer, const Page& page) {
    if (!page.oldest || answer.kind->order != Order::ids) {
      return;
    }
    const std::string id = page.oldest->id;
    const auto at = page.oldest->at;
    const Bound again(id, at ? std::optional(from_ms(to_ms(*at))) : std::nullopt);
    EXPECT_EQ(again, *page.oldest);
    const auto below = source.request(Below(Hashtag("TMSSW"), again), {});
    ASSERT_TRUE(below.has_value());
    EXPECT_NE(below->url.find(id), std::string::npos);
    EXPECT_TRUE(id_at_or_below(page.oldest->id, page.newest->id));
    for (std::size_t i = 0; i < page.posts.size(); ++i) {
      EXPECT_TRUE(id_at_or_below(page.oldest->id, page.posts[i].native_id));
      EXPECT_TRUE(id_at_or_below(page.posts[i].native_id, page.newest->id));
      EXPECT_TRUE(i == 0 || id_at_or_below(page.posts[i].native_id, page.posts[i - 1].native_id));
    }
  });
}

TEST(SourceContract, NoPrefixOfAnAnswerPassesForIt) {
  for_each_answer([](const Source& source, const Answer& answer) {
    std::string_view whole = answer.response.body;
    while (whole.ends_with('\n')) {
      whole.remove_suffix(1);
    }
    HttpResponse cut = answer.response;
    for (std::size_t length = 0; length < whole.size(); ++length) {
      cut.body = whole.substr(0, length);
      const auto page = source.parse(answer.task, cut);
      if (answer.is_json()) {
        ASSERT_FALSE(page.has_value()) << length << " bytes";
      } else if (page) {
        ASSERT_LE(page->posts.size(), static_cast<std::size_t>(page->items)) << length;
      }
    }
  });
}

// Every text of the page, one behind the other.
std::string texts_of(const Page& page) {
  std::string all;
  for (const Post& post : page.posts) {
    for (const std::string* text : {&post.uri, &post.native_id, &post.url, &post.text,
                                    &post.author.name, &post.author.handle, &post.author.url}) {
      all += *text + "\n";
    }
    all += post.content_warning.value_or("") + post.language.value_or("");
    for (const Hashtag& tag : post.tags) {
      all += tag.spelled() + "\n";
    }
    for (const Link& link : post.links) {
      all += link.url + link.title + "\n";
    }
    for (const Media& media : post.media) {
      all += media.url + media.alt + "\n";
    }
  }
  return all;
}

TEST(SourceContract, BytesThatAreNoUtf8AreRefusedOrReplaced) {
  constexpr std::size_t kPlaces = 200;
  for_each_answer([](const Source& source, const Answer& answer) {
    HttpResponse broken = answer.response;
    const std::size_t step = std::max<std::size_t>(1, broken.body.size() / kPlaces);
    for (std::size_t at = 0; at < broken.body.size(); at += step) {
      broken.body = answer.response.body;
      broken.body[at] = '\xFF';
      const auto page = source.parse(answer.task, broken);
      if (page) {
        const std::string texts = texts_of(*page);
        ASSERT_EQ(valid_utf8(texts), texts) << "byte " << at;
      }
    }
  });
}

TEST(SourceContract, AnotherDocumentIsNoPage) {
  for (const SourceKind& kind : source_kinds()) {
    const auto source = source_for(kind);
    for (const char* body : {"", "null", "7", R"({"error":"This method requires an account"})",
                             "<html><body>Just a moment…</body></html>", "Too many requests"}) {
      HttpResponse response;
      response.status = 200;
      response.body = body;
      EXPECT_FALSE(source->parse(Newest(Hashtag("TMSSW")), response)) << kind.name << ": " << body;
    }
    HttpResponse huge;
    huge.status = 200;
    huge.body = "[" + std::string(6U << 20, ' ') + "]";
    const auto page = source->parse(Newest(Hashtag("TMSSW")), huge);
    ASSERT_FALSE(page.has_value());
    EXPECT_EQ(page.error().code, Errc::too_large);
  }
}

void expect_address(const std::string& url, const char* what) {
  const bool web = url.starts_with("https://") || url.starts_with("http://");
  EXPECT_TRUE(url.empty() || web) << what << ": " << url;
  EXPECT_EQ(url.find_first_of(" \t\r\n<>\"\\"), std::string::npos) << what << ": " << url;
}

void expect_plain(const std::string& text, const char* what) {
  EXPECT_EQ(valid_utf8(text), text) << what;
  for (const char* markup : {"</", "<p", "<a ", "<span", "<br", "href=", "&lt;", "&amp;", "&#"}) {
    EXPECT_EQ(text.find(markup), std::string::npos) << what << ": " << text;
  }
  for (const char letter : text) {
    EXPECT_FALSE((letter >= 0 && letter < 0x20 && letter != '\n') || letter == 0x7F) << what;
  }
}

void expect_sane(std::optional<Instant> at) {
  using std::chrono::sys_days;
  using std::chrono::year;
  if (at) {
    EXPECT_GE(*at, sys_days(year(2000) / 1 / 1));
    EXPECT_LT(*at, sys_days(year(2100) / 1 / 1));
  }
}

TEST(SourceContract, PostsAreSound) {
  for_each_page([](const Source&, const Answer& answer, const Page& page) {
    for (const Post& post : page.posts) {
      EXPECT_FALSE(post.uri.empty() || post.native_id.empty());
      EXPECT_EQ(post.platform, answer.kind->name);
      expect_sane(post.created_at);
      expect_sane(post.edited_at);
      expect_address(post.url, "url");
      expect_address(post.author.url, "author");
      expect_plain(post.text, "text");
      expect_plain(post.author.name, "author");
      expect_plain(post.content_warning.value_or(""), "content warning");
      for (const Link& link : post.links) {
        EXPECT_FALSE(link.url.empty());
        expect_address(link.url, "link");
        EXPECT_EQ(link.url.find("utm_"), std::string::npos);
      }
      for (const Media& media : post.media) {
        expect_address(media.url, "media");
      }
      std::set<std::string> keys;
      for (const Hashtag& tag : post.tags) {
        EXPECT_TRUE(tag.valid() && keys.insert(tag.key()).second) << tag.spelled();
      }
      EXPECT_TRUE(post.author.handle.empty() || post.author.handle.starts_with('@'));
      EXPECT_GE(post.author.followers.value_or(0), 0);
    }
    EXPECT_EQ(page_json(page).find("NOT PUBLIC"), std::string::npos);
  });
}

}  // namespace
}  // namespace tagwatch::test
