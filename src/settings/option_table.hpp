// The table of every section and key. What the program knows of its configuration stands here once:
// reading, checking, nearest names, the reference and `config show` all go by it.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "tagwatch/model/option.hpp"
#include "tagwatch/model/source.hpp"

namespace tagwatch::settings {

struct SectionRow {
  std::string_view name;
  bool repeated = false;  ///< a [[table]]
  std::string_view help;
};

/// In the order in which they are written.
[[nodiscard]] std::span<const SectionRow> section_table();
/// nullptr when there is no such section.
[[nodiscard]] const SectionRow* find_section(std::string_view name);

/// The rows of every section, in the order in which they are written. Without the kinds' own.
[[nodiscard]] std::span<const OptionRow> option_table();

/// The rows of one section.
[[nodiscard]] std::vector<const OptionRow*> rows_of(std::string_view section);

/// nullptr when there is no such row.
[[nodiscard]] const OptionRow* find_row(const std::vector<const OptionRow*>& rows,
                                        std::string_view key);

/// nullptr when there is no such kind.
[[nodiscard]] const SourceKind* find_kind(std::span<const SourceKind> kinds, std::string_view name);

}  // namespace tagwatch::settings
