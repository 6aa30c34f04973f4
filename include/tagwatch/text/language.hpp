// The language of a text by its letters and words, where the platform does not say.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tagwatch {

/// The language (its primary BCP 47 subtag, such as "fr") that `text` is most likely in, a guess;
/// nullopt for text too short or too mixed to tell. Addresses, hashtags and mentions do not count.
/// `text` is valid UTF-8. Any thread.
/// Source: Compact Language Detector 2, https://github.com/CLD2Owners/cld2
[[nodiscard]] std::optional<std::string> guess_language(std::string_view text);

}  // namespace tagwatch
