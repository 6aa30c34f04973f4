// The beginning of a post's text, for lists on a terminal.
#pragma once

#include <string>
#include <string_view>

namespace tagwatch {

/// At most `bytes_max` bytes of `text` (UTF-8), cut between characters, with " …" where cut.
[[nodiscard]] std::string excerpt(std::string_view text, std::size_t bytes_max);

}  // namespace tagwatch
