// Every kind of source there is: one line a platform, in src/sources/registry.cpp.
#pragma once

#include <span>
#include <string_view>

#include "tagwatch/model/source.hpp"

namespace tagwatch {

[[nodiscard]] std::span<const SourceKind> source_kinds();

/// nullptr when there is no such kind.
[[nodiscard]] const SourceKind* find_source_kind(std::string_view name);

}  // namespace tagwatch
