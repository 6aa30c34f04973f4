#include "app/version.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace tagwatch {
namespace {

using Version = std::array<int, 3>;

// "3.40.1"; all zero for anything else.
Version read_version(std::string_view text) {
  Version version{};
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  for (std::size_t part = 0; part < version.size(); ++part) {
    if (part > 0 && (at == end || *at++ != '.')) {
      return {};
    }
    const auto [next, error] = std::from_chars(at, end, version[part]);
    if (error != std::errc{}) {
      return {};
    }
    at = next;
  }
  return version;
}

}  // namespace

std::string software() {
  return fmt::format("tagwatch {}", TAGWATCH_VERSION);
}

bool has_wal_reset_bug(std::string_view sqlite_version) {
  constexpr Version kWalIntroduced{3, 7, 0};
  constexpr Version kRepaired{3, 51, 3};
  constexpr std::array kRepairedLines{Version{3, 44, 6}, Version{3, 50, 7}};
  const Version version = read_version(sqlite_version);
  if (version == Version{}) {
    return true;
  }
  for (const Version& line : kRepairedLines) {
    if (version[0] == line[0] && version[1] == line[1] && version[2] >= line[2]) {
      return false;
    }
  }
  return version >= kWalIntroduced && version < kRepaired;
}

std::string version_text(std::string_view sqlite_version) {
  const std::string_view verdict =
      has_wal_reset_bug(sqlite_version)
          ? "has the WAL-reset bug (3.7.0 to 3.51.2), which cannot strike here: one connection "
            "alone writes and checkpoints"
          : "is free of the WAL-reset bug (3.7.0 to 3.51.2)";
  return fmt::format("{}\nSQLite {} {}\n", software(), sqlite_version, verdict);
}

}  // namespace tagwatch
