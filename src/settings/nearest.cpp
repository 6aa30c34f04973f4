#include "nearest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tagwatch::settings {
namespace {

// Longer than any name: what is beyond cannot be meant, and the work stays small.
constexpr std::size_t kWrittenMax = 64;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

int edit_distance(std::string_view a, std::string_view b) {
  std::vector<int> before_previous;
  std::vector<int> previous(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    previous[j] = static_cast<int>(j);
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::vector<int> current(b.size() + 1);
    current[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      current[j] =
          std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (same ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                           lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) {
        current[j] = std::min(current[j], before_previous[j - 2] + 1);
      }
    }
    before_previous = std::move(previous);
    previous = std::move(current);
  }
  return previous.back();
}

std::string_view nearest(std::string_view written, const std::vector<std::string_view>& names) {
  if (written.size() > kWrittenMax) {
    return {};
  }
  std::string_view best;
  int best_distance = 0;
  for (const std::string_view name : names) {
    const int distance = edit_distance(written, name);
    // A third of a name may be wrong; of a short one, one letter.
    const int allowed = std::max(1, static_cast<int>(std::max(written.size(), name.size()) / 3));
    if (distance <= allowed && (best.empty() || distance < best_distance)) {
      best = name;
      best_distance = distance;
    }
  }
  return best;
}

std::string suggestion(std::string_view written, const std::vector<std::string_view>& names) {
  const std::string_view meant = nearest(written, names);
  return meant.empty() ? fmt::format("known here: {}", quoted_list(names))
                       : fmt::format("did you mean \"{}\"?", meant);
}

std::string quoted_list(const std::vector<std::string_view>& names) {
  std::string list;
  for (const std::string_view name : names) {
    fmt::format_to(std::back_inserter(list), "{}\"{}\"", list.empty() ? "" : ", ", name);
  }
  return list;
}

}  // namespace tagwatch::settings
