// Hashtags in plain text, by UAX #31's hashtag profile. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "tagwatch/model/hashtag.hpp"

namespace tagwatch {

/// The hashtags of `text` in order, each once. A tag starts with '#', '＃' or '﹟' that no word
/// character, '&' or '/' precedes, and has at least one character that is no digit.
[[nodiscard]] std::vector<Hashtag> hashtags_in(std::string_view text);

}  // namespace tagwatch
