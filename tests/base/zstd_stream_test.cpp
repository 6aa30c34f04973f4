#include "tagwatch/base/zstd_stream.hpp"

#include <gtest/gtest.h>
#include <zstd.h>

#include <iterator>
#include <sstream>

namespace tagwatch {
namespace {

std::string packed(const std::string& text) {
  std::string frame(ZSTD_compressBound(text.size()), '\0');
  frame.resize(ZSTD_compress(frame.data(), frame.size(), text.data(), text.size(), 3));
  return frame;
}

struct Unpacked {
  std::string text;
  bool bad = false;
};

Unpacked unpacked(const std::string& bytes) {
  std::istringstream source(bytes);
  ZstdStream stream(source);
  Unpacked result;
  std::string buffer(1000, '\0');
  while (stream.read(buffer.data(), 1000) || stream.gcount() > 0) {
    result.text.append(buffer, 0, static_cast<std::size_t>(stream.gcount()));
  }
  result.bad = stream.bad();
  return result;
}

std::string numbers() {
  std::string text;
  for (int number = 0; number < 100'000; ++number) {
    text += std::to_string(number * 7919 % 100'003) + '\n';
  }
  return text;
}

TEST(ZstdStream, GivesTheBytesOfAllFrames) {
  const std::string text = numbers();
  const Unpacked result = unpacked(packed(text) + packed("") + packed("and more"));
  EXPECT_TRUE(result.text == text + "and more");
  EXPECT_FALSE(result.bad);
  EXPECT_TRUE(unpacked(packed("")).text.empty());
  EXPECT_FALSE(unpacked(packed("")).bad);
}

TEST(ZstdStream, WhatIsCutIsBadAndKeepsWhatCameBefore) {
  const std::string text = numbers();
  const std::string whole = packed(text);
  for (std::size_t length = 1; length < whole.size(); length += 1 + whole.size() / 50) {
    const Unpacked result = unpacked(whole.substr(0, length));
    EXPECT_TRUE(result.bad) << length;
    EXPECT_TRUE(text.starts_with(result.text)) << length;
  }
  EXPECT_GT(unpacked(whole.substr(0, whole.size() - 1)).text.size(), text.size() / 2);
}

TEST(ZstdStream, WhatIsNoFrameIsBad) {
  EXPECT_TRUE(unpacked("plain words, and enough of them").bad);
  const Unpacked result = unpacked(packed("good\n") + "plain words, and enough of them");
  EXPECT_EQ(result.text, "good\n");
  EXPECT_TRUE(result.bad);
}

TEST(ZstdStream, AFrameIsKnownByItsFirstBytes) {
  std::istringstream frame(packed("x"));
  std::istringstream text("{}");
  EXPECT_TRUE(begins_zstd(frame));
  EXPECT_FALSE(begins_zstd(text));
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(text), {}), "{}");
}

}  // namespace
}  // namespace tagwatch
