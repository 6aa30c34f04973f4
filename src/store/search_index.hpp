// The full-text tables, written by statements: FTS5 triggers are refused under trusted_schema=OFF.
#pragma once

#include "store/sqlite.hpp"

namespace tagwatch::store {

/// What a revision gives to search by. To take it out of the index, exactly what was put in.
struct SearchText {
  std::string_view text;
  std::optional<std::string_view> warning;
  std::string_view tags;  ///< as stored
};

/// True when a letter of a script without spaces occurs: the text then belongs into both tables.
[[nodiscard]] bool has_unspaced(const SearchText& text);

[[nodiscard]] Result<void> add_to_index(Db& db, std::int64_t post, const SearchText& text,
                                        bool unspaced);
[[nodiscard]] Result<void> take_from_index(Db& db, std::int64_t post, const SearchText& text,
                                           bool unspaced);

}  // namespace tagwatch::store
