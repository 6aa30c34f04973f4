// Kinds and texts that the tests of the configuration share.
#pragma once

#include <fmt/format.h>

#include <array>
#include <map>
#include <string>

#include "tagwatch/settings/load.hpp"

namespace tagwatch::example {

inline std::string network_by_name(const SourceSettings& settings) {
  return settings.kind == "paged" ? "paged:" + settings.name : "feeds";
}

inline std::span<const SourceKind> kinds() {
  static const std::array<OptionRow, 4> own{
      OptionRow{.section = "source",
                .key = "match",
                .type = OptionType::choice,
                .default_toml = "\"tags\"",
                .help = "What is kept",
                .choices = "tags|phrases|all"},
      OptionRow{.section = "source",
                .key = "phrases",
                .type = OptionType::text_list,
                .default_toml = "[]",
                .help = "For match = \"phrases\""},
      OptionRow{.section = "source",
                .key = "order",
                .type = OptionType::choice,
                .default_toml = "\"time\"",
                .help = "none for search feeds",
                .choices = "time|none"},
      OptionRow{.section = "source",
                .key = "window",
                .type = OptionType::duration,
                .default_toml = "\"1h\"",
                .help = "Only feeds have it"},
  };
  static const std::array<OptionRow, 4> account{
      OptionRow{"source", "account", OptionType::text, "", "Who signs in"},
      OptionRow{"source", "password_env", OptionType::text, "", "Holds the password"},
      OptionRow{"source", "password_file", OptionType::path, "", "Holds the password"},
      OptionRow{"source", "login_url", OptionType::url, "", "Where it signs in"},
  };
  static const std::array<SourceKind, 2> kinds{
      SourceKind{"paged",
                 "Paged",
                 "a server",
                 Order::ids,
                 true,
                 {},
                 nullptr,
                 network_by_name,
                 account,
                 std::chrono::seconds(3),
                 {},
                 "https://entry.example",
                 "busy"},
      SourceKind{
          "feed", "YouTube", "a feed", Order::identity, false, {}, nullptr, network_by_name, own}};
  return kinds;
}

/// The smallest configuration there is, without its sources.
inline const std::string kHead = R"([monitor]
tags = ["GlobalSecurity", "TMSSW"]
timezone = "America/New_York"
[store]
path = "../data/tagwatch.db"
)";

/// One source of the kind "paged", ready for further keys.
inline const std::string kSource = R"([[source]]
name = "one"
kind = "paged"
url = "https://one.example"
)";

inline LoadedConfig parse(const std::string& text,
                          const std::map<std::string, std::string>& variables = {}) {
  ConfigRules rules{kinds(), [&](const std::string& name) -> std::optional<std::string> {
                      const auto found = variables.find(name);
                      return found == variables.end() ? std::nullopt : std::optional(found->second);
                    }};
  rules.fault_of_phrase = [](const std::string& phrase) {
    return phrase == "!" ? "\"!\" has no word in it" : "";
  };
  rules.is_mail_address = [](std::string_view address) {
    return address.find('@') != std::string_view::npos;
  };
  rules.fault_of_template = [](const std::filesystem::path& file) {
    return file.filename() == "bad.mustache" ? file.string() + " is bad" : "";
  };
  return parse_config(text, "/etc/office/tagwatch.toml", rules);
}

/// Every mistake as "LINE:COLUMN: words"; "" for a good configuration.
inline std::string mistakes(const std::string& text,
                            const std::map<std::string, std::string>& variables = {}) {
  const LoadedConfig loaded = parse(text, variables);
  std::string lines;
  if (loaded.has_error()) {
    for (const Mistake& mistake : loaded.error().list) {
      lines += fmt::format("{}:{}: {}\n", mistake.place.line, mistake.place.column, mistake.words);
    }
  }
  return lines;
}

}  // namespace tagwatch::example
