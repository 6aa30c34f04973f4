// Whether a value fits its row: form, range and choices of texts, numbers and lists. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tagwatch/base/time.hpp"
#include "value.hpp"

namespace tagwatch::settings {

/// What is wrong with `text` as a value (or an item of a list) of the row; "" when nothing is.
[[nodiscard]] std::string fault_of_text(const OptionRow& row, const std::string& text);
[[nodiscard]] std::string fault_of_number(const OptionRow& row, std::int64_t number);
/// Only what concerns the list as a whole: its size, and items that stand twice.
[[nodiscard]] std::string fault_of_list(const OptionRow& row, const TextList& list);

struct LocalMoment {
  Day day{};
  std::chrono::minutes since_midnight{};
};

/// "2026-11-23T13:00"; nullopt for anything else.
[[nodiscard]] std::optional<LocalMoment> read_local_time(std::string_view text);

/// True for text with a character that no name, address or phrase has (C0, DEL).
[[nodiscard]] bool has_control_character(std::string_view text);

}  // namespace tagwatch::settings
