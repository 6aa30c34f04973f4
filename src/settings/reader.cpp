#include "reader.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

#include "check_value.hpp"
#include "nearest.hpp"
#include "option_type.hpp"

namespace tagwatch::settings {
namespace {

FilePosition place_of(const toml::source_region& region) {
  return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

std::string shown_name(const SectionRow& section) {
  return fmt::format(fmt::runtime(section.repeated ? "[[{}]]" : "[{}]"), section.name);
}

std::string_view type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a text";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number with a point";
    case toml::node_type::boolean:
      return "true or false";
    default:
      return "a bare date or time";
  }
}

bool is_list(OptionType type) {
  return type == OptionType::text_list || type == OptionType::choice_list;
}

class Reader {
 public:
  Reader(std::span<const SourceKind> kinds, MistakeList& mistakes)
      : kinds_(kinds), mistakes_(mistakes) {}

  Document read(const toml::table& root);

 private:
  void check_names(const toml::table& root);
  void add_sections(const SectionRow& row, const toml::node* node, Document& document);
  Section read_section(const SectionRow& row, const toml::table& table, FilePosition place);
  std::vector<const OptionRow*> rows_for(const SectionRow& row, const toml::table& table) const;
  void unknown_key(const Section& section, const toml::key& key);
  std::optional<Value> read_value(const OptionRow& row, const toml::node& node);
  std::optional<Value> read_list(const OptionRow& row, const toml::array& array);
  void fill_in(Section& section, const toml::table& table);
  bool good(std::string fault, FilePosition place);

  std::span<const SourceKind> kinds_;
  MistakeList& mistakes_;
};

Document Reader::read(const toml::table& root) {
  check_names(root);
  Document document;
  for (const SectionRow& row : section_table()) {
    add_sections(row, root.get(row.name), document);
  }
  return document;
}

void Reader::check_names(const toml::table& root) {
  std::vector<std::string_view> names;
  for (const SectionRow& row : section_table()) {
    names.push_back(row.name);
  }
  for (const auto& [key, node] : root) {
    if (find_section(key.str()) != nullptr) {
      continue;
    }
    if (node.is_table() || node.is_array_of_tables()) {
      mistakes_.add(place_of(key.source()), fmt::format("there is no section \"{}\"; {}", key.str(),
                                                        suggestion(key.str(), names)));
    } else {
      mistakes_.add(place_of(key.source()),
                    fmt::format("\"{}\" stands outside of every section", key.str()));
    }
  }
}

void Reader::add_sections(const SectionRow& row, const toml::node* node, Document& document) {
  static const toml::table kNothing;
  const toml::array* array = node == nullptr ? nullptr : node->as_array();
  const toml::table* table = node == nullptr ? nullptr : node->as_table();
  if (node != nullptr && row.repeated != (array != nullptr && array->is_array_of_tables())) {
    mistakes_.add(place_of(node->source()),
                  fmt::format("write {}: there {}", shown_name(row),
                              row.repeated ? "may be several" : "is only one"));
    if (table == nullptr) {  // nothing in it can be read
      if (!row.repeated) {
        document.sections.emplace_back(row, place_of(node->source()), rows_of(row.name));
      }
      return;
    }
  }
  if (!row.repeated) {
    document.sections.push_back(
        read_section(row, table == nullptr ? kNothing : *table,
                     node == nullptr ? FilePosition{1, 1} : place_of(node->source())));
  } else if (table != nullptr) {
    document.sections.push_back(read_section(row, *table, place_of(table->source())));
  } else if (array != nullptr) {
    for (const toml::node& item : *array) {
      document.sections.push_back(read_section(row, *item.as_table(), place_of(item.source())));
    }
  }
}

// A kind adds its own keys to [[source]], or puts its own row in the place of a common one. Of an
// unknown kind nobody can say what it has, so all are let through.
std::vector<const OptionRow*> Reader::rows_for(const SectionRow& row,
                                               const toml::table& table) const {
  auto rows = rows_of(row.name);
  if (row.name != "source") {
    return rows;
  }
  const auto name = table["kind"].value<std::string_view>();
  const SourceKind* known = name ? find_kind(kinds_, *name) : nullptr;
  for (const SourceKind& kind : kinds_) {
    if (known != nullptr && known != &kind) {
      continue;
    }
    for (const OptionRow& own : kind.options) {
      std::erase_if(rows, [&](const OptionRow* common) { return common->key == own.key; });
      rows.push_back(&own);
    }
  }
  return rows;
}

Section Reader::read_section(const SectionRow& row, const toml::table& table, FilePosition place) {
  Section section(row, place, rows_for(row, table));
  for (const auto& [key, node] : table) {
    const OptionRow* option = find_row(section.rows(), key.str());
    if (option == nullptr) {
      unknown_key(section, key);
    } else if (auto value = read_value(*option, node)) {
      section.set(option->key, std::move(*value));
    }
  }
  fill_in(section, table);
  return section;
}

void Reader::unknown_key(const Section& section, const toml::key& key) {
  std::vector<std::string_view> keys;
  for (const OptionRow* row : section.rows()) {
    keys.push_back(row->key);
  }
  std::string hint = suggestion(key.str(), keys);
  if (nearest(key.str(), keys).empty()) {
    for (const OptionRow& row : option_table()) {
      if (row.key == key.str()) {
        hint = fmt::format("it belongs to {}", shown_name(*find_section(row.section)));
      }
    }
    for (const SourceKind& kind : kinds_) {
      const bool has_it = std::ranges::find(kind.options, key.str(), &OptionRow::key) !=
                          std::ranges::end(kind.options);
      if (section.row().name == "source" && has_it) {
        hint = fmt::format("only sources of kind \"{}\" have it", kind.name);
      }
    }
  }
  mistakes_.add(place_of(key.source()), fmt::format("{} has no key \"{}\"; {}",
                                                    shown_name(section.row()), key.str(), hint));
}

bool Reader::good(std::string fault, FilePosition place) {
  if (!fault.empty()) {
    mistakes_.add(place, std::move(fault));
    return false;
  }
  return true;
}

std::optional<Value> Reader::read_value(const OptionRow& row, const toml::node& node) {
  const FilePosition place = place_of(node.source());
  if (const toml::array* array = node.as_array(); array != nullptr && is_list(row.type)) {
    return read_list(row, *array);
  }
  if (row.type == OptionType::integer && node.is_integer()) {
    const std::int64_t number = node.as_integer()->get();
    return good(fault_of_number(row, number), place) ? std::optional(Value{number, place, {}, true})
                                                     : std::nullopt;
  }
  if (row.type == OptionType::boolean && node.is_boolean()) {
    return Value{node.as_boolean()->get(), place, {}, true};
  }
  const bool written_as_text =
      !is_list(row.type) && row.type != OptionType::integer && row.type != OptionType::boolean;
  if (!written_as_text || !node.is_string()) {
    mistakes_.add(
        place, fmt::format("\"{}\" must be {}, not {}", row.key, words(row.type), type_name(node)));
    return std::nullopt;
  }
  const std::string& text = node.as_string()->get();
  return good(fault_of_text(row, text), place) ? std::optional(Value{text, place, {}, true})
                                               : std::nullopt;
}

std::optional<Value> Reader::read_list(const OptionRow& row, const toml::array& array) {
  const FilePosition place = place_of(array.source());
  TextList list;
  Value value{TextList(), place, {}, true};
  bool all_good = true;
  for (const toml::node& item : array) {
    const FilePosition item_place = place_of(item.source());
    if (!item.is_string()) {
      mistakes_.add(item_place, fmt::format("\"{}\" must be {}; this item is {}", row.key,
                                            words(row.type), type_name(item)));
      all_good = false;
      continue;
    }
    const std::string& text = item.as_string()->get();
    all_good = good(fault_of_text(row, text), item_place) && all_good;
    list.push_back(text);
    value.item_places.push_back(item_place);
  }
  if (!all_good || !good(fault_of_list(row, list), place)) {
    return std::nullopt;
  }
  value.content = std::move(list);
  return value;
}

// Defaults for what the file does not have, or has wrongly.
void Reader::fill_in(Section& section, const toml::table& table) {
  for (const OptionRow* row : section.rows()) {
    if (section.find(row->key) != nullptr) {
      continue;
    }
    if (row->required && !table.contains(row->key)) {
      std::string help(row->help);
      mistakes_.add(section.place(),
                    fmt::format("{} lacks \"{}\": {}", shown_name(section.row()), row->key, help));
    }
    if (!row->default_toml.empty()) {
      const toml::table parsed = toml::parse(fmt::format("value = {}", row->default_toml));
      if (auto value = read_value(*row, *parsed.get("value"))) {
        section.set(row->key, {std::move(value->content), section.place(), {}, false});
      }
    }
  }
}

}  // namespace

std::optional<Document> read_document(std::string_view text, std::span<const SourceKind> kinds,
                                      MistakeList& mistakes) {
  try {
    const toml::table root = toml::parse(text);
    return Reader(kinds, mistakes).read(root);
  } catch (const toml::parse_error& error) {
    mistakes.add(place_of(error.source()), std::string(error.description()));
    return std::nullopt;
  }
}

}  // namespace tagwatch::settings
