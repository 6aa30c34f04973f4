#include "tagwatch/render/html.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "render/hostile.hpp"
#include "render/page_tools.hpp"
#include "render/sample_views.hpp"

namespace tagwatch {
namespace {

using page_tools::attribute_values;
using page_tools::skeleton;
using testing::AnyOf;
using testing::Each;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string page_of(const DigestView& view) {
  return render_html(view, builtin_html_template()).value();
}

TEST(Html, LoadsNothingAndLinksOnlyToTheWeb) {
  for (const sample::Named& named : sample::all()) {
    SCOPED_TRACE(named.name);
    const std::string page = page_of(named.view);
    EXPECT_THAT(page, Not(HasSubstr("<script")));
    EXPECT_THAT(page, Not(HasSubstr("<link")));
    EXPECT_THAT(page, Not(HasSubstr("<img")));
    EXPECT_THAT(page, Not(HasSubstr("url(")));
    EXPECT_THAT(page, Not(HasSubstr("@import")));
    EXPECT_THAT(attribute_values(page, "src"), testing::IsEmpty());
    EXPECT_THAT(attribute_values(page, "href"),
                Each(AnyOf(StartsWith("https://"), StartsWith("http://"))));
    EXPECT_EQ(attribute_values(page, "href").size(), attribute_values(page, "rel").size());
    EXPECT_THAT(attribute_values(page, "rel"), Each("nofollow noopener"));
  }
}

TEST(Html, NothingForeignBecomesMarkup) {
  const std::string harmless = page_of(sample::filled_with(sample::peak_day(), "harmless"));
  const std::string page = page_of(sample::filled_with(sample::peak_day(), sample::kHostile));
  std::vector<std::string> expected = skeleton(harmless);
  // The language attribute takes what has the form of a language, which the other has not.
  for (std::string& tag : expected) {
    tag = tag.starts_with("<p class= dir= lang=") ? "<p class= dir=" : tag;
  }
  EXPECT_EQ(skeleton(page), expected);
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
  EXPECT_THAT(page, HasSubstr("{{#posts}}")) << "text is not read as a template";
}

TEST(Html, NothingForeignReordersOrHidesText) {
  const std::string page = page_of(sample::filled_with(sample::peak_day(), sample::kHostile));
  for (const char* trick : {"\xE2\x80\xAE", "\xE2\x80\xAC", "\xE2\x81\xA6", "\xE2\x80\x8B", "\x1B",
                            "\x07", "\x01", "\xC2\x9B", "\xFF"}) {
    EXPECT_THAT(page, Not(HasSubstr(trick))) << testing::PrintToString(std::string(trick));
  }
}

TEST(Html, OnlyWebAddressesAreLinked) {
  DigestView view = sample::four_post_day();
  for (const char* address : {"javascript:alert(1)", "data:text/html,x", "//host.example/x",
                              "https://user@host.example/", "ftp://host.example/", "#", "",
                              "https://", "java\nscript:alert(1)", "https:// host.example/"}) {
    for (auto& [uri, record] : view.records) {
      record.post.url = address;
      record.post.links = {{address, "a title"}};
    }
    EXPECT_THAT(attribute_values(page_of(view), "href"), testing::IsEmpty()) << address;
  }
}

TEST(Html, ALinkShowsTheHostItLeadsTo) {
  DigestView view = sample::four_post_day();
  PostRecord& record = view.records.at(view.value.top_posts[0].uri);
  record.post.url = "https://www.state.gov.evil.example/@x/1?state.gov";
  const std::string page = page_of(view);
  EXPECT_THAT(page, HasSubstr("href=\"https://www.state.gov.evil.example/@x/1?state.gov\" "
                              "rel=\"nofollow noopener\">Read on "
                              "<bdi>state.gov.evil.example</bdi></a>"));
}

TEST(Html, ALinkIsNotCalledAsAnotherAddress) {
  DigestView view = sample::four_post_day();
  PostRecord& record = view.records.at(view.value.top_posts[0].uri);
  record.post.links = {{"https://evil.example/x", "https://www.state.gov/travel"}};
  const std::string page = page_of(view);
  EXPECT_THAT(page, HasSubstr("rel=\"nofollow noopener\"><bdi>evil.example</bdi></a>"));
  EXPECT_THAT(page, Not(HasSubstr("state.gov/travel")));
}

TEST(Html, AHostThatBrowsersReadAsAnotherNumberIsNoLink) {
  DigestView view = sample::four_post_day();
  PostRecord& record = view.records.at(view.value.top_posts[0].uri);
  for (const char* host : {"0x7f.1", "2130706433", "127.1", "0177.0.0.1", "127.0.0.0x1"}) {
    record.post.url = "https://" + std::string(host) + "/1";
    EXPECT_THAT(page_of(view), Not(HasSubstr(record.post.url))) << host;
  }
  for (const char* host : {"192.0.2.1", "web2.example", "127.0.0.1.example"}) {
    record.post.url = "https://" + std::string(host) + "/1";
    EXPECT_THAT(page_of(view), HasSubstr("Read on <bdi>" + std::string(host))) << host;
  }
}

TEST(Html, AZeroThatWasWatchedAndAZeroThatWasNotDiffer) {
  const std::string watched = page_of(sample::zero_day());
  const std::string blind = page_of(sample::blind_day());
  EXPECT_THAT(watched, HasSubstr("<td class=\"num\">0</td><td>complete, every zero verified</td>"));
  EXPECT_THAT(blind, HasSubstr("<td class=\"num\">not seen</td>"));
  EXPECT_THAT(blind, HasSubstr("<td class=\"num\">0 seen</td><td>zero not verified"));
  EXPECT_THAT(blind, HasSubstr("<td class=\"num\">0 seen</td><td>rate-limited 08:00–19:30"));
  EXPECT_THAT(blind, Not(HasSubstr("<td class=\"num\">0</td>")));
}

TEST(Html, SaysNothingOfWhatIsNotComputed) {
  for (const sample::Named& named : sample::all()) {
    const std::string text = page_tools::visible_text(page_of(named.view), false);
    for (const char* word :
         {"an answer", "Nothing needs", "watch list", "coordination", "people", "reach", "flag"}) {
      EXPECT_EQ(text.find(word), std::string::npos) << named.name << ": " << word;
    }
  }
}

TEST(Html, ADeletedOrWithheldPostIsNotQuoted) {
  DigestView view = sample::four_post_day();
  PostRecord& deleted = view.records.at(view.value.top_posts[0].uri);
  deleted.deleted = true;
  PostRecord& withheld = view.records.at(view.value.top_posts[1].uri);
  withheld.post.withheld = true;
  const std::string page = page_of(view);
  EXPECT_THAT(page, HasSubstr("Deleted, and no longer quoted."));
  EXPECT_THAT(page, HasSubstr("Its author asks not to be quoted."));
  for (const char* gone : {"Sample Analyst", "@analyst@social.example", "maritime",
                           "Sample Institute", "precursor", "href=\"https://think.example"}) {
    EXPECT_THAT(page, Not(HasSubstr(gone)));
  }
}

TEST(Html, IsShortEnoughToBeRead) {
  constexpr std::size_t kWordsMax = 250;
  constexpr std::size_t kMailBytesMax = 90'000;
  const std::string ordinary = page_of(sample::ordinary_day());
  EXPECT_LE(page_tools::word_count(page_tools::visible_text(ordinary, false)), kWordsMax);
  for (const sample::Named& named : sample::all()) {
    EXPECT_LT(page_of(named.view).size(), kMailBytesMax) << named.name;
  }
}

TEST(Html, TheSameViewGivesTheSameBytes) {
  EXPECT_EQ(page_of(sample::peak_day()), page_of(sample::peak_day()));
}

TEST(Html, ADayHasAsManyColumnsAsHoursAndNoBarWithoutPosts) {
  DigestView view = sample::peak_day();
  const auto with_class = [&](const char* name) {
    const std::vector<std::string> classes = attribute_values(page_of(view), "class");
    return std::count(classes.begin(), classes.end(), name);
  };
  EXPECT_EQ(with_class("bar"), 20);
  EXPECT_EQ(with_class("none"), 4);
  view.value.by_hour.push_back({view.value.window.to, 2, CoverageWord::complete, std::nullopt});
  EXPECT_EQ(with_class("bar"), 21);
  EXPECT_EQ(with_class("none"), 4);
}

TEST(Html, AnHourThatWasNotReadIsMarkedAndExplained) {
  DigestView view = sample::peak_day();
  EXPECT_THAT(page_of(view), Not(HasSubstr("not read in full; –")));
  view.value.by_hour[0].coverage = CoverageWord::blind;
  view.value.by_hour[1].coverage = CoverageWord::partial;
  view.value.by_hour[2].coverage = CoverageWord::partial;
  const std::string page = page_of(view);
  for (const char* label : {"–", "0*", "*"}) {
    EXPECT_THAT(page, HasSubstr("<td class=\"peak\" align=\"center\">" + std::string(label) +
                                "</td></tr><tr><td class=\"" +
                                (std::string(label) == "*" ? "bar" : "none") + "\""));
  }
  EXPECT_THAT(page, HasSubstr(">* not read in full; – none seen, and a source not read at all.<"));
}

TEST(Html, AQuoteHasItsOwnDirectionAndTagsInItStayWhole) {
  const std::string page = page_of(sample::four_post_day());
  EXPECT_THAT(page,
              HasSubstr("<p class=\"quote\" dir=\"auto\" lang=\"ar\">مؤتمر عن الأمن العالمي في "
                        "نيويورك الأسبوع القادم \u2068#GlobalSecurity\u2069</p>"));
  EXPECT_THAT(page, HasSubstr("Exam on #GlobalSecurity tomorrow")) << "needs nothing to hold it";
  EXPECT_THAT(page, Not(HasSubstr("dir=\"auto\"><bdi>"))) << "no direction is taken from a bdi";
}

TEST(Html, IsolatesHoldTagsHandlesAndAddressesOnly) {
  DigestView view = sample::four_post_day();
  PostRecord& record = view.records.at(view.value.top_posts[3].uri);
  record.post.text =
      "خبر #TMSSW، @office@social.example. https://a.example/x?y=1#z. \u202E a@b.example #الأمن";
  EXPECT_THAT(page_of(view),
              HasSubstr("خبر \u2068#TMSSW\u2069، \u2068@office@social.example\u2069. "
                        "\u2068https://a.example/x?y=1#z\u2069. a@b.example "
                        "\u2068#الأمن\u2069</p>"));
}

TEST(Html, TheTableOfTopicsIsNamedForWhatItHolds) {
  DigestView view = sample::peak_day();
  EXPECT_THAT(page_of(view), HasSubstr("<h2>Topics and links</h2>"));
  view.value.links.clear();
  EXPECT_THAT(page_of(view), HasSubstr("<h2>Topics</h2>"));
  EXPECT_THAT(page_of(view), HasSubstr(">Topic</th>"));
  view = sample::peak_day();
  view.value.topics.clear();
  EXPECT_THAT(page_of(view), HasSubstr("<h2>Links</h2>"));
  EXPECT_THAT(page_of(view), HasSubstr(">Page</th>"));
}

TEST(Html, AMissedDayHasASentenceOfItsCoverage) {
  EXPECT_THAT(page_of(sample::days_missed()),
              HasSubstr("<strong>Sat 5 Dec</strong>: #TMSSW none seen, #GlobalSecurity none seen. "
                        "None of the 14 watched sources was read in full."));
}

TEST(Html, AnUnknownZoneIsAnErrorInWords) {
  DigestView view = sample::zero_day();
  view.value.timezone = "Mars/Olympus";
  const auto page = render_html(view, builtin_html_template());
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, Errc::config_invalid);
  EXPECT_THAT(page.error().context, HasSubstr("Mars/Olympus"));
}

}  // namespace
}  // namespace tagwatch
