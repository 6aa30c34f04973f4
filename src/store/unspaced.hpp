// Scripts that set no spaces between words: Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese.
#pragma once

#include <cstddef>
#include <string_view>

namespace tagwatch::store {

/// True when `text` (UTF-8) holds a letter of such a script. Bytes that are no UTF-8 count as none.
[[nodiscard]] bool has_unspaced(std::string_view text);

/// Code points in `text` (UTF-8).
[[nodiscard]] std::size_t code_points(std::string_view text);

}  // namespace tagwatch::store
