// Small files beside the store that only their owner may read.
#pragma once

#include <filesystem>
#include <string_view>

#include "tagwatch/base/error.hpp"

namespace tagwatch::store {

/// Puts `text` in the place of the file, whole or not at all. `what` names it in errors.
/// Errors: io, store_full.
[[nodiscard]] Result<void> write_private_file(const std::filesystem::path& path,
                                              std::string_view what, std::string_view text);

}  // namespace tagwatch::store
