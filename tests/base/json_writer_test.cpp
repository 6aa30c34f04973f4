#include "tagwatch/base/json_writer.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tagwatch {
namespace {

TEST(JsonWriter, WritesKeysInTheOrderGiven) {
  JsonWriter json;
  json.begin_object().member("b", 1).member("a", "x").key("list").begin_array();
  json.value(true).null().value(std::int64_t{-7}).begin_object().end_object().end_array();
  json.member("none", std::optional<std::int64_t>()).end_object();
  EXPECT_EQ(json.take(), R"({"b":1,"a":"x","list":[true,null,-7,{}],"none":null})");
}

TEST(JsonWriter, IndentsOnRequest) {
  JsonWriter json(2);
  json.begin_object().member("a", 1).key("b").begin_array().value(2).end_array().end_object();
  EXPECT_EQ(json.take(), "{\n  \"a\": 1,\n  \"b\": [\n    2\n  ]\n}");
}

TEST(JsonWriter, EscapesWhatJsonAsksFor) {
  EXPECT_EQ(json_string("a\"b\\c\n\t\x01\x7f"), R"("a\"b\\c\n\t\u0001\u007f")");
  EXPECT_EQ(json_string("é ＃ 😀"), "\"é ＃ 😀\"");
}

TEST(JsonWriter, ReplacesInvalidUtf8) {
  EXPECT_EQ(valid_utf8("a\xffz"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(valid_utf8("\xC0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD");          // overlong
  EXPECT_EQ(valid_utf8("\xED\xA0\x80").find("\xED"), std::string::npos);  // surrogate
  EXPECT_EQ(valid_utf8("\xF4\x90\x80\x80").find("\xF4"), std::string::npos);
  EXPECT_EQ(valid_utf8("\xE2\x82"), "\xEF\xBF\xBD\xEF\xBF\xBD");  // cut off
}

TEST(JsonWriter, RefusesMisuse) {
  JsonWriter value_without_key;
  value_without_key.begin_object();
  EXPECT_THROW(value_without_key.value(1), std::logic_error);
  JsonWriter open;
  open.begin_array();
  EXPECT_THROW((void)open.take(), std::logic_error);
  JsonWriter crossed;
  crossed.begin_array();
  EXPECT_THROW(crossed.end_object(), std::logic_error);
}

}  // namespace
}  // namespace tagwatch
