// Full-text search: words, beginnings, phrases, scripts without spaces, and text that is no syntax.
#include <gmock/gmock.h>

#include "store/search_query.hpp"
#include "store_fixture.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;
using testing::ElementsAre;
using testing::IsEmpty;

const Instant kCreated = at("2026-11-23T08:00:00Z");

class Search : public StoreTest {
 protected:
  void add(const std::string& id, const std::string& text) {
    Post post = build::post(id, kCreated);
    post.text = text;
    show("one", build::matched(post));
  }
};

TEST_F(Search, AllWordsMustOccurAndTheLastStoredComesFirst) {
  add("1", "border security in Reno");
  add("2", "Security at the border");
  add("3", "border only");
  EXPECT_THAT(found("security BORDER"), ElementsAre("2", "1"));
  EXPECT_THAT(found("border", {}, 2), ElementsAre("3", "2"));
  EXPECT_THAT(found("harbour"), IsEmpty());
}

TEST_F(Search, AccentsAndCaseDoNotMatter) {
  add("1", "Se\xC3\xB1or Mu\xC3\xB1oz en Bogot\xC3\xA1");
  EXPECT_THAT(found("senor bogota"), ElementsAre("1"));
  EXPECT_THAT(found("MU\xC3\x91OZ"), ElementsAre("1"));
}

TEST_F(Search, AStarAsksForABeginningAndQuotesForAPhrase) {
  add("1", "synthetic opioids seized");
  add("2", "opioids, synthetic or not");
  EXPECT_THAT(found("synth*"), ElementsAre("2", "1"));
  EXPECT_THAT(found("synth"), IsEmpty());
  EXPECT_THAT(found("\"synthetic opioids\""), ElementsAre("1"));
  EXPECT_THAT(found("\"synthetic opioids"), ElementsAre("1")) << "an open quote ends with the text";
  EXPECT_THAT(found("seiz* \"synthetic opioids\""), ElementsAre("1"));
}

TEST_F(Search, TagsAndWarningsAreFound) {
  Post post = build::post("1", kCreated);
  post.text = "nothing";
  post.content_warning = "politics";
  post.tags.emplace_back("GlobalSecurity");
  show("one", build::matched(post));
  for (const char* text : {"politics", "#globalsecurity"}) {
    EXPECT_THAT(found(text), ElementsAre("1")) << text;
  }
  EXPECT_THAT(found("ana"), IsEmpty()) << "people are not searched for";
}

TEST_F(Search, ScriptsWithoutSpacesAreFoundInsideTheirSentences) {
  add("1",
      "\xE5\x9B\xBD\xE9\x99\x85\xE5\xAE\x89\xE5\x85\xA8\xE5\xB3\xB0\xE4\xBC\x9A #TMSSW");  // 国际安全峰会
  add("2",
      "\xE0\xB8\x84\xE0\xB8\xA7\xE0\xB8\xB2\xE0\xB8\xA1\xE0\xB8\xA1\xE0\xB8\xB1\xE0\xB9\x88"
      "\xE0\xB8\x99\xE0\xB8\x84\xE0\xB8\x87");  // ความมั่นคง
  add("3", "nothing of the kind #TMSSW");
  EXPECT_THAT(found("\xE5\xAE\x89\xE5\x85\xA8\xE5\xB3\xB0"), ElementsAre("1"));  // three letters
  EXPECT_THAT(found("\xE5\xAE\x89\xE5\x85\xA8"), ElementsAre("1")) << "two letters";
  EXPECT_THAT(found("\xE5\xAE\x89"), ElementsAre("1")) << "one letter";
  EXPECT_THAT(found("\xE5\xAE\x89\xE5\x85\xA8 tmssw"), ElementsAre("1"));
  EXPECT_THAT(found("\xE5\xAE\x89\xE5\x85\xA8\xE5\xB3\xB0 tmssw"), ElementsAre("1"));
  EXPECT_THAT(found("\xE5\xAE\x89\xE5\x85\xA8 reno"), IsEmpty());
  EXPECT_THAT(found("\xE5\x85\xA8\xE5\xAE\x89"), IsEmpty()) << "the other way round";
  EXPECT_THAT(found("\xE0\xB8\xA1\xE0\xB8\xB1\xE0\xB9\x88\xE0\xB8\x99"), ElementsAre("2"));
}

TEST_F(Search, AnEditToAnotherScriptMovesThePostInTheIndex) {
  MatchedPost matched = build::matched(build::post("1", kCreated));
  matched.post.text = "\xE5\xAE\x89\xE5\x85\xA8\xE5\xB3\xB0\xE4\xBC\x9A";
  show("one", matched);
  matched.post.text = "security summit";
  matched.post.edited_at = kCreated + 1min;
  show("one", matched);
  EXPECT_THAT(found("\xE5\xAE\x89\xE5\x85\xA8\xE5\xB3\xB0"), IsEmpty());
  EXPECT_THAT(found("\xE5\xAE\x89\xE5\x85\xA8"), IsEmpty());
  EXPECT_THAT(found("summit"), ElementsAre("1"));
  expect_sound();
}

TEST_F(Search, TimeTagAndSourceNarrowIt) {
  add("1", "reno");
  Post later = build::post("2", kCreated + 1h);
  later.text = "reno";
  show("two", build::matched(later, {"GlobalSecurity"}));
  EXPECT_THAT(found("reno", {kCreated + 1h, std::nullopt, {}, {}}), ElementsAre("2"));
  EXPECT_THAT(found("reno", {std::nullopt, kCreated + 1h, {}, {}}), ElementsAre("1"));
  EXPECT_THAT(found("reno", {std::nullopt, std::nullopt, {"globalsecurity"}, {}}),
              ElementsAre("2"));
  EXPECT_THAT(found("reno", {std::nullopt, std::nullopt, {}, {"one"}}), ElementsAre("1"));
}

TEST_F(Search, NothingElseIsSyntax) {
  add("1", "alpha beta gamma");
  for (const char* text : {"alpha OR", "alpha AND beta'", "NEAR(alpha beta)", "text:alpha",
                           "-alpha", "^alpha", "alpha)(", "{alpha}", "a'; DROP TABLE post; --",
                           "alpha\xFF\xFE", "\"\"\"alpha", "alpha**"}) {
    EXPECT_TRUE(writer->reader().search(text, {}, 10)) << text;
  }
  EXPECT_THAT(found("(alpha) + beta, gamma!"), ElementsAre("1"));
  EXPECT_THAT(found("alpha -"), ElementsAre("1")) << "words without letters are left out";
  EXPECT_EQ(writer->reader().search("*** \"\" -", {}, 10).error().code, Errc::usage);
  EXPECT_EQ(writer->reader().search("", {}, 10).error().code, Errc::usage);
  EXPECT_EQ(writer->reader().search(std::string(5000, 'a'), {}, 10).error().code, Errc::usage);
}

TEST(SearchQuery, SplitsWordsByTheTableThatKnowsThem) {
  const auto query = store::parse_search(
      "one \"two three\" fo* \xE5\xAE\x89\xE5\x85\xA8\xE5\xB3\xB0 \xE5\xAE\x89 say\"hi\"");
  EXPECT_EQ(query.words, "\"one\" \"two three\" \"fo\" * \"say\" \"hi\"");
  EXPECT_EQ(query.unspaced, "\"\xE5\xAE\x89\xE5\x85\xA8\xE5\xB3\xB0\"");
  EXPECT_THAT(query.shorts, ElementsAre("\xE5\xAE\x89"));
  EXPECT_TRUE(store::parse_search("! ?").empty());
}

}  // namespace
}  // namespace tagwatch
