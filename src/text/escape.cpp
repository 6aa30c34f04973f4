// Plain text for each format that text is put into: one function a format, each total.
#include <algorithm>
#include <array>

#include "tagwatch/base/json_writer.hpp"
#include "tagwatch/text/ascii.hpp"
#include "tagwatch/text/html.hpp"
#include "unicode.hpp"

namespace tagwatch {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t N>
bool within(const std::array<Range, N>& ranges, char32_t point) {
  return std::any_of(ranges.begin(), ranges.end(), [point](const Range& range) {
    return point >= range.first && point <= range.last;
  });
}

// What reorders the text around it: marks, embeddings, overrides, isolates.
constexpr std::array<Range, 4> kBidi{
    {{0x061C, 0x061C}, {0x200E, 0x200F}, {0x202A, 0x202E}, {0x2066, 0x2069}}};
// What takes no room: soft hyphen, Hangul fillers, zero-width spaces, invisible operators, tags.
constexpr std::array<Range, 10> kZeroWidth{{{0x00AD, 0x00AD},
                                            {0x034F, 0x034F},
                                            {0x115F, 0x1160},
                                            {0x17B4, 0x17B5},
                                            {0x180B, 0x180E},
                                            {0x200B, 0x200D},
                                            {0x2060, 0x2064},
                                            {0x3164, 0x3164},
                                            {0xFEFF, 0xFEFF},
                                            {0xE0000, 0xE0FFF}}};

bool is_control(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0);
}
bool is_line_end(char32_t point) {
  return point == U'\n' || point == 0x2028 || point == 0x2029;
}

// Joiners belong to Persian, to the scripts of India and to emoji; between Latin letters they hide.
bool joins(const std::u32string& points, std::size_t at) {
  constexpr char32_t kFirstJoined = 0x0300;
  const bool joiner = points[at] == 0x200C || points[at] == 0x200D;
  return joiner && at > 0 && at + 1 < points.size() && points[at - 1] >= kFirstJoined &&
         points[at + 1] >= kFirstJoined && !within(kZeroWidth, points[at - 1]) &&
         !within(kZeroWidth, points[at + 1]);
}

std::string code_point_name(char32_t point) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string digits;
  for (auto rest = static_cast<std::uint32_t>(point); rest != 0 || digits.size() < 4; rest /= 16) {
    digits.insert(digits.begin(), kDigits[rest % 16]);
  }
  return "<U+" + digits + ">";
}

// First characters that make a spreadsheet take a cell for a formula, or skip to one that does.
bool begins_formula(const std::u32string& points) {
  constexpr std::u32string_view kSigns = U"=+-@＝＋－＠\t\r\n";
  const auto first = std::find_if(points.begin(), points.end(), [](char32_t point) {
    return point != U' ' && point != 0xA0 && point != 0x3000;
  });
  return first != points.end() && kSigns.find(*first) != std::u32string_view::npos;
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  for (const char letter : valid_utf8(text)) {
    switch (letter) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        if (!is_ascii_control(letter) || is_ascii_space(letter)) {
          out += letter;
        }
    }
  }
  return out;
}

std::string escape_markdown(std::string_view text) {
  constexpr std::string_view kWordJoiner = "\xE2\x81\xA0";  // no mention survives it
  constexpr std::string_view kPunctuation = "!\"#$%&'()*+,-./:;<=>?[\\]^_`{|}~";
  std::string out;
  bool line_begins = true;
  for (const char letter : valid_utf8(text)) {
    if (letter == '\n') {
      out += letter;
      line_begins = true;
      continue;
    }
    if (is_ascii_control(letter) || (letter == ' ' && line_begins)) {
      out += is_ascii_space(letter) && !line_begins ? " " : "";
      continue;
    }
    line_begins = false;
    if (letter == '@') {
      out += letter;
      out += kWordJoiner;
    } else {
      out += kPunctuation.find(letter) != std::string_view::npos ? "\\" : "";
      out += letter;
    }
  }
  return out;
}

std::string csv_cell(std::string_view text) {
  std::string cell;
  for (const char letter : valid_utf8(text)) {
    if (!is_ascii_control(letter) || is_ascii_space(letter)) {
      cell += letter;
    }
  }
  if (begins_formula(code_points(cell))) {
    cell.insert(cell.begin(), '\'');
  }
  const bool padded = cell.starts_with(' ') || cell.ends_with(' ');
  if (cell.find_first_of(",\"\r\n\t") == std::string::npos && !padded) {
    return cell;
  }
  std::string quoted = "\"";
  for (const char letter : cell) {
    quoted += letter == '"' ? "\"\"" : std::string(1, letter);
  }
  return quoted + '"';
}

std::string for_terminal(std::string_view text) {
  const std::u32string points = code_points(text);
  std::string out;
  for (std::size_t at = 0; at < points.size(); ++at) {
    const char32_t point = points[at];
    if (is_line_end(point)) {
      out += '\n';
    } else if (point == U'\t') {
      out += ' ';
    } else if (is_control(point)) {
      append_utf8(out, 0xFFFD);
    } else if (within(kZeroWidth, point) && !joins(points, at)) {
      out += code_point_name(point);
    } else if (!within(kBidi, point)) {
      append_utf8(out, point);
    }
  }
  return out;
}

std::string without_text_tricks(std::string_view text) {
  const std::u32string points = code_points(text);
  std::string out;
  for (std::size_t at = 0; at < points.size(); ++at) {
    const bool hides = within(kZeroWidth, points[at]) && !joins(points, at);
    if (!hides && !within(kBidi, points[at])) {
      append_utf8(out, points[at]);
    }
  }
  return out;
}

}  // namespace tagwatch
