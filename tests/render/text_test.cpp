#include "tagwatch/render/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

TEST(Text, AZeroThatWasWatchedAndAZeroThatWasNotDiffer) {
  const std::string blind = text_of(sample::blind_day());
  EXPECT_THAT(text_of(sample::zero_day()),
              HasSubstr("14 sources: 0; complete, every zero verified"));
  EXPECT_THAT(blind, HasSubstr("7 sources: not seen; could not be read"));
  EXPECT_THAT(blind, Not(HasSubstr(": 0; ")));
}

TEST(Text, AMissedDayThatNobodyWatchedHasNoZero) {
  const std::string text = text_of(sample::days_missed());
  EXPECT_THAT(text, HasSubstr("Sat 5 Dec: #TMSSW not known, #GlobalSecurity not known; blind"));
  EXPECT_THAT(text, HasSubstr("Sun 6 Dec: #TMSSW 0, #GlobalSecurity 7; complete"));
  EXPECT_THAT(text, HasSubstr("Preview, not issued"));
}

TEST(Text, TheSameViewGivesTheSameBytes) {
  EXPECT_EQ(text_of(sample::peak_day()), text_of(sample::peak_day()));
}

}  // namespace
}  // namespace tagwatch
