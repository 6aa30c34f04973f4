// Configuration files that the program writes: the reference of all keys, and a file to start with.
#pragma once

#include <span>
#include <string>

#include "tagwatch/model/source.hpp"

namespace tagwatch {

/// Every section and key with its help, type and default, as TOML. What has no default, and every
/// [[table]], stands behind a '#' without a space; with these taken away it is valid TOML too.
[[nodiscard]] std::string reference_toml(std::span<const SourceKind> kinds);

/// A short configuration to start with, explained line by line.
[[nodiscard]] std::string starting_toml();

}  // namespace tagwatch
