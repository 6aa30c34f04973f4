// The types that a key may have: their words for a person, and their form in TOML.
#pragma once

#include <string_view>
#include <vector>

#include "tagwatch/model/option.hpp"

namespace tagwatch::settings {

/// The items of "tags|phrases|all".
[[nodiscard]] std::vector<std::string_view> choices_of(const OptionRow& row);

/// What a value of the type is, for a person: `a duration such as "5m"`.
[[nodiscard]] std::string_view words(OptionType type);
/// A value of the type as TOML, to show its form.
[[nodiscard]] std::string_view example(OptionType type);

}  // namespace tagwatch::settings
