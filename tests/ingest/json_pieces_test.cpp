#include "ingest/json_pieces.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace tagwatch {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "LINE: TEXT" of each piece.
std::vector<std::string> pieces_of(const std::string& text) {
  std::istringstream in(text);
  JsonPieces pieces(in);
  std::vector<std::string> found;
  JsonPiece piece;
  while (pieces.next(piece)) {
    found.push_back(std::to_string(piece.line) + ": " + piece.text);
  }
  return found;
}

TEST(JsonPieces, OneALineOrInAnArrayInAnyLayout) {
  const auto both = ElementsAre("1: {\"a\":1}", "2: {\"b\":[2,{}]}");
  EXPECT_THAT(pieces_of("{\"a\":1}\n{\"b\":[2,{}]}\n"), both);
  EXPECT_THAT(pieces_of("[{\"a\":1},\n{\"b\":[2,{}]}\n]\n"), both);
  EXPECT_THAT(pieces_of("\xEF\xBB\xBF{\"a\":1}\r\n{\"b\":[2,{}]}"), both);
  EXPECT_THAT(pieces_of("[ {\"a\":1} ]\n[{\"b\":[2,{}]}]"), both) << "pages in one file";
  EXPECT_THAT(pieces_of("[\n  {\n    \"a\": [\n      {}\n    ]\n  },\n  {}\n]"),
              ElementsAre("2: {\n    \"a\": [\n      {}\n    ]\n  }", "7: {}"));
  EXPECT_THAT(pieces_of(" \n\n"), IsEmpty());
  EXPECT_THAT(pieces_of("[]\n"), IsEmpty());
}

TEST(JsonPieces, BracketsAndQuotesWithinTextAreText) {
  EXPECT_THAT(pieces_of(R"({"a":"}]\"\\"}{"b":"{["})"),
              ElementsAre(R"(1: {"a":"}]\"\\"})", R"(1: {"b":"{["})"));
}

TEST(JsonPieces, WhatIsBrokenOffTakesNothingElseAlong) {
  EXPECT_THAT(pieces_of("{\"a\":\"x\n{\"b\":1}\n"), ElementsAre("1: {\"a\":\"x", "2: {\"b\":1}"));
  EXPECT_THAT(pieces_of("{\"a\":[\n{\"b\":1}\n"), ElementsAre("1: {\"a\":[\n", "2: {\"b\":1}"));
  EXPECT_THAT(pieces_of("[\n{\"a\":\n{\"b\":1}\n]"), ElementsAre("2: {\"a\":\n", "3: {\"b\":1}"));
  EXPECT_THAT(pieces_of("junk, more\n{\"b\":1}}\n{\"c\":1}"),
              ElementsAre("1: junk, more", "2: {\"b\":1}", "2: }", "3: {\"c\":1}"));
  EXPECT_THAT(pieces_of("[1, \"x\", {\"b\":1}]"), ElementsAre("1: 1", "1: \"x\"", "1: {\"b\":1}"));
  EXPECT_THAT(pieces_of("{\"b\":1}\n{\"c\":"), ElementsAre("1: {\"b\":1}", "2: {\"c\":"));
}

TEST(JsonPieces, AnArrayThatIsLeftOpenAndAFileOfNothingAreTold) {
  JsonPiece piece;
  std::istringstream open("[{\"a\":1},\n");
  JsonPieces cut(open);
  EXPECT_TRUE(cut.next(piece));
  EXPECT_FALSE(cut.next(piece));
  EXPECT_TRUE(cut.cut_off());
  std::istringstream nothing("\n");
  JsonPieces blank(nothing);
  EXPECT_FALSE(blank.next(piece));
  EXPECT_TRUE(blank.blank());
  EXPECT_FALSE(blank.cut_off());
}

TEST(JsonPieces, AValueLargerThanAnyPostIsPassedOver) {
  const std::string large(kPieceBytesMax + 10, 'x');
  std::istringstream in("{\"a\":\"" + large + "\"}\n{\"b\":1}\n");
  JsonPieces pieces(in);
  JsonPiece piece;
  ASSERT_TRUE(pieces.next(piece));
  EXPECT_TRUE(piece.too_large);
  EXPECT_EQ(piece.text.size(), kPieceBytesMax);
  ASSERT_TRUE(pieces.next(piece));
  EXPECT_FALSE(piece.too_large);
  EXPECT_EQ(piece.line, 2);
}

}  // namespace
}  // namespace tagwatch
