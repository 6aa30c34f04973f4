// A Document to a Config: what keys mean, alone and together, and everything resolved.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "value.hpp"

namespace tagwatch::settings {

/// What a configuration is read against.
struct Surroundings {
  std::filesystem::path file;  ///< absolute
  const ConfigRules& rules;
  MistakeList& mistakes;

  /// `written` as an absolute path; relative ones are relative to the file's folder. "" stays so.
  [[nodiscard]] std::filesystem::path resolve(const std::string& written) const;
};

/// Fills in what keys that were left out stand for. nullopt when there are mistakes.
[[nodiscard]] std::optional<Config> build_config(Document& document, const Surroundings& around);

/// The sources, with their names, addresses, tags and secrets checked.
[[nodiscard]] std::vector<SourceSettings> build_sources(Document& document,
                                                        const MonitorSettings& monitor,
                                                        const Surroundings& around);

/// The deliveries, each with the keys that its kind needs and no other's.
[[nodiscard]] std::vector<DeliverySettings> build_deliveries(Document& document,
                                                             const Surroundings& around);

/// The secret that NAME_env, NAME_file or NAME_credential leads to; "" when none is given.
[[nodiscard]] std::string read_secret(const Section& section, std::string_view name,
                                      const Surroundings& around);

/// The tags of a list of hashtags, which then stands in the section without '#'. What is no tag,
/// and what is one tag twice, are mistakes.
[[nodiscard]] std::vector<Hashtag> read_tags(Section& section, std::string_view key,
                                             MistakeList& mistakes);

/// Notes what is wrong with the phrases of a list.
void check_phrases(const Section& section, std::string_view key, const Surroundings& around);

/// As their authors typed them, without '#'.
[[nodiscard]] TextList spellings(const std::vector<Hashtag>& tags);

/// ASCII letters in lower case, for names that compare without regard to case.
[[nodiscard]] std::string in_lower_case(std::string_view text);

}  // namespace tagwatch::settings
