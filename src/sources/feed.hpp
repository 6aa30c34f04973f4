// The kind `feed`, for the registry.
#pragma once

#include "tagwatch/model/source.hpp"

namespace tagwatch {

/// RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed. Lives as long as the process.
[[nodiscard]] const SourceKind& feed_source_kind();

}  // namespace tagwatch
