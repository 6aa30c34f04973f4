#include "sources/charset.hpp"

#include <gtest/gtest.h>

namespace tagwatch {
namespace {

using namespace std::string_literals;

struct Sample {
  std::string charset;
  std::string bytes;
  std::string text;
};

void PrintTo(const Sample& sample, std::ostream* out) {
  *out << sample.charset;
}

class CharsetOfTheWeb : public ::testing::TestWithParam<Sample> {};

TEST_P(CharsetOfTheWeb, ReadsWhatTheHttpHeaderNames) {
  const Sample& sample = GetParam();
  EXPECT_EQ(to_utf8(sample.bytes, "text/xml; charset=" + sample.charset).text, sample.text);
}

TEST_P(CharsetOfTheWeb, ReadsWhatTheXmlDeclarationNames) {
  const Sample& sample = GetParam();
  const std::string open = "<?xml version=\"1.0\" encoding='" + sample.charset + "'?><t>";
  EXPECT_EQ(to_utf8(open + sample.bytes + "</t>", "application/xml").text,
            open + sample.text + "</t>");
}

INSTANTIATE_TEST_SUITE_P(
    All, CharsetOfTheWeb,
    ::testing::Values(
        Sample{"windows-1252", "\x80 caf\xE9 \x93x\x94", "€ café “x”"},
        Sample{"iso-8859-1", "\x80 caf\xE9", "€ café"}, Sample{"us-ascii", "caf\xE9", "café"},
        Sample{"ISO-8859-2", "\xB3\xF3\xBC", "łóź"}, Sample{"iso-8859-15", "\xA4 \xE9", "€ é"},
        Sample{"Windows-1250", "\x8A\xE8\x9E", "Ščž"},
        Sample{"windows-1251", "\xCF\xF0\xE8\xE2\xE5\xF2", "Привет"},
        Sample{"windows-1253", "\xC5\xEB\xEB\xDC\xE4\xE1", "Ελλάδα"},
        Sample{"windows-1255", "\xF9\xEC\xE5\xED", "שלום"},
        Sample{"windows-1256", "\xE3\xD1\xCD\xC8\xC7", "مرحبا"},
        Sample{"koi8-r", "\xF0\xD2\xC9\xD7\xC5\xD4", "Привет"},
        Sample{"koi8-u", "\xEB\xC9\xA7\xD7", "Київ"},
        Sample{"Shift_JIS", "\x93\xFA\x96\x7B", "日本"},
        Sample{"EUC-JP", "\xC6\xFC\xCB\xDC", "日本"},
        Sample{"ISO-2022-JP", "\x1B$BF|K\\\x1B(B", "日本"},
        Sample{"gb2312", "\xD6\xD0\xB9\xFA", "中国"},
        Sample{"GB18030", "\xD6\xD0\xB9\xFA\x81\x30\x8B\x36", "中国þ"},
        Sample{"Big5", "\xA4\xA4\xB0\xEA", "中國"}, Sample{"euc-kr", "\xC7\xD1\xB1\xB9", "한국"},
        Sample{"tis-620", "\xCA\xC7\xD1\xCA\xB4\xD5", "สวัสดี"}));

TEST(Charset, TakesValidUtf8ForUtf8WhateverItClaims) {
  const std::string text = "<?xml version='1.0' encoding='windows-1252'?><t>Здравствуйте €</t>";
  const DecodedText decoded = to_utf8(text, "text/xml; charset=iso-8859-1");
  EXPECT_EQ(decoded.text, text);
  EXPECT_EQ(decoded.charset, "utf-8");
}

TEST(Charset, ReadsHttpBeforeTheXmlDeclaration) {
  EXPECT_EQ(
      to_utf8("<?xml version='1.0' encoding='iso-8859-2'?>\xB3", "a/b;charset= \"koi8-r\"").text,
      "<?xml version='1.0' encoding='iso-8859-2'?>Ё");
}

TEST(Charset, DropsAByteOrderMarkAndBelievesIt) {
  EXPECT_EQ(to_utf8("\xEF\xBB\xBF<a/>", "text/xml; charset=koi8-r").text, "<a/>");
  EXPECT_EQ(to_utf8("\xFF\xFE<\0\xE9\0"s, "text/xml; charset=utf-8").text, "<é");
  EXPECT_EQ(to_utf8("\xFE\xFF\0<\0\xE9"s, "").text, "<é");
  EXPECT_EQ(to_utf8("\xFF\xFE\0\0<\0\0\0\xE9\0\0\0"s, "").text, "<é");
  EXPECT_EQ(to_utf8("\0\0\xFE\xFF\0\0\0<\0\0\0\xE9"s, "").text, "<é");
}

TEST(Charset, KnowsUtf16And32WithoutAMark) {
  EXPECT_EQ(to_utf8("<\0?\0\xE9\0"s, "").text, "<?é");
  EXPECT_EQ(to_utf8("\0<\0?\0\xE9"s, "text/xml; charset=utf-8").text, "<?é");
  EXPECT_EQ(to_utf8("<\0\0\0\xE9\0\0\0"s, "").text, "<é");
  EXPECT_EQ(to_utf8("\0{\0\"\0\xE9"s, "application/feed+json").text, "{\"é");
}

TEST(Charset, PutsAReplacementForEachBrokenUnitAndGoesOn) {
  EXPECT_EQ(to_utf8("\xFF\xFE<\0\x00\xD8<\0\xE9"s, "").text, "<\uFFFD<\uFFFD");
  EXPECT_EQ(to_utf8("a\x93", "text/xml; charset=shift_jis").text, "a\uFFFD");
  EXPECT_EQ(to_utf8("\x93\xFA\x81\x07z", "text/xml; charset=shift_jis").text, "日\uFFFD\az");
}

TEST(Charset, RepairsUtf8ThatWasDamagedHereAndThere) {
  const DecodedText cut = to_utf8("Привет, \xD0", "text/xml; charset=utf-8");
  EXPECT_EQ(cut.text, "Привет, \uFFFD");
  EXPECT_EQ(cut.charset, "utf-8");
}

TEST(Charset, DoesNotBelieveUtf8ThatIsNone) {
  EXPECT_EQ(to_utf8("<?xml version='1.0' encoding='utf-8'?>caf\xE9", "text/xml").text,
            "<?xml version='1.0' encoding='utf-8'?>café");
  EXPECT_EQ(to_utf8("<?xml version='1.0' encoding='koi8-r'?>\xF0", "text/xml; charset=UTF-8").text,
            "<?xml version='1.0' encoding='koi8-r'?>П");
}

TEST(Charset, TakesUndeclaredAndUnknownForWindows1252) {
  EXPECT_EQ(to_utf8("caf\xE9 \x81", "").text, "café \uFFFD");
  for (const char* label : {"utf-7", "x-user-defined", "iso-2022-cn-ext", "../../x", "ucs-4"}) {
    EXPECT_EQ(to_utf8("caf\xE9", "text/xml; charset="s + label).charset, "windows-1252") << label;
  }
}

TEST(Charset, ReadsNoLabelFromAHeaderThatHasNone) {
  EXPECT_EQ(to_utf8("\xF0", "text/xml; charset:koi8-r").text, "ð");
  EXPECT_EQ(to_utf8("\xF0", "text/xml; charset").text, "ð");
  EXPECT_EQ(to_utf8("\xF0", "text/xml; charset=").text, "ð");
  EXPECT_EQ(to_utf8("", "text/xml; charset=koi8-r").text, "");
}

TEST(CleanText, TurnsC1ControlsIntoWhatWasMeant) {
  EXPECT_EQ(clean_text("don\u0092t"), "don’t");
  EXPECT_EQ(clean_text("\u00E2\u0080\u00A6 caf\u00C3\u00A9"), "… café");
  EXPECT_EQ(clean_text("П don\u0092t \u00E9"), "П don’t é");
}

TEST(CleanText, LeavesOtherTextAsItIs) {
  EXPECT_EQ(clean_text("\u00C3\u00A9 \u00A9\n\t日本"), "\u00C3\u00A9 \u00A9\n\t日本");
  EXPECT_EQ(clean_text("a\0b\x1B\x7F"
                       "c"s),
            "abc");
  EXPECT_EQ(clean_text("a\xED\xA0\x80z"), "a\uFFFD\uFFFD\uFFFDz");
}

}  // namespace
}  // namespace tagwatch
