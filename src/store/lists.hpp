// Lists of texts as they lie in a column: a JSON array of strings, or of arrays of strings.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/base/error.hpp"

namespace tagwatch::store {

using Texts = std::vector<std::string>;

/// ["a","b"]
[[nodiscard]] std::string write_list(const Texts& texts);
/// As a parameter by which rows are chosen: nothing, for all, where there are none.
[[nodiscard]] std::optional<std::string> list_or_null(const Texts& texts);
/// [["a","b"],["c","d"]]
[[nodiscard]] std::string write_rows(const std::vector<Texts>& rows);

/// Reads what write_list wrote. Errors: store_corrupt.
[[nodiscard]] Result<Texts> read_list(std::string_view json);
/// Reads what write_rows wrote; every row has `width` texts. Errors: store_corrupt.
[[nodiscard]] Result<std::vector<Texts>> read_rows(std::string_view json, std::size_t width);

}  // namespace tagwatch::store
