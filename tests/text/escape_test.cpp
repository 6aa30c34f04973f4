#include <gtest/gtest.h>

#include "tagwatch/text/html.hpp"

namespace tagwatch {
namespace {

TEST(EscapeHtml, IsSafeInContentAndAttributes) {
  EXPECT_EQ(escape_html("<a href=\"x\" o='y'>&amp;"),
            "&lt;a href=&quot;x&quot; o=&#39;y&#39;&gt;&amp;amp;");
  EXPECT_EQ(escape_html(std::string_view("a\0\x1b\nb\xFF", 6)), "a\nb\xEF\xBF\xBD");
}

TEST(EscapeMarkdown, GivesTheTextAlone) {
  EXPECT_EQ(escape_markdown("[x](javascript:1) *b* #1"),
            "\\[x\\]\\(javascript\\:1\\) \\*b\\* \\#1");
  EXPECT_EQ(escape_markdown("@channel"), "@\u2060channel");
  EXPECT_EQ(escape_markdown("https://x.example"), "https\\:\\/\\/x\\.example");
  EXPECT_EQ(escape_markdown("a\n    no code\n1. no list"), "a\nno code\n1\\. no list");
  EXPECT_EQ(escape_markdown("Genève 8–9"), "Genève 8–9");
}

TEST(CsvCell, QuotesByRfc4180) {
  EXPECT_EQ(csv_cell("plain"), "plain");
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_cell("say \"hi\"\nthere"), "\"say \"\"hi\"\"\nthere\"");
  EXPECT_EQ(csv_cell(""), "");
}

TEST(CsvCell, NothingBeginsAFormula) {
  for (const char* formula : {"=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "\n=1", "＝1", "＋1",
                              "－1", "＠x", " =1", "\u00A0=1"}) {
    const std::string cell = csv_cell(formula);
    EXPECT_TRUE(cell.starts_with('\'') || cell.starts_with("\"'")) << cell;
  }
  EXPECT_EQ(csv_cell(std::string_view("\0=1", 3)), "'=1");
}

TEST(ForTerminal, HasNoControlCharacterAndHidesNothing) {
  EXPECT_EQ(for_terminal("a\x1b[31mb\nc\td\r"), "a\uFFFD[31mb\nc d\uFFFD");
  EXPECT_EQ(for_terminal("a\xC2\x9B"
                         "31mb"),
            "a\uFFFD31mb");
  EXPECT_EQ(for_terminal("a\u202Eb\u2066c\u200F"), "abc");
  EXPECT_EQ(for_terminal("glo\u200Bbal\u00AD"), "glo<U+200B>bal<U+00AD>");
  EXPECT_EQ(for_terminal("bad\xFF"), "bad\uFFFD");
}

TEST(WithoutTextTricks, NothingReordersOrHides) {
  EXPECT_EQ(without_text_tricks("a\u202Eb\u2067c\u2069\u200B\uFEFFd\U000E0041"), "abcd");
  EXPECT_EQ(without_text_tricks("pay\u200Dpal"), "paypal");
}

TEST(WithoutTextTricks, JoinersStayWhereAScriptNeedsThem) {
  EXPECT_EQ(without_text_tricks("می\u200Cخواهم"), "می\u200Cخواهم");
  EXPECT_EQ(without_text_tricks("👩\u200D🚒"), "👩\u200D🚒");
}

}  // namespace
}  // namespace tagwatch
