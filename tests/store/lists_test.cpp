#include "store/lists.hpp"

#include <gtest/gtest.h>

#include <random>

namespace tagwatch::store {
namespace {

TEST(Lists, ComeBackAsTheyWere) {
  const std::vector<Texts> lists{
      {},
      {""},
      {"a", "b"},
      {"with \"quotes\" and \\", "tab\tline\nreturn\r"},
      {std::string("\0\x01\x1F\x7F", 4), "\xC3\xBC \xE5\xAE\x89 \xF0\x9F\x98\x80", "[\"],["}};
  for (const Texts& texts : lists) {
    EXPECT_EQ(read_list(write_list(texts)).value(), texts);
  }
  const std::vector<Texts> rows{{"a", ""}, {"[", "]"}};
  EXPECT_EQ(read_rows(write_rows(rows), 2).value(), rows);
  EXPECT_TRUE(read_rows(write_rows({}), 2).value().empty());
}

TEST(Lists, DamageIsAnErrorAndNeverMore) {
  for (const char* json :
       {"", "[", "]", "[\"a\"", "[\"a\",]", "[\"a\"]x", "[\"\\u00\"]", "[\"\\u0080\"]", "[\"\\x\"]",
        "[\"\\", "[[\"a\"]]", "[\"a\" ]", "{}", "null"}) {
    EXPECT_FALSE(read_list(json)) << json;
  }
  for (const char* json : {"[[\"a\"]]", "[\"a\"]", "[[\"a\",\"b\"]", "[[\"a\",\"b\"],]", "[]]"}) {
    EXPECT_FALSE(read_rows(json, 2)) << json;
  }
}

TEST(Lists, AnyBytesCanBeRead) {
  std::mt19937 random(7);
  const std::string alphabet = "[]\",\\un0aF ";
  for (int round = 0; round < 20'000; ++round) {
    std::string json = "[\"";
    for (int at = 0; at < 8; ++at) {
      json += alphabet[random() % alphabet.size()];
    }
    if (const auto texts = read_list(json)) {
      EXPECT_EQ(read_list(write_list(*texts)).value(), *texts);
    }
    (void)read_rows(json, 2);
  }
}

}  // namespace
}  // namespace tagwatch::store
