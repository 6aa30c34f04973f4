#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "render/sample_views.hpp"
#include "tagwatch/render/html.hpp"

namespace tagwatch {
namespace {

using testing::HasSubstr;

std::string mistake_in(std::string_view mustache) {
  const auto checked = check_html_template(mustache);
  if (checked) {
    return "no mistake";
  }
  EXPECT_EQ(checked.error().code, Errc::config_invalid);
  EXPECT_FALSE(render_html(sample::zero_day(), mustache)) << "what is refused is not filled in";
  return checked.error().context;
}

std::string filled(std::string_view mustache) {
  return render_html(sample::four_post_day(), mustache).value();
}

TEST(HtmlTemplate, TheBuiltInOneIsAccepted) {
  EXPECT_TRUE(check_html_template(builtin_html_template()));
}

TEST(HtmlTemplate, UnknownNamesAreRefusedWithLineAndChoice) {
  EXPECT_THAT(mistake_in("<p>\n{{subjekt}}"),
              HasSubstr("line 2: there is no name \"subjekt\" here; "
                        "there are: about_earlier, about_heading"));
  EXPECT_THAT(mistake_in("{{#sections}}{{#posts}}{{handel}}{{/posts}}{{/sections}}"),
              HasSubstr("counts, followers, handle, host"));
  EXPECT_THAT(mistake_in("{{handle}}"), HasSubstr("no name \"handle\"")) << "known in a row only";
  EXPECT_THAT(mistake_in("{{.}}"), HasSubstr("no name \".\""));
}

TEST(HtmlTemplate, EveryWayAroundEscapingIsRefused) {
  EXPECT_THAT(mistake_in("{{{subject}}}"), HasSubstr("without escaping"));
  EXPECT_THAT(mistake_in("{{&subject}}"), HasSubstr("without escaping"));
  EXPECT_THAT(mistake_in("{{ & subject }}"), HasSubstr("without escaping"));
  EXPECT_THAT(mistake_in("{{> other}}"), HasSubstr("not supported"));
  EXPECT_THAT(mistake_in("{{=<% %>=}}<%& subject %>"), HasSubstr("not supported"));
}

TEST(HtmlTemplate, SectionsMustNest) {
  EXPECT_THAT(mistake_in("{{#headline}}"), HasSubstr("never closed"));
  EXPECT_THAT(mistake_in("{{/headline}}"), HasSubstr("not the innermost"));
  EXPECT_THAT(mistake_in("{{#chart}}{{#preview}}{{/chart}}{{/preview}}"),
              HasSubstr("not the innermost"));
  EXPECT_THAT(mistake_in("a {{subject"), HasSubstr("never ends"));
  EXPECT_THAT(mistake_in("a {{ }}"), HasSubstr("empty tag"));
  EXPECT_THAT(mistake_in("{{sections}}"), HasSubstr("is no text"));
}

TEST(HtmlTemplate, AnOfficeMayWriteItsOwn) {
  EXPECT_EQ(filled("{{! ours }}{{date}}"), "Monday 7 December 2026");
  EXPECT_EQ(filled("{{#preview}}draft{{/preview}}{{^preview}}final{{/preview}}"), "final");
  EXPECT_EQ(filled("{{#sections}}{{#posts}}{{host}};{{/posts}}{{/sections}}"),
            "social.example;think.example;bsky.app;arabic.example;");
  EXPECT_EQ(filled("{{^chart}}no bars{{/chart}}"), "no bars") << "a quiet day has none";
}

// A row without a value would show that of an outer row of the same name.
TEST(HtmlTemplate, ARowNeverShowsWhatBelongsToAnOuterOne) {
  DigestView view = sample::four_post_day();
  for (auto& [uri, record] : view.records) {
    record.post.url.clear();
    record.post.links = {{"https://one.example/a", "A"}};
  }
  EXPECT_EQ(render_html(view,
                        "{{#sections}}{{#posts}}[{{url}}{{host}}{{#links}}{{host}}{{/links}}]"
                        "{{/posts}}{{/sections}}")
                .value(),
            "[one.example][one.example][one.example][one.example]");
}

TEST(HtmlTemplate, QuotesInValuesDoNotEndAnAttribute) {
  DigestView view = sample::zero_day();
  view.value.contact = "a\" onclick=\"x' <b>";
  EXPECT_EQ(render_html(view, "<a title=\"{{contact}}\">").value(),
            "<a title=\"a&quot; onclick=&quot;x&#39; &lt;b&gt;\">");
}

}  // namespace
}  // namespace tagwatch
