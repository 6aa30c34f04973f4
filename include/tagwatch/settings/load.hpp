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
struct FilePosition {
  int line = 0;
  int column = 0;
  friend auto operator<=>(const FilePosition&, const FilePosition&) = default;
};

struct Mistake {
  FilePosition place;
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

/// What other parts of the program know of valid configurations. Unset functions find no fault.
struct ConfigRules {
  std::span<const SourceKind> kinds;  ///< the sources that there are
  Environment environment;
  /// What is wrong with a phrase that posts are searched for; "" when nothing is.
  std::function<std::string(const std::string& phrase)> fault_of_phrase = {};
  /// Whether mail can be sent to an address.
  std::function<bool(std::string_view address)> is_mail_address = {};
  /// What is wrong with an HTML template, or with reading it; "" when nothing is.
  std::function<std::string(const std::filesystem::path& file)> fault_of_template = {};
};

/// The configuration in `file`, with its secrets read. Mistakes name no secret. Blocks on the file
/// system.
[[nodiscard]] LoadedConfig load_config(const std::filesystem::path& file, const ConfigRules& rules);

/// The same from text; `file` gives it its name and what relative paths are relative to.
[[nodiscard]] LoadedConfig parse_config(std::string_view text, const std::filesystem::path& file,
                                        const ConfigRules& rules);

/// Which file is the configuration: `wanted` (from --config) if not empty, else $TAGWATCH_CONFIG,
/// else ./config/tagwatch.toml or /etc/tagwatch/tagwatch.toml, whichever is there first.
/// Errors: config_invalid when none is there, saying where was looked.
[[nodiscard]] Result<std::filesystem::path> find_config(const std::string& wanted,
                                                        const Environment& environment);

}  // namespace tagwatch
