// The digest as Markdown, read by cmark-gfm with every extension it has: an independent reader, and
// a generous one.
#include "tagwatch/render/markdown.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "render/hostile.hpp"
#include "render/page_tools.hpp"
#include "render/payloads.hpp"
#include "render/sample_views.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/render/html.hpp"

namespace tagwatch {
namespace {

using page_tools::attribute_values;
using page_tools::skeleton;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string markdown_of(const DigestView& view) {
  return render_markdown(view).value();
}

std::string page_of(const std::string& markdown) {
  const TempDir folder;
  const std::string path = (folder / "digest.md").string();
  std::ofstream(path, std::ios::binary) << markdown;
  const page_tools::Outcome page = page_tools::run(
      TAGWATCH_CMARK " --unsafe -e table -e strikethrough -e autolink -e tasklist -e footnotes " +
      path);
  EXPECT_EQ(page.exit_code, 0) << page.output;
  return page.output;
}

// What Markdown would make of text, each on lines of its own too.
constexpr const char* kHostileMarkdown[] = {
    "[click](https://evil.example/a) ![x](https://evil.example/b.png) <https://evil.example/c>",
    "https://evil.example/d www.evil.example/e mail@evil.example xmpp:a@evil.example/f",
    "[ref] [ref][] [a][ref]\n\n[ref]: https://evil.example/g\n[^1]\n\n[^1]: note",
    "# one\n## two ##\nthree\n=====\nfour\n----",
    "- list\n* list\n+ list\n1. list\n2) list\n- [ ] task\n> quote\n>> quote",
    "<script>alert(1)</script> <b>b</b> <!-- c --> <?p?> <![CDATA[d]]> &lt;i&gt; &#35; &amp;",
    "<div>\n\nblock\n\n</div>\n<img src=https://evil.example/h>",
    "| a | b |\n|---|---|\n| c | d |",
    "*em* _em_ **st** __st__ ~~del~~ `code` ``co`de`` $m$ :smile: @everyone #1",
    "    code\n\tcode\n```\nfence\n```\n~~~\nfence\n~~~",
    "---\n***\n___\nend\\\nend  \nlast\\",
};

TEST(Markdown, NoContentOfPostsFormsAnything) {
  const std::vector<std::string> plain =
      skeleton(page_of(markdown_of(sample::filled_with(sample::peak_day(), "harmless"))));
  std::vector<std::string> texts(std::begin(kHostileMarkdown), std::end(kHostileMarkdown));
  texts.emplace_back(sample::kHostile);
  for (const std::string& text : texts) {
    // A quote has as many lines as its text; nothing else may differ.
    std::vector<std::string> found =
        skeleton(page_of(markdown_of(sample::filled_with(sample::peak_day(), text))));
    std::vector<std::string> expected = plain;
    std::erase(found, "<br /");
    std::erase(expected, "<br /");
    EXPECT_EQ(found, expected) << text;
  }
}

// Every text in every field, and addresses that are none.
TEST(Markdown, NoHostileTextMakesALinkOrMarkup) {
  const std::set<std::string> ours{"<a href=", "<h1",         "<h2", "<p",  "<strong",
                                   "<br /",    "<blockquote", "<ul", "<li", "<hr /"};
  std::size_t all = 0;
  for (const DigestView& view : sample::hostile_digests(sample::hostile_texts())) {
    const std::string page = page_of(markdown_of(view));
    for (const std::string& tag : skeleton(page)) {
      EXPECT_TRUE(tag.starts_with("</") || ours.count(tag) == 1) << tag;
    }
    // The addresses of posts and their pages, which the page in HTML links too.
    const auto linked =
        attribute_values(render_html(view, builtin_html_template()).value(), "href");
    const auto links = attribute_values(page, "href");
    all += links.size();
    EXPECT_LE(links.size(), linked.size());
    for (const std::string& link : links) {
      EXPECT_TRUE(link.starts_with("http://") || link.starts_with("https://")) << link;
      EXPECT_THAT(link, Not(HasSubstr("evil.example/1"))) << "an address in the text, not of it";
    }
  }
  EXPECT_GT(all, 100U);
}

TEST(Markdown, LinksAreTheAddressesOfPostsAndTheirPagesAlone) {
  for (const sample::Named& named : sample::all()) {
    SCOPED_TRACE(named.name);
    const std::string markdown = markdown_of(named.view);
    const std::string page = page_of(markdown);
    for (const std::string& tag : skeleton(page)) {
      EXPECT_TRUE(std::string_view(tag).starts_with("</") || tag == "<a href=" || tag == "<h1" ||
                  tag == "<h2" || tag == "<p" || tag == "<strong" || tag == "<br /" ||
                  tag == "<ul" || tag == "<li" || tag == "<blockquote" || tag == "<hr /")
          << tag;
    }
    for (const std::string& link : attribute_values(page, "href")) {
      EXPECT_THAT(markdown, HasSubstr("<" + link + ">"));
    }
  }
  DigestView view = sample::four_post_day();
  for (auto& [uri, record] : view.records) {
    record.post.url = "javascript:alert(1)";
    record.post.links = {{"data:text/html,x", "title"}};
  }
  EXPECT_THAT(attribute_values(page_of(markdown_of(view)), "href"), IsEmpty());
  for (auto& [uri, record] : view.records) {
    record.post.url = "https://one.example/a*b_c_(d)?e=[f]&g=h";
  }
  const std::vector<std::string> links = attribute_values(page_of(markdown_of(view)), "href");
  ASSERT_EQ(links.size(), 4U);
  EXPECT_THAT(links.front(), HasSubstr("a*b_c_(d)?e="));
}

TEST(Markdown, NothingForeignReordersOrHidesText) {
  const std::string text = markdown_of(sample::filled_with(sample::peak_day(), sample::kHostile));
  for (const char* trick : {"\xE2\x80\xAE", "\xE2\x80\xAC", "\xE2\x81\xA6", "\xE2\x80\x8B", "\x1B",
                            "\x07", "\x01", "\xC2\x9B", "\xFF"}) {
    EXPECT_THAT(text, Not(HasSubstr(trick))) << testing::PrintToString(std::string(trick));
  }
}

TEST(Markdown, SaysWhatTheTextSays) {
  const std::string page = page_of(markdown_of(sample::peak_day()));
  for (const char* part :
       {"<h1>", "Monday 23 November 2026", "Not watched:",
        "<h2>About the programme, 4 of 21 posts</h2>", "<h2>Other posts, 1 of 67 posts</h2>",
        "<a href=\"https://social.example/@sample/23\">https://social.example/@sample/23</a>",
        "41,000 followers", "<strong>#TMSSW</strong>", "from 12:00: 5, 8, 14, 9, 6, 5",
        "Synthetic drugs (usually 8–20)", "closed.example: not seen;", "2026-11-23.posts.ndjson"}) {
    EXPECT_THAT(page, HasSubstr(part));
  }
  EXPECT_THAT(page_of(markdown_of(sample::zero_day())),
              HasSubstr("14 sources: 0; complete, every zero verified"));
  EXPECT_THAT(page_of(markdown_of(sample::days_missed())), HasSubstr("Preview, not issued"));
}

TEST(Markdown, TheSameViewGivesTheSameBytes) {
  EXPECT_EQ(markdown_of(sample::peak_day()), markdown_of(sample::peak_day()));
}

}  // namespace
}  // namespace tagwatch
