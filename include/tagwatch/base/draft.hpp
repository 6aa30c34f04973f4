// Files that are written under another name first, "NAME.PID.tmp" beside NAME, and what of them a
// killed process left behind.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace tagwatch {

/// What `path` is called while this process writes it: two processes never share one.
[[nodiscard]] std::filesystem::path draft_of(const std::filesystem::path& path);

/// Removes from `folder` the drafts (and their journals) of processes that are no more, of those
/// names that `is_ours` knows. What cannot be removed, or a folder that is not there, is left.
void remove_left_drafts(const std::filesystem::path& folder,
                        const std::function<bool(std::string_view name)>& is_ours);

}  // namespace tagwatch
