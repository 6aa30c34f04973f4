// What a digest says of the count of one watched tag. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/digest/value.hpp"

namespace tagwatch {

// What can be said of a tag.
enum class Seen {
  posts,       ///< there are posts
  none,        ///< none, by sources that could be read
  unverified,  ///< none, and for some source that is not verified
  blind,       ///< none of its sources could be read
  unknown,     ///< the history is not read back to this day
};

struct TagFacts {
  const TagCount* count = nullptr;
  Seen seen = Seen::none;
  std::int64_t sources = 0;  ///< that are asked for the tag
  std::int64_t read = 0;     ///< of them, those that could be read for a part of the day at least
  std::int64_t unverified = 0;  ///< of `read`, those whose zero is not verified
};

/// A TagFacts for each of `tags`, in their order; it points into `tags`.
[[nodiscard]] std::vector<TagFacts> facts_of_tags(const std::vector<TagCount>& tags,
                                                  const CoverageReport& coverage);

/// "0–3" with "–" between; one number where the range is one.
[[nodiscard]] std::string range(const Usual& usual, std::string_view between);

/// "#TMSSW 9 (usually 0–3)".
[[nodiscard]] std::string tag_in_subject(const TagFacts& facts);

/// "#TMSSW 9", "#TMSSW none seen", "#TMSSW 31 (far above the usual 0 to 3)": of a day whose
/// coverage is told beside it as `word`.
[[nodiscard]] std::string tag_in_short(const TagFacts& facts, CoverageWord word);

/// The sentence of the first screen.
[[nodiscard]] std::string tag_sentence(const DigestValue& value, const TagFacts& facts,
                                       const Zone& zone);

}  // namespace tagwatch
