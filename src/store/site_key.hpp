// Where the site key lies, and how it is made.
#pragma once

#include <filesystem>

#include "tagwatch/base/error.hpp"

namespace tagwatch::store {

[[nodiscard]] std::filesystem::path site_key_path(const std::filesystem::path& store_path);

/// Makes the key where there is none: 32 random bytes, readable by its owner only.
/// Errors: io, store_full.
[[nodiscard]] Result<void> make_site_key(const std::filesystem::path& store_path);

}  // namespace tagwatch::store
