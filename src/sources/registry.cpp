#include "tagwatch/sources/registry.hpp"

#include <algorithm>
#include <array>

// ONE LINE A PLATFORM. `name` stands for src/sources/<name>.cpp, which defines
// `const SourceKind& <name>_source_kind()`.
// clang-format off
#define TAGWATCH_SOURCES       \
  TAGWATCH_SOURCE(mastodon)  \
  TAGWATCH_SOURCE(bluesky)   \
  TAGWATCH_SOURCE(feed)
// clang-format on

namespace tagwatch {

#define TAGWATCH_SOURCE(name) const SourceKind& name##_source_kind();
TAGWATCH_SOURCES
#undef TAGWATCH_SOURCE

std::span<const SourceKind> source_kinds() {
#define TAGWATCH_SOURCE(name) name##_source_kind(),
  static const std::array kinds{TAGWATCH_SOURCES};
#undef TAGWATCH_SOURCE
  return kinds;
}

const SourceKind* find_source_kind(std::string_view name) {
  const auto kinds = source_kinds();
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [name](const SourceKind& kind) { return kind.name == name; });
  return found == kinds.end() ? nullptr : &*found;
}

}  // namespace tagwatch
