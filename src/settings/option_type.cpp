#include "option_type.hpp"

#include <algorithm>

namespace tagwatch::settings {

using enum OptionType;

std::vector<std::string_view> choices_of(const OptionRow& row) {
  std::vector<std::string_view> choices;
  std::string_view rest = row.choices;
  while (!rest.empty()) {
    const std::size_t bar = std::min(rest.find('|'), rest.size());
    choices.push_back(rest.substr(0, bar));
    rest.remove_prefix(std::min(bar + 1, rest.size()));
  }
  return choices;
}

std::string_view words(OptionType type) {
  switch (type) {
    case text:
      return "a text in quotes";
    case integer:
      return "a whole number";
    case boolean:
      return "true or false";
    case duration:
      return "a duration such as \"90s\", \"5m\", \"2h\" or \"7d\"";
    case time_of_day:
      return "a time of day such as \"06:15\"";
    case local_time:
      return "a local time such as \"2026-11-23T13:00\"";
    case day:
      return "a day such as \"2026-11-20\"";
    case text_list:
      return "a list of texts such as [\"one\", \"two\"]";
    case choice:
      return "one of the choices";
    case choice_list:
      return "a list of choices";
    case url:
      return "a web address such as \"https://example.org\"";
    case path:
      return "a path in quotes";
  }
  return "";
}

std::string_view example(OptionType type) {
  switch (type) {
    case integer:
      return "1";
    case boolean:
      return "true";
    case duration:
      return "\"5m\"";
    case time_of_day:
      return "\"06:15\"";
    case local_time:
      return "\"2026-11-23T13:00\"";
    case day:
      return "\"2026-11-20\"";
    case text_list:
    case choice_list:
      return "[\"one\"]";
    case url:
      return "\"https://example.org\"";
    case path:
      return "\"some/file\"";
    case text:
    case choice:
      return "\"one\"";
  }
  return "";
}

}  // namespace tagwatch::settings
