// What a person types into a search, as what the full-text tables are asked. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tagwatch::store {

struct SearchQuery {
  std::optional<std::string> words;     ///< MATCH for the table of words
  std::optional<std::string> unspaced;  ///< MATCH for the table of scripts without spaces
  /// Texts in such scripts that are too short for that table's trigrams: to be looked for in the
  /// posts themselves.
  std::vector<std::string> shorts;

  [[nodiscard]] bool empty() const { return !words && !unspaced && shorts.empty(); }
};

/// Words, all of which must occur; `wor*` asks for a beginning, `"…"` for words in a row. Nothing
/// else is syntax. Words without a letter or digit are left out.
[[nodiscard]] SearchQuery parse_search(std::string_view text);

}  // namespace tagwatch::store
