#include "tagwatch/render/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "render/columns.hpp"
#include "render/hostile.hpp"
#include "render/sample_views.hpp"

namespace tagwatch {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::size_t kColumnsMax = 72;

std::string text_of(const DigestView& view) {
  return render_text(view).value();
}

void expect_narrow(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t begin = line.find_first_not_of(" >");
    const bool address = begin != std::string::npos && line.substr(begin).starts_with("http") &&
                         line.find(' ', begin) == std::string::npos;
    EXPECT_TRUE(address || render::columns(line) <= kColumnsMax) << line;
  }
}

TEST(Text, IsAtMost72ColumnsWide) {
  for (const sample::Named& named : sample::all()) {
    SCOPED_TRACE(named.name);
    expect_narrow(text_of(named.view));
  }
}

TEST(Text, ALongAddressStandsWholeOnItsLine) {
  DigestView view = sample::four_post_day();
  const std::string address = "https://long.example/" + std::string(200, 'a');
  view.records.begin()->second.post.url = address;
  const std::string text = text_of(view);
  expect_narrow(text);
  EXPECT_THAT(text, HasSubstr("\n    " + address + "\n"));
}

TEST(Text, ScriptsWithoutSpacesAreBrokenAndKeptWhole) {
  DigestView view = sample::four_post_day();
  std::string thai;
  for (int count = 0; count < 20; ++count) {
    thai += "ความมั่นคง";
  }
  view.records.begin()->second.post.text = thai;
  const std::string text = text_of(view);
  expect_narrow(text);
  std::string joined = text;
  for (std::size_t at = joined.find("\n    > "); at != std::string::npos;
       at = joined.find("\n    > ")) {
    joined.erase(at, 7);
  }
  EXPECT_THAT(joined, HasSubstr(thai));
}

TEST(Text, HoldsNothingThatATerminalWouldObey) {
  const std::string text = text_of(sample::filled_with(sample::peak_day(), sample::kHostile));
  for (const char c : text) {
    EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n');
  }
  for (const char* trick :
       {"\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x81\xA9", "\xE2\x80\x8B", "\xC2\x9B", "\x7F"}) {
    EXPECT_THAT(text, Not(HasSubstr(trick)));
  }
  expect_narrow(text);
}

// A line of ours is begun by us; what is written from right to left ends its line.
TEST(Text, ForeignNamesStandLastOnTheirLine) {
  const std::string text = text_of(sample::peak_day());
  EXPECT_THAT(text, HasSubstr("\n  8 #الأمن\n"));
  EXPECT_THAT(text_of(sample::four_post_day()), HasSubstr("\n    عينة قارئ\n"));
}

TEST(Text, IsCompleteByItself) {
  const DigestView view = sample::peak_day();
  const std::string text = text_of(view);
  for (const char* part :
       {"Monday 23 November 2026", "Not watched:", "About the programme, 4 of 21 posts",
        "Other posts, 1 of 67 posts", "https://social.example/@sample/23", "41,000 followers",
        "from 12:00     5     8    14     9     6     5", "Synthetic drugs (usually 8–20)",
        "closed.example: not seen;", "press-office@example.org", "2026-11-23.posts.ndjson"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(Text, TheSameTextIsCountedAndLinkedAndNotQuoted) {
  DigestView view = sample::storm_day();
  const std::string text = text_of(view);
  EXPECT_THAT(text,
              HasSubstr("35 posts carry one of two texts that three accounts or more posted; "
                        "the\nmost posted one stands in 31 posts by 7 accounts, from 12:10 to "
                        "12:40\nEST. "));
  EXPECT_THAT(text, HasSubstr("\nThe same text\n-------------\n"
                              "  31 posts by 7 accounts, 12:10–12:40, the first:\n"
                              "    @account3@social.example\n"
                              "    https://social.example/@sample/hiddeno10\n"
                              "  4 posts by 3 accounts, 12:50–12:53, the first:\n"));
  EXPECT_LT(text.find("The same text"), text.find("About the programme, 4 of"));
  EXPECT_THAT(text, Not(HasSubstr("A post of that day, number 1")));
  EXPECT_THAT(text, HasSubstr("; 33 of the same text; "));
  EXPECT_THAT(text_of(sample::peak_day()), Not(HasSubstr("same text")));
  view.records.at("https://social.example/posts/hiddeno10").deleted = true;
  view.records.at("https://social.example/posts/hiddeno50").post.withheld = true;
  const std::string gone = text_of(view);
  EXPECT_THAT(gone, HasSubstr("31 posts by 7 accounts, 12:10–12:40, the first was deleted\n"));
  EXPECT_THAT(gone, HasSubstr("12:50–12:53, the author of the first asks not\n    to be quoted\n"));
  EXPECT_THAT(gone, Not(HasSubstr("hiddeno10")));
}

TEST(Text, MoreTextsThanAReaderGetsThroughAreCounted) {
  DigestView view = sample::storm_day();
  for (int more = 0; more < 5; ++more) {
    view.value.clusters->push_back(view.value.clusters->back());
  }
  EXPECT_THAT(text_of(view), HasSubstr("\n  And 2 other texts.\n"));
}

TEST(Text, AZeroThatWasWatchedAndAZeroThatWasNotDiffer) {
  const std::string blind = text_of(sample::blind_day());
  EXPECT_THAT(text_of(sample::zero_day()),
              HasSubstr("14 sources: 0; complete, every zero verified"));
  EXPECT_THAT(blind, HasSubstr("7 sources: not seen; could not be read"));
  EXPECT_THAT(blind, Not(HasSubstr(": 0; ")));
}

TEST(Text, AMissedDayThatWasNotReadInFullHasNoZero) {
  const std::string text = text_of(sample::days_missed());
  EXPECT_THAT(text,
              HasSubstr("  Sat 5 Dec: #TMSSW none seen, #GlobalSecurity none seen. None of the 14\n"
                        "    watched sources was read in full."));
  EXPECT_THAT(text,
              HasSubstr("  Sun 6 Dec: #TMSSW 0, #GlobalSecurity 7. All 14 watched sources were\n"
                        "    read in full."));
  EXPECT_THAT(text,
              HasSubstr("\nThe numbers here are those of Monday 7 December; Saturday 5 December"));
  EXPECT_THAT(text, HasSubstr("Preview, not issued"));
}

TEST(Text, HoursThatWereNotReadAreMarkedAndKeepTheirPlace) {
  DigestView view = sample::peak_day();
  EXPECT_THAT(text_of(view), Not(HasSubstr("not read in full; –")));
  EXPECT_THAT(text_of(view), HasSubstr("  from 00:00     0     0     1     0     0     1\n"));
  view.value.by_hour[0].coverage = CoverageWord::unknown;
  view.value.by_hour[1].coverage = CoverageWord::partial;
  view.value.by_hour[2].coverage = CoverageWord::blind;
  EXPECT_THAT(text_of(view), HasSubstr("  from 00:00     –     0*    1*    0     0     1\n"));
  EXPECT_THAT(text_of(view),
              HasSubstr("\n  * not read in full; – none seen, and a source not read at all\n"));
  view.value.by_hour[0].coverage = CoverageWord::complete;
  EXPECT_THAT(text_of(view), HasSubstr("\n  * not read in full\n")) << "what is needed, no more";
}

TEST(Text, PostsThatStandOutInNothingAreExamples) {
  DigestView view = sample::peak_day();
  view.value.top_posts.erase(view.value.top_posts.begin(), view.value.top_posts.end() - 1);
  EXPECT_THAT(text_of(view), HasSubstr("\nMost noticed, 1 of 67 posts\n"));
  view.value.top_posts[0].why.clear();
  view.value.top_posts[0].score = 0;
  EXPECT_THAT(text_of(view), HasSubstr("\nExamples, 1 of 67 posts\n"));
}

TEST(Text, TheTableOfSourcesSaysWhatItCountsBesideTheHead) {
  const char* own = "own posts are counted here.";
  DigestView view = sample::peak_day();
  EXPECT_THAT(text_of(view), HasSubstr(own));
  EXPECT_THAT(text_of(sample::ordinary_day()), Not(HasSubstr(own)));
}

TEST(Text, ASourceOfWhichNothingWasReadHasNoZero) {
  DigestView view = sample::zero_day();
  for (CoverageRow& row : view.value.coverage.rows) {
    row.word = row.tag == "TMSSW" ? CoverageWord::blind : CoverageWord::unknown;
    row.zero = Zero::none;
  }
  EXPECT_THAT(text_of(view), HasSubstr("14 sources: not known;"));
}

TEST(Text, TheSameViewGivesTheSameBytes) {
  EXPECT_EQ(text_of(sample::peak_day()), text_of(sample::peak_day()));
}

TEST(Text, ALanguageThatHasNoRoomChangesNoOther) {
  DigestView view = sample::peak_day();
  view.value.languages.clear();
  for (const char* code : {"en", "fr", "de", "es", "it", "pl", "nl", "sv"}) {
    view.value.languages.push_back({code, 3, std::nullopt, 1});
  }
  std::string text = render_text(view).value();
  std::replace(text.begin(), text.end(), '\n', ' ');
  EXPECT_THAT(text, HasSubstr("Italian 3 (1 guessed), Polish 3 (1 guessed)  "));
  EXPECT_THAT(text, Not(HasSubstr("Dutch")));
}

}  // namespace
}  // namespace tagwatch
