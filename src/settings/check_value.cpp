#include "check_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "nearest.hpp"
#include "option_type.hpp"
#include "web_address.hpp"

namespace tagwatch::settings {
namespace {

using enum OptionType;

struct Limits {
  std::string_view low;
  std::string_view high;
};

Limits limits_of(const OptionRow& row) {
  const std::size_t dots = row.range.find("..");
  return {row.range.substr(0, dots), row.range.substr(dots + 2)};
}

std::int64_t number_from(std::string_view text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string fault_of_count(const OptionRow& row, std::int64_t count, std::string_view what) {
  if (row.range.empty()) {
    return "";
  }
  const Limits limits = limits_of(row);
  if (count >= number_from(limits.low) && count <= number_from(limits.high)) {
    return "";
  }
  return fmt::format("\"{}\" must {} {} to {}", row.key, what, limits.low, limits.high);
}

std::string fault_of_duration(const OptionRow& row, std::string_view text) {
  const auto duration = parse_duration(text);
  if (!duration) {
    return fmt::format("\"{}\" must be {}", row.key, words(row.type));
  }
  if (row.range.empty()) {
    return "";
  }
  const Limits limits = limits_of(row);
  if (*duration >= parse_duration(limits.low).value_or(Duration{}) &&
      *duration <= parse_duration(limits.high).value_or(Duration::max())) {
    return "";
  }
  return fmt::format("\"{}\" must be {} to {}", row.key, limits.low, limits.high);
}

bool has_its_form(OptionType type, std::string_view text) {
  switch (type) {
    case time_of_day:
      return parse_time_of_day(text).has_value();
    case local_time:
      return read_local_time(text).has_value();
    case day:
      return parse_day(text).has_value();
    case url:
      return read_web_address(text).has_value();
    default:
      return true;
  }
}

}  // namespace

std::string fault_of_text(const OptionRow& row, const std::string& text) {
  if (has_control_character(text)) {
    return fmt::format("\"{}\" holds a line break or another control character", row.key);
  }
  const bool in_list = row.type == text_list || row.type == choice_list;
  const bool blank = text.find_first_not_of(' ') == std::string::npos;
  if (blank && (in_list || row.required)) {
    return fmt::format("\"{}\" {}", row.key, in_list ? "has an empty item" : "must not be empty");
  }
  if (row.type == duration) {
    return fault_of_duration(row, text);
  }
  if (row.type == choice || row.type == choice_list) {
    const auto choices = choices_of(row);
    if (std::ranges::find(choices, text) == choices.end()) {
      return fmt::format("\"{}\" is no {} there is; {}", text, row.key, suggestion(text, choices));
    }
  }
  return has_its_form(row.type, text) ? ""
                                      : fmt::format("\"{}\" must be {}", row.key, words(row.type));
}

std::string fault_of_number(const OptionRow& row, std::int64_t number) {
  return fault_of_count(row, number, "be");
}

std::string fault_of_list(const OptionRow& row, const TextList& list) {
  for (auto item = list.begin(); item != list.end(); ++item) {
    if (std::find(list.begin(), item, *item) != item) {
      return fmt::format("\"{}\" has \"{}\" twice", row.key, *item);
    }
  }
  return fault_of_count(row, static_cast<std::int64_t>(list.size()), "have");
}

std::optional<LocalMoment> read_local_time(std::string_view text) {
  constexpr std::size_t kDayLength = 10;
  if (text.size() <= kDayLength || text[kDayLength] != 'T') {
    return std::nullopt;
  }
  const auto day_read = parse_day(text.substr(0, kDayLength));
  const auto time_read = parse_time_of_day(text.substr(kDayLength + 1));
  if (!day_read || !time_read) {
    return std::nullopt;
  }
  return LocalMoment{*day_read, *time_read};
}

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

}  // namespace tagwatch::settings
