// The valid name that a mistyped one most likely stands for. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tagwatch::settings {

/// How many insertions, deletions, replacements and swaps of neighbours turn `a` into `b` (optimal
/// string alignment), without regard to the case of ASCII letters.
[[nodiscard]] int edit_distance(std::string_view a, std::string_view b);

/// The nearest of `names` that is near enough to be meant; "" when none is.
[[nodiscard]] std::string_view nearest(std::string_view written,
                                       const std::vector<std::string_view>& names);

/// `did you mean "interval"?`, else `known here: "a", "b"`; completes a sentence.
[[nodiscard]] std::string suggestion(std::string_view written,
                                     const std::vector<std::string_view>& names);

/// `"a", "b"`.
[[nodiscard]] std::string quoted_list(const std::vector<std::string_view>& names);

}  // namespace tagwatch::settings
