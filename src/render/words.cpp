#include "words.hpp"

#include "tagwatch/text/html.hpp"

namespace tagwatch::render {
namespace {

// How far back a cut looks for a space before it cuts inside a word, in bytes.
constexpr std::size_t kWordSearchBytes = 40;

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

bool is_control(unsigned char c) {
  return c < 0x20 || c == 0x7F;
}

// U+0080–U+009F: C2 80 … C2 9F.
bool is_c1(std::string_view text, std::size_t at) {
  return at + 1 < text.size() && text[at] == '\xC2' &&
         static_cast<unsigned char>(text[at + 1]) < 0xA0;
}

// U+2028, U+2029: line and paragraph separators.
bool is_separator(std::string_view text, std::size_t at) {
  return text.substr(at, 3) == "\u2028" || text.substr(at, 3) == "\u2029";
}

}  // namespace

std::string clean(std::string_view text) {
  const std::string tame = without_text_tricks(text);
  std::string out;
  out.reserve(tame.size());
  for (std::size_t at = 0; at < tame.size(); ++at) {
    const char c = tame[at];
    if (is_c1(tame, at)) {
      ++at;
    } else if (is_separator(tame, at)) {
      out += '\n';
      at += 2;
    } else if (c == '\t') {
      out += ' ';
    } else if (c == '\n' || !is_control(static_cast<unsigned char>(c))) {
      out += c;
    }
  }
  return out;
}

std::string one_line(std::string_view text) {
  std::string out;
  bool space_due = false;
  for (const char c : clean(text)) {
    if (c == ' ' || c == '\n') {
      space_due = !out.empty();
      continue;
    }
    if (space_due) {
      out += ' ';
      space_due = false;
    }
    out += c;
  }
  return out;
}

std::string shortened(std::string_view text, std::size_t characters_max) {
  std::size_t characters = 0;
  std::size_t cut = text.size();
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (continues_character(text[at])) {
      continue;
    }
    if (characters + 1 == characters_max) {
      cut = at;  // here the "…" would stand
    }
    if (++characters > characters_max) {
      break;
    }
  }
  if (characters <= characters_max) {
    return std::string(text);
  }
  const std::size_t space = text.rfind(' ', cut);
  if (space != std::string_view::npos && space > 0 && cut - space <= kWordSearchBytes) {
    cut = space;
  }
  return std::string(text.substr(0, cut)) + "…";
}

std::string number(std::int64_t count) {
  std::string digits = std::to_string(count);
  const std::size_t first = count < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
  return number(count) + " " + std::string(count == 1 ? one : many);
}

std::string joined(const std::vector<std::string>& items, std::string_view separator) {
  std::string out;
  for (const std::string& item : items) {
    if (!out.empty()) {
      out += separator;
    }
    out += item;
  }
  return out;
}

std::string WallClock::time(Instant at) const {
  const LocalTime local = zone_.local(at);
  const std::string clock = format_time_of_day(local.since_midnight);
  return local.day == day_ ? clock : format_short_day(local.day) + " " + clock;
}

std::string WallClock::time_and_zone(Instant at) const {
  return time(at) + " " + zone_.local(at).zone_name;
}

std::string WallClock::zone_words() const {
  const std::string& name = zone_.name();
  const std::size_t slash = name.rfind('/');
  if (slash == std::string::npos) {
    return name;
  }
  std::string place = name.substr(slash + 1);
  if (name.starts_with("Etc/")) {
    return place;
  }
  for (char& c : place) {
    c = c == '_' ? ' ' : c;
  }
  return place + " time";
}

}  // namespace tagwatch::render
