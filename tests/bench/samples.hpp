// Seeded posts as people write them: the same number gives the same post in every program of the
// benchmarks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/model/post.hpp"

namespace tagwatch::bench {

/// A part of a post's text.
struct Piece {
  enum class Kind { words, mention, link, tag };
  Kind kind = Kind::words;
  std::string text;    ///< as it reads
  std::string target;  ///< where it leads
};

struct Sample {
  Post post;
  std::vector<Piece> pieces;  ///< what `post.text` is made of, in order, a space between them
};

/// Post `number`: about 300 characters in one of six languages, written at `created` by one of
/// 30,000 people on a hundred servers, with the hashtag `tag` and up to three others.
[[nodiscard]] Sample sample(std::uint64_t number, std::string_view tag, Instant created);

}  // namespace tagwatch::bench
