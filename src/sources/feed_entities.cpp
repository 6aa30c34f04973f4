#include "feed_entities.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace tagwatch {
namespace {

// Entities that are read of one DOCTYPE, the bytes of one, and the bytes that all references
// together may add. Real feeds that declare any have one or two.
constexpr std::size_t kEntitiesMax = 32;
constexpr std::size_t kEntityBytesMax = 256;
constexpr std::size_t kGrowthMax = 64 * 1024;
constexpr std::size_t kNameMax = 64;

struct Entity {
  std::string_view name;
  std::string value;  // as it may stand in text and in attributes
};

constexpr std::string_view kSpaces = " \t\r\n";

// Takes everything up to the next of `stops` off the front of `text`.
std::string_view take_until(std::string_view& text, std::string_view stops) {
  const std::size_t end = std::min(text.find_first_of(stops), text.size());
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end);
  return taken;
}

void skip_spaces(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(kSpaces), text.size()));
}

// Plain text, or a single reference to a character.
bool is_harmless(std::string_view value) {
  const bool character = value.starts_with("&#") && value.find(';') == value.size() - 1;
  return value.size() <= kEntityBytesMax && value.find('<') == std::string_view::npos &&
         value.find('%') == std::string_view::npos &&
         (character || value.find('&') == std::string_view::npos);
}

std::string with_quotes_escaped(std::string_view value) {
  std::string escaped;
  for (const char c : value) {
    if (c == '"') {
      escaped += "&#34;";
    } else if (c == '\'') {
      escaped += "&#39;";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

// What of `subset` may be expanded.
std::vector<Entity> declared_in(std::string_view subset) {
  constexpr std::string_view kDeclaration = "<!ENTITY";
  std::vector<Entity> entities;
  for (std::size_t at = subset.find(kDeclaration);
       at != std::string_view::npos && entities.size() < kEntitiesMax;
       at = subset.find(kDeclaration)) {
    subset.remove_prefix(at + kDeclaration.size());
    skip_spaces(subset);
    const std::string_view name = take_until(subset, " \t\r\n\"'<>%");
    skip_spaces(subset);
    if (name.empty() || name.size() > kNameMax || subset.empty() ||
        (subset.front() != '"' && subset.front() != '\'')) {
      continue;  // a parameter (%), or external (SYSTEM, PUBLIC)
    }
    const std::string_view quote = subset.substr(0, 1);
    subset.remove_prefix(1);
    const std::string_view value = take_until(subset, quote);
    if (is_harmless(value)) {
      entities.push_back({name, with_quotes_escaped(value)});
    }
  }
  return entities;
}

// Where the DOCTYPE begins: behind nothing but declarations, comments and white space. npos for
// none.
std::size_t doctype_of(std::string_view document) {
  for (std::size_t at = document.find('<'); at != std::string_view::npos;) {
    const std::string_view rest = document.substr(at);
    if (rest.starts_with("<!DOCTYPE")) {
      return at;
    }
    const bool comment = rest.starts_with("<!--");
    if (!comment && !rest.starts_with("<?")) {
      break;
    }
    at = document.find('<', std::min(document.find(comment ? "-->" : "?>", at), document.size()));
  }
  return std::string_view::npos;
}

// The declarations between the brackets of the DOCTYPE.
std::string_view internal_subset(std::string_view document) {
  const std::size_t doctype = doctype_of(document);
  if (doctype == std::string_view::npos) {
    return {};
  }
  std::string_view rest = document.substr(doctype);
  take_until(rest, "[>");
  if (!rest.starts_with('[')) {
    return {};
  }
  for (std::size_t end = rest.find(']'); end != std::string_view::npos;
       end = rest.find(']', end + 1)) {
    const std::size_t next = rest.find_first_not_of(kSpaces, end + 1);
    if (next != std::string_view::npos && rest[next] == '>') {
      return rest.substr(1, end - 1);
    }
  }
  return {};
}

const Entity* find_entity(const std::vector<Entity>& entities, std::string_view name) {
  for (const Entity& entity : entities) {
    if (entity.name == name) {
      return &entity;
    }
  }
  return nullptr;
}

// The length of the section at the start of `text` in which references mean nothing; 0 for none.
std::size_t literal_section(std::string_view text) {
  struct Section {
    std::string_view open;
    std::string_view close;
  };
  for (const Section& section : {Section{"<![CDATA[", "]]>"}, Section{"<!--", "-->"}}) {
    if (text.starts_with(section.open)) {
      const std::size_t close = text.find(section.close);
      return close == std::string_view::npos ? text.size() : close + section.close.size();
    }
  }
  return 0;
}

}  // namespace

std::string with_entities_expanded(std::string document) {
  const std::string_view subset = internal_subset(document);
  const std::vector<Entity> entities = declared_in(subset);
  if (entities.empty()) {
    return document;
  }
  const auto body = static_cast<std::size_t>(subset.data() + subset.size() - document.data());
  std::string expanded = document.substr(0, body);
  std::string_view rest = std::string_view(document).substr(body);
  std::size_t grown = 0;
  while (!rest.empty()) {
    expanded += take_until(rest, "&<");
    std::size_t length = std::min<std::size_t>(1, rest.size());
    if (const std::size_t literal = literal_section(rest); literal > 0) {
      length = literal;
    } else if (rest.starts_with('&')) {
      const std::size_t end = rest.substr(0, kNameMax + 2).find(';');
      const Entity* entity =
          end == std::string_view::npos ? nullptr : find_entity(entities, rest.substr(1, end - 1));
      if (entity != nullptr && grown + entity->value.size() <= kGrowthMax) {
        expanded += entity->value;
        grown += entity->value.size();
        rest.remove_prefix(end + 1);
        continue;
      }
    }
    expanded += rest.substr(0, length);
    rest.remove_prefix(length);
  }
  return expanded;
}

}  // namespace tagwatch
