#include "tagwatch/model/task.hpp"

#include <array>

namespace tagwatch {

std::string_view name(const Task& task) {
  constexpr std::array<std::string_view, 8> kNames{"access", "newest", "below",   "above",
                                                   "posts",  "login",  "refresh", "authors"};
  static_assert(kNames.size() == std::variant_size_v<Task>);
  return kNames[task.index()];
}

bool id_at_or_below(std::string_view a, std::string_view b) {
  return a.size() != b.size() ? a.size() < b.size() : a <= b;
}

}  // namespace tagwatch
