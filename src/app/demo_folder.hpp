// The folder that a run of the demo may fill, and empty again.
#pragma once

#include <filesystem>

#include "tagwatch/base/error.hpp"

namespace tagwatch {

/// Makes `folder` an empty demo folder: with a mark that says so, and with a site key that is no
/// secret, so that every run gives the same digests. What an earlier run left is removed.
/// Errors: usage for a folder that holds anything else; io.
[[nodiscard]] Result<void> make_demo_folder(const std::filesystem::path& folder);

}  // namespace tagwatch
