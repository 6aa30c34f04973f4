#include "sources/json.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "strict_json.hpp"

namespace tagwatch {
namespace {

Errc code_of(std::string_view text) {
  const auto document = JsonDocument::read(text);
  return document ? Errc::cancelled : document.error().code;
}
constexpr Errc kAccepted = Errc::cancelled;

std::string repeated(std::string_view piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) {
    text += piece;
  }
  return text;
}

TEST(JsonDocument, IsReadToItsEndBeforeItIsUsed) {
  EXPECT_EQ(code_of(R"([{"id":"1"},{"id":"2"}])"), kAccepted);
  for (const char* cut : {R"([{"id":"1"},{"id":"2")", R"([{"id":"1"},{"id":"2"}]])",
                          R"([{"id":"1"},{"id":"2"} x])", R"([{"id":"\x"}])", R"({"a":[1,2)",
                          R"({"a":tru})", R"({"a":01})", R"({"\q":1})", R"(<html></html>)", ""}) {
    EXPECT_EQ(code_of(cut), Errc::malformed_payload) << cut;
  }
  EXPECT_EQ(code_of("[\"\xFF\"]"), Errc::malformed_payload);
  EXPECT_EQ(code_of("\xEF\xBB\xBF[]"), kAccepted);
}

TEST(JsonDocument, AColonBehindAValueIsNoJson) {
  for (const char* text :
       {R"([{"a":1},"b":2}])", R"([{"id":"1":0},"tags":[{}],"q":null}])", R"(["a":1])",
        R"({"a":"b":1})", R"({"a":"b":{"c":1}})", R"({"a":["b":1]})", R"({"a":1:2})",
        R"({"a":{}:1})", R"({"a":[]:1})", R"({"a":null:1})", R"({"a":"b":"c":"d"})", R"(["a" "b"])",
        R"({"a":"b" "c":1})", R"({"a"})", R"({"a":})", R"({:1})", R"("a":1)"}) {
    EXPECT_EQ(code_of(text), Errc::malformed_payload) << text;
  }
}

TEST(JsonDocument, SizeAndDepthAreLimited) {
  EXPECT_EQ(code_of(repeated("[", kJsonDepthMax) + repeated("]", kJsonDepthMax)), kAccepted);
  EXPECT_EQ(code_of(repeated("[", kJsonDepthMax + 1) + repeated("]", kJsonDepthMax + 1)),
            Errc::too_large);
  EXPECT_NE(code_of(repeated("[", 1'000'000)), kAccepted);
  EXPECT_EQ(code_of("\"" + std::string(kJsonBytesMax, 'a') + "\""), Errc::too_large);
}

TEST(JsonDocument, EveryPrefixIsRefused) {
  const std::string whole = R"([{"id":"1","n":-1.5e3,"t":true,"x":null,"s":"é\u00e9"},{}])";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_NE(code_of(std::string_view(whole).substr(0, length)), kAccepted) << length;
  }
}

// Numbers beyond 64 bits and half surrogate pairs are JSON; what cannot be read is that one field.
TEST(JsonDocument, AnUnreadableValueCostsOnlyItself) {
  auto document =
      JsonDocument::read(R"({"a":"\ud800","b":99999999999999999999,"c":1e999,"d":"fine","e":7})");
  ASSERT_TRUE(document.has_value());
  auto object = (*document)->object();
  ASSERT_TRUE(object.has_value());
  EXPECT_EQ(object->text("a"), std::nullopt);
  EXPECT_EQ(object->integer("b"), std::nullopt);
  EXPECT_EQ(object->integer("c"), std::nullopt);
  EXPECT_EQ(object->text("d"), "fine");
  EXPECT_EQ(object->integer("e"), 7);
}

TEST(JsonObject, FieldsAreFoundInAnyOrderAndErrorsNameTheirPath) {
  auto document = JsonDocument::read(
      R"({"n":null,"id":"1","list":[1,{"acct":5},"x"],"in":{"b":true,"s":"a\u0000b"},"i":-3})");
  ASSERT_TRUE(document.has_value());
  auto object = (*document)->object();
  ASSERT_TRUE(object.has_value());
  EXPECT_EQ(object->integer("i"), -3);
  EXPECT_EQ(object->required_text("id").value(), "1");
  EXPECT_FALSE(object->has("n"));
  EXPECT_FALSE(object->has("missing"));
  EXPECT_TRUE(object->has("in"));
  object->with_object("in", [](JsonObject& in) {
    EXPECT_EQ(in.text("s"), "ab");
    EXPECT_EQ(in.boolean("b"), true);
    EXPECT_EQ(in.boolean("s"), std::nullopt);
  });
  int objects = 0;
  object->for_each_object("list", [&objects](JsonObject& each) {
    ++objects;
    const auto acct = each.required_text("acct");
    ASSERT_FALSE(acct.has_value());
    EXPECT_EQ(acct.error(), Error(Errc::wrong_shape, "no text at list[1].acct"));
  });
  EXPECT_EQ(objects, 1);
  object->with_object("id", [](JsonObject&) { ADD_FAILURE(); });
  object->for_each_object("in", [](JsonObject&) { ADD_FAILURE(); });
  EXPECT_EQ(object->text("n"), std::nullopt);
}

TEST(JsonDocument, TheRootHasOneType) {
  auto array = JsonDocument::read("[]");
  ASSERT_TRUE(array.has_value());
  EXPECT_EQ((*array)->object().error().code, Errc::wrong_shape);
  EXPECT_TRUE((*array)->array().has_value());
  auto object = JsonDocument::read(R"({"error":"gone"})");
  ASSERT_TRUE(object.has_value());
  EXPECT_EQ((*object)->array().error().code, Errc::wrong_shape);
}

TEST(JsonDocument, AgreesWithJsonTestSuite) {
  const std::filesystem::path folder =
      std::string(TAGWATCH_SOURCE_DIR) + "/../shared/data/suites/json";
  if (!std::filesystem::exists(folder)) {
    std::cout << "no JSONTestSuite in " << folder << "\n";
    return;
  }
  int accepted = 0;
  int refused = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    const std::string name = entry.path().filename().string();
    const bool good = code_of(text.str()) == kAccepted;
    if (!name.starts_with("i_")) {
      EXPECT_EQ(test::is_json(text.str()), good) << name;
    }
    if (name.starts_with("y_")) {
      EXPECT_TRUE(good) << name;
      accepted += good ? 1 : 0;
    } else if (name.starts_with("n_")) {
      EXPECT_FALSE(good) << name;
      refused += good ? 0 : 1;
    }
  }
  std::cout << "JSONTestSuite: " << accepted << " accepted, " << refused << " refused\n";
  EXPECT_EQ(accepted, 95);
  EXPECT_EQ(refused, 188);
}

}  // namespace
}  // namespace tagwatch
