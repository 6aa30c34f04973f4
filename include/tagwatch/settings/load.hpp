// TOML to Config: every mistake of meaning at once, each with its place; of syntax, the first.
#pragma once

#include <boost/system/result.hpp>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/model/source.hpp"
#include "tagwatch/settings/config.hpp"

namespace tagwatch {

/// Where something stands in the file, both counted from 1; line 0: nowhere in particular.
struct Place {
  int line = 0;
  int column = 0;
  friend auto operator<=>(const Place&, const Place&) = default;
};

struct Mistake {
  Place place;
  std::string words;  ///< what is wrong, and the nearest valid name
  friend bool operator==(const Mistake&, const Mistake&) = default;
};

/// Everything that is wrong with one file; at least one, in the order of the file.
struct Mistakes {
  std::string file;
  std::vector<Mistake> list;
};

/// "FILE:LINE:COLUMN: what is wrong", one line a mistake.
[[nodiscard]] std::string describe(const Mistakes& mistakes);

/// Makes value() on mistakes end loudly: a programmer's mistake.
[[noreturn]] void throw_exception_from_error(const Mistakes& mistakes,
                                             const boost::source_location& at);

using LoadedConfig = boost::system::result<Config, Mistakes>;

/// The value of an environment variable; nullopt when it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// The configuration in `file`, with its secrets read. `kinds` are the sources that there are.
/// Mistakes name no secret. Blocks on the file system.
[[nodiscard]] LoadedConfig load_config(const std::filesystem::path& file,
                                       std::span<const SourceKind> kinds,
                                       const Environment& environment);

/// The same from text; `file` gives it its name and what relative paths are relative to.
[[nodiscard]] LoadedConfig parse_config(std::string_view text, const std::filesystem::path& file,
                                        std::span<const SourceKind> kinds,
                                        const Environment& environment);

/// Which file is the configuration: `wanted` (from --config) if not empty, else $TAGWATCH_CONFIG,
/// else ./config/tagwatch.toml or /etc/tagwatch/tagwatch.toml, whichever is there first.
/// Errors: config_invalid when none is there, saying where was looked.
[[nodiscard]] Result<std::filesystem::path> find_config(const std::string& wanted,
                                                        const Environment& environment);

}  // namespace tagwatch
