#include "tagwatch/text/html.hpp"

#include <gtest/gtest.h>

namespace tagwatch {
namespace {

constexpr std::string_view kBase = "https://social.example/@press";

std::string text_of(std::string_view html) {
  return html_to_text(html, kBase).text;
}

std::vector<std::string> urls_of(const PlainHtml& plain) {
  std::vector<std::string> urls;
  for (const Link& link : plain.links) {
    urls.push_back(link.url);
  }
  return urls;
}

std::string repeated(std::string_view piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) {
    text += piece;
  }
  return text;
}

TEST(Html, BlocksAndBreaksAreLines) {
  EXPECT_EQ(text_of("<p>One</p><p>Two<br>three<br />four</p>"), "One\nTwo\nthree\nfour");
  EXPECT_EQ(text_of("<ul><li>a</li><li>b</ul>after"), "a\nb\nafter");
  EXPECT_EQ(text_of("<table><tr><td>1<td>2</tr><tr><td>3</table>"), "1 2\n3");
  EXPECT_EQ(text_of("x<br><br><br><br>y"), "x\n\ny");
}

TEST(Html, WhiteSpaceCollapsesButInPre) {
  EXPECT_EQ(text_of("  a \n\t b&nbsp;&nbsp;c  "), "a b c");
  EXPECT_EQ(text_of("a <b> b </b> c"), "a b c");
  EXPECT_EQ(text_of("<pre>one\ntwo</pre>"), "one\ntwo");
}

TEST(Html, ReferencesAreCharacters) {
  EXPECT_EQ(text_of("&lt;b&gt; &amp;amp; &#39;q&#x27; &eacute;&hellip; &copy 2 &notit; &#150;"),
            "<b> &amp; 'q' é… © 2 ¬it; –");
  EXPECT_EQ(text_of("AT&T & co; a < b &nosuchname;"), "AT&T & co; a < b &nosuchname;");
}

TEST(Html, ShortenedLinksAreWrittenInFull) {
  const PlainHtml plain = html_to_text(
      R"(<p>See <a href="https://news.example/a/very/long/path?utm_source=x&amp;id=7" rel="nofollow">)"
      R"(<span class="invisible">https://</span><span class="ellipsis">news.example/a/very</span>)"
      R"(<span class="invisible">/long/path?utm_source=x&amp;id=7</span></a> now</p>)",
      kBase);
  EXPECT_EQ(plain.text, "See https://news.example/a/very/long/path?id=7 now");
  EXPECT_EQ(urls_of(plain), std::vector<std::string>{"https://news.example/a/very/long/path?id=7"});
}

TEST(Html, ALinkCannotShowAnotherAddress) {
  EXPECT_EQ(text_of(R"(<a href="https://evil.example/">https://bank.example/login</a>)"),
            "https://evil.example/");
  EXPECT_EQ(text_of(R"(<a href="https://evil.example/">bank.example/login</a>)"),
            "https://evil.example/");
  EXPECT_EQ(text_of(R"(<a href="https://evil.example/">bank.example/@desk/1…</a>)"),
            "https://evil.example/");
  EXPECT_EQ(text_of(R"(<a href="https://news.example/1">Read more</a>)"), "Read more");
}

TEST(Html, HashtagsAndMentionsAreTextAndNoLinks) {
  const PlainHtml plain = html_to_text(
      R"(<p><span class="h-card"><a href="https://a.example/@ana" class="u-url mention">@<span>ana</span>)"
      R"(</a></span> on <a href="https://a.example/tags/tmssw" class="mention hashtag" rel="tag">)"
      R"(#<span>TMSSW</span></a> and <a rel="tag" href="/tags/ivlp">#IVLP</a>, )"
      R"(<a href="https://blog.example/tag/a">#<b>a</b></a></p>)",
      kBase);
  EXPECT_EQ(plain.text, "@ana on #TMSSW and #IVLP, #a");
  EXPECT_TRUE(plain.links.empty());
  EXPECT_EQ(plain.hashtag_texts, (std::vector<std::string>{"#TMSSW", "#IVLP", "#a"}));
}

TEST(Html, LinksAreResolvedAndEachOnce) {
  const PlainHtml plain = html_to_text(
      R"(<a href="/about" title="About us">a</a> <a href='/about'>b</a> <a href=//x.example>c</a>)"
      R"(<a href='javascript:alert(1)'>d</a><a href="mailto:a@b.example">e</a><a>f</a>)",
      kBase);
  EXPECT_EQ(urls_of(plain),
            (std::vector<std::string>{"https://social.example/about", "https://x.example"}));
  EXPECT_EQ(plain.links.at(0).title, "About us");
  EXPECT_EQ(plain.text, "a b cdef");
}

TEST(Html, ImagesKeepTheirAltAndEmojiAreText) {
  const PlainHtml plain = html_to_text(
      R"(Hi <img class="emoji" alt="😀" src="/e.png"><img src="pic.jpg" alt="A &quot;map&quot;">)"
      R"(<img src="https://count.example/p.gif" width="1" height="1"><img src="data:image/png,x">)",
      kBase);
  EXPECT_EQ(plain.text, "Hi 😀");
  ASSERT_EQ(plain.media.size(), 1U);
  EXPECT_EQ(plain.media[0], (Media{"image", "https://social.example/pic.jpg", "A \"map\""}));
}

TEST(Html, WhatIsNotShownIsLeftOut) {
  EXPECT_EQ(text_of("a<script>var x = '<p>no</p>';</script>b<!-- no --><style>p{}</style>c"),
            "abc");
  EXPECT_EQ(text_of("a<!-->b<!--->c<!doctype html>d<?xml x?>e</ no>f<![CDATA[no]]>g"), "abcdefg");
  EXPECT_EQ(text_of("a<script>never closed <b>no</b>"), "a");
  EXPECT_EQ(text_of(R"(<p>a<span class="invisible">no <span>no</span></span>b</p>)"), "ab");
  EXPECT_EQ(text_of(R"(<p>a<span class="invisible">no</p><p>shown again</p>)"), "a\nshown again");
}

TEST(Html, JunkGivesWhatCanBeRead) {
  EXPECT_EQ(text_of("1 < 2 <3 <"), "1 < 2 <3 <");
  EXPECT_EQ(text_of("a<b"), "a");
  EXPECT_EQ(text_of("a<a href=\"never closed"), "a");
  EXPECT_EQ(text_of("</p></p>a</div><div =\"x\" a=b=c \"'>b"), "a\nb");
  EXPECT_EQ(text_of(""), "");
  EXPECT_EQ(text_of(std::string("a\0b\x1b[31m\xC2\x9B"
                                "c\x7F",
                                12)),
            "ab[31mc");
  EXPECT_EQ(text_of("caf\xE9!"), "caf\xEF\xBF\xBD!");
}

TEST(Html, NoNestingIsTooDeep) {
  EXPECT_EQ(text_of(repeated("<div>", 200'000) + "deep"), "deep");
  EXPECT_EQ(text_of(repeated("<b><span class=invisible>", 40'000) + "hidden</p>deep"), "deep");
  EXPECT_EQ(text_of(repeated("<a href=/x>", 90'000) + "deep"), "deep");
  const std::string many = repeated("<b id=x>", 60'000) + repeated("<p>x", 100'000);
  EXPECT_EQ(text_of(many).size(), 2 * 100'000 - 1);
}

TEST(Html, InputBeyondTheLimitIsCutBetweenCharacters) {
  const std::string text = text_of(repeated("é", 2'000'000));
  EXPECT_EQ(text.size(), 1U << 20);
  EXPECT_TRUE(text.ends_with("é"));
}

TEST(Html, EveryPrefixGivesTextWithoutMarkup) {
  const std::string html =
      R"(<p>A <a href="https://x.example/1?a=1&amp;b=2" class='u'>b&eacute;</a><!-- c -->)"
      R"(<img src="i.png" alt="&lt;"><script>d</script> <span class="invisible">e</span></p>)";
  for (std::size_t length = 0; length <= html.size(); ++length) {
    if (length > 0 && html[length - 1] == '<') {
      continue;  // at the end of its text, "<" is a character
    }
    const PlainHtml plain = html_to_text(std::string_view(html).substr(0, length), kBase);
    EXPECT_EQ(plain.text.find_first_of("<>"), std::string::npos) << length << ": " << plain.text;
  }
}

}  // namespace
}  // namespace tagwatch
