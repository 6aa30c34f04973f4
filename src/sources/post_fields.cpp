#include "post_fields.hpp"

#include <algorithm>

#include "tagwatch/text/ascii.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch {

std::string one_line_of(const std::optional<std::string>& text) {
  std::string line;
  for (const char letter : text.value_or("")) {
    if (!is_ascii_control(letter)) {
      line += letter;
    } else if (!line.empty() && !line.ends_with(' ')) {
      line += ' ';
    }
  }
  return std::string(without_ascii_space_around(line));
}

std::string paragraphs_of(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    const std::string line = one_line_of(std::string(text.substr(0, end)));
    if (!line.empty()) {
      plain += plain.empty() ? "" : "\n";
      plain += line;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return plain;
}

std::optional<std::int64_t> count_of(std::optional<std::int64_t> number) {
  return number && *number >= 0 ? number : std::nullopt;
}

void add_titled_link(std::vector<Link>& links, Link card) {
  if (card.url.empty()) {
    return;
  }
  const std::string key = page_key(card.url);
  for (Link& link : links) {
    if (page_key(link.url) == key) {
      link.title = card.title;
      return;
    }
  }
  links.push_back(std::move(card));
}

}  // namespace tagwatch
