// One row of the option table: everything there is to know of a configuration key.
//
// The table gives the struct's defaults, validation with nearest names, config/reference.toml and
// `config show`. A kind of source carries the rows that only it knows.
#pragma once

#include <string_view>

namespace tagwatch {

enum class OptionType {
  text,
  integer,
  boolean,
  duration,     ///< "90s", "5m", "2h", "7d"
  time_of_day,  ///< "06:15"
  local_time,   ///< "2026-11-23T13:00"
  day,          ///< "2026-11-20"
  text_list,
  choice,       ///< one of `choices`
  choice_list,  ///< some of `choices`
  url,
  path,  ///< relative to the configuration file
};

struct OptionRow {
  std::string_view section;  ///< "monitor"; "source", "account", … for [[tables]]
  std::string_view key;
  OptionType type = OptionType::text;
  std::string_view default_toml;  ///< as it stands in TOML; "" when there is none (see `required`)
  std::string_view help;          ///< one line, a sentence without its full stop
  std::string_view choices = {};  ///< "tags|phrases|all"
  bool required = false;
  bool secret = false;  ///< masked by `config show`
  /// "1..1000" or "1m..7d", both ends included; "" for no limit. Of a list: how many items.
  std::string_view range = {};
};

}  // namespace tagwatch
