#include "value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "web_address.hpp"

namespace tagwatch::settings {
namespace {

constexpr std::string_view kMasked = "***";

std::string quoted_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      fmt::format_to(std::back_inserter(out), "\\u{:04X}", byte);
    } else {
      out += c;
    }
  }
  return out + '"';
}

// What `config show` may print of a value.
Content shown(const OptionRow& row, const Content& content) {
  if (const auto* text = std::get_if<std::string>(&content); text != nullptr && !text->empty()) {
    if (row.secret) {
      return std::string(kMasked);
    }
    if (row.type == OptionType::url) {
      return with_secrets_masked(*text, kMasked);
    }
    if (row.type == OptionType::duration) {
      return format_duration(parse_duration(*text).value_or(Duration{}));
    }
  }
  return content;
}

}  // namespace

std::vector<Mistake> MistakeList::take() {
  std::ranges::stable_sort(list_, {}, &Mistake::place);
  return std::move(list_);
}

void Section::derive(std::string_view key, Content content) {
  if (find(key) == nullptr) {
    set(find_row(rows_, key)->key, {std::move(content), place_, {}, false});
  }
}

void Section::replace(std::string_view key, Content content) {
  if (const auto found = values_.find(key); found != values_.end()) {
    found->second.content = std::move(content);
  }
}

const Value* Section::find(std::string_view key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? nullptr : &found->second;
}

bool Section::given(std::string_view key) const {
  const Value* value = find(key);
  return value != nullptr && value->given;
}

FilePosition Section::place_of(std::string_view key) const {
  const Value* value = find(key);
  return value == nullptr ? place_ : value->place;
}

FilePosition Section::item_place(std::string_view key, std::size_t index) const {
  const Value* value = find(key);
  return value != nullptr && index < value->item_places.size() ? value->item_places[index]
                                                               : place_of(key);
}

std::string Section::text(std::string_view key) const {
  const Value* value = find(key);
  return value == nullptr ? std::string() : std::get<std::string>(value->content);
}

TextList Section::list(std::string_view key) const {
  const Value* value = find(key);
  return value == nullptr ? TextList() : std::get<TextList>(value->content);
}

int Section::integer(std::string_view key) const {
  const Value* value = find(key);
  return value == nullptr ? 0 : static_cast<int>(std::get<std::int64_t>(value->content));
}

bool Section::boolean(std::string_view key) const {
  const Value* value = find(key);
  return value != nullptr && std::get<bool>(value->content);
}

Duration Section::duration(std::string_view key) const {
  return parse_duration(text(key)).value_or(Duration{});
}

Section& Document::one(std::string_view name) {
  for (Section& section : sections) {
    if (section.row().name == name) {
      return section;
    }
  }
  throw std::logic_error("no such section");
}

std::vector<Section*> Document::all(std::string_view name) {
  std::vector<Section*> found;
  for (Section& section : sections) {
    if (section.row().name == name) {
      found.push_back(&section);
    }
  }
  return found;
}

std::string to_toml(const Content& content) {
  if (const auto* text = std::get_if<std::string>(&content)) {
    return quoted_text(*text);
  }
  if (const auto* number = std::get_if<std::int64_t>(&content)) {
    return std::to_string(*number);
  }
  if (const auto* truth = std::get_if<bool>(&content)) {
    return *truth ? "true" : "false";
  }
  std::string list;
  for (const std::string& item : std::get<TextList>(content)) {
    list += (list.empty() ? "" : ", ") + quoted_text(item);
  }
  return "[" + list + "]";
}

std::string to_toml(const Document& document) {
  std::string out;
  for (const Section& section : document.sections) {
    const std::string_view form = section.row().repeated ? "{}[[{}]]\n" : "{}[{}]\n";
    fmt::format_to(std::back_inserter(out), fmt::runtime(form), out.empty() ? "" : "\n",
                   section.row().name);
    for (const OptionRow* row : section.rows()) {
      if (const Value* value = section.find(row->key)) {
        fmt::format_to(std::back_inserter(out), "{} = {}\n", row->key,
                       to_toml(shown(*row, value->content)));
      }
    }
  }
  return out;
}

}  // namespace tagwatch::settings
