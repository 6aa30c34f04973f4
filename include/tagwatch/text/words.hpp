// What a text says, as words that compare. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tagwatch {

struct ComparedWords {
  std::vector<std::string> words;
  /// How many words a reader counts: two letters of a script that sets no spaces are one.
  std::size_t count = 0;
};

/// The words of `text` by NFKC and case folding, without characters that are not seen, in order.
/// Web addresses and handles are left out, and the hashtags that stand behind the last word; others
/// are words. Of Chinese, Japanese, Thai and other scripts without spaces each letter is one.
/// Nothing of text that is no valid UTF-8.
[[nodiscard]] ComparedWords compared_words(std::string_view text);

}  // namespace tagwatch
