#include "charset.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <optional>
#include <vector>

#include "tagwatch/base/json_writer.hpp"
#include "tagwatch/text/ascii.hpp"

namespace tagwatch {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
// An XML declaration stands at the very start and is short.
constexpr std::size_t kDeclarationMax = 512;
// Output of the converter is collected in pieces of this many bytes.
constexpr std::size_t kPiece = 16 * 1024;

bool is_label_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':' ||
         c == '.' || c == '+';
}

// What follows `name`, any white space, '=', and an optional quote in `text` (lower case).
std::string label_after(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos;
       at = text.find(name, at + 1)) {
    std::size_t next = at + name.size();
    const auto skip_spaces = [&] {
      while (next < text.size() && is_ascii_space(text[next])) {
        ++next;
      }
    };
    skip_spaces();
    if (next == text.size() || text[next] != '=') {
      continue;
    }
    ++next;
    skip_spaces();
    if (next < text.size() && (text[next] == '"' || text[next] == '\'')) {
      ++next;
    }
    std::size_t end = next;
    while (end < text.size() && is_label_character(text[end])) {
      ++end;
    }
    return std::string(text.substr(next, end - next));
  }
  return {};
}

std::string declared_in_header(std::string_view content_type) {
  return label_after(ascii_lower(content_type), "charset");
}

std::string declared_in_xml(std::string_view bytes) {
  const std::string start = ascii_lower(bytes.substr(0, kDeclarationMax));
  const std::size_t open = start.find("<?xml");
  if (open == std::string::npos || start.find_first_not_of(" \t\r\n") != open) {
    return {};
  }
  const std::size_t close = start.find("?>", open);
  return label_after(std::string_view(start).substr(open, close - open), "encoding");
}

// Labels that are used for a larger set than they name, and that set.
struct Alias {
  std::string_view label;
  std::string_view charset;
};
constexpr std::array kAliases{
    Alias{"utf8", "utf-8"},
    Alias{"unicode-1-1-utf-8", "utf-8"},
    Alias{"ascii", "windows-1252"},
    Alias{"us-ascii", "windows-1252"},
    Alias{"iso-8859-1", "windows-1252"},
    Alias{"iso8859-1", "windows-1252"},
    Alias{"iso_8859-1", "windows-1252"},
    Alias{"latin1", "windows-1252"},
    Alias{"latin-1", "windows-1252"},
    Alias{"cp1252", "windows-1252"},
    Alias{"iso-8859-9", "windows-1254"},
    Alias{"iso-8859-11", "windows-874"},
    Alias{"tis-620", "windows-874"},
    Alias{"gb2312", "gb18030"},
    Alias{"gb_2312-80", "gb18030"},
    Alias{"gbk", "gb18030"},
    Alias{"x-gbk", "gb18030"},
    Alias{"big5", "big5-hkscs"},
    Alias{"shift_jis", "cp932"},
    Alias{"shift-jis", "cp932"},
    Alias{"sjis", "cp932"},
    Alias{"x-sjis", "cp932"},
    Alias{"windows-31j", "cp932"},
    Alias{"euc-kr", "cp949"},
    Alias{"ks_c_5601-1987", "cp949"},
    Alias{"windows-949", "cp949"},
    Alias{"x-euc-jp", "euc-jp"},
    Alias{"windows-874", "cp874"},
};

std::string charset_of_label(std::string label) {
  for (int step = 0; step < 2; ++step) {  // an alias may lead to another one
    for (const Alias& alias : kAliases) {
      if (alias.label == label) {
        label = alias.charset;
        break;
      }
    }
  }
  return label;
}

// The charsets that a stranger may have the system's converters read: those of the web. The others
// are of no use here, and several of them had faults that a document could trigger.
bool is_of_the_web(std::string_view charset) {
  constexpr std::array<std::string_view, 5> kFamilies{"windows-125", "cp125", "iso-8859-", "koi8-",
                                                      "utf-"};
  constexpr std::array<std::string_view, 12> kOthers{
      "gb18030", "big5-hkscs", "cp932", "cp949",  "euc-jp",      "euc-tw",
      "cp874",   "ibm866",     "cp866", "mac-uk", "iso-2022-jp", "macintosh"};
  const bool family = std::any_of(kFamilies.begin(), kFamilies.end(), [&](std::string_view name) {
    return charset.starts_with(name) && charset != "utf-7";
  });
  return family || std::find(kOthers.begin(), kOthers.end(), charset) != kOthers.end();
}

// Encodings that use ASCII bytes alone, so that their text always looks like valid UTF-8.
bool is_seven_bit(std::string_view charset, std::string_view bytes) {
  return charset.starts_with("iso-2022-") && bytes.find('\x1B') != std::string_view::npos;
}

// The bytes of one unit of `charset`: how far to step over what is no text.
std::size_t unit_bytes(std::string_view charset) {
  return charset.starts_with("utf-16") ? 2 : charset.starts_with("utf-32") ? 4 : 1;
}

void append_utf8(std::string& out, char32_t code) {
  const auto put = [&](char32_t value) {
    out += static_cast<char>(static_cast<unsigned char>(value));
  };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

// The characters of windows-1252 at 0x80–0x9F; 0 where it has none.
constexpr std::array<char32_t, 32> kWindows1252{
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void append_windows_1252(std::string& out, unsigned char byte) {
  if (byte < 0x80 || byte >= 0xA0) {
    append_utf8(out, byte);
  } else if (kWindows1252[byte - 0x80U] != 0) {
    append_utf8(out, kWindows1252[byte - 0x80U]);
  } else {
    out += kReplacement;
  }
}

// Without the system's converters, which a small machine may lack.
std::string from_windows_1252(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) {
    append_windows_1252(text, static_cast<unsigned char>(c));
  }
  return text;
}

// An open converter of the system, closed with its owner.
class Converter {
 public:
  explicit Converter(const std::string& charset) : handle_(iconv_open("UTF-8", charset.c_str())) {}
  Converter(const Converter&) = delete;  // owns a handle of the C library
  Converter& operator=(const Converter&) = delete;
  ~Converter() {
    if (valid()) {
      iconv_close(handle_);
    }
  }
  // iconv reports failure by the all-ones handle.
  [[nodiscard]] bool valid() const {
    return reinterpret_cast<std::intptr_t>(handle_) != std::intptr_t{-1};
  }

  [[nodiscard]] std::string convert(std::string_view bytes, std::size_t unit) {
    std::string text;
    std::vector<char> piece(kPiece);
    char* in = const_cast<char*>(bytes.data());  // iconv's signature is older than const
    std::size_t in_left = bytes.size();
    while (in_left > 0) {
      char* out = piece.data();
      std::size_t out_left = piece.size();
      const std::size_t converted = iconv(handle_, &in, &in_left, &out, &out_left);
      const int error = errno;
      text.append(piece.data(), piece.size() - out_left);
      if (converted != static_cast<std::size_t>(-1) || error == E2BIG) {
        continue;
      }
      text += kReplacement;
      if (error != EILSEQ) {
        break;  // the last character is cut off
      }
      const std::size_t step = std::min(unit, in_left);
      in += step;
      in_left -= step;
    }
    char* out = piece.data();
    std::size_t out_left = piece.size();
    iconv(handle_, nullptr, nullptr, &out, &out_left);  // a character that waited for an accent
    text.append(piece.data(), piece.size() - out_left);
    return text;
  }

 private:
  iconv_t handle_;
};

// nullopt for a charset that nobody knows.
std::optional<DecodedText> decode(std::string_view bytes, const std::string& label) {
  const std::string charset = charset_of_label(label);
  if (charset.empty()) {
    return std::nullopt;
  }
  if (charset == "utf-8") {
    return DecodedText{valid_utf8(bytes), charset};
  }
  if (charset == "windows-1252") {
    return DecodedText{from_windows_1252(bytes), charset};
  }
  if (!is_of_the_web(charset)) {
    return std::nullopt;
  }
  Converter converter(charset);
  if (!converter.valid()) {
    return std::nullopt;
  }
  return DecodedText{converter.convert(bytes, unit_bytes(charset)), charset};
}

struct Mark {
  std::string_view bytes;
  std::string_view charset;
};
using namespace std::string_view_literals;
// Longest first: a mark of UTF-32 begins like one of UTF-16.
constexpr std::array kByteOrderMarks{
    Mark{"\xFF\xFE\0\0"sv, "utf-32le"}, Mark{"\0\0\xFE\xFF"sv, "utf-32be"},
    Mark{"\xEF\xBB\xBF"sv, "utf-8"}, Mark{"\xFF\xFE"sv, "utf-16le"},
    Mark{"\xFE\xFF"sv, "utf-16be"}};
// How '<' or '{' begins a document without a mark.
constexpr std::array kOpenings{Mark{"\0\0\0<"sv, "utf-32be"}, Mark{"<\0\0\0"sv, "utf-32le"},
                               Mark{"\0<\0"sv, "utf-16be"},   Mark{"<\0"sv, "utf-16le"},
                               Mark{"\0\0\0{"sv, "utf-32be"}, Mark{"{\0\0\0"sv, "utf-32le"},
                               Mark{"\0{\0"sv, "utf-16be"},   Mark{"{\0"sv, "utf-16le"}};

// True for text that is UTF-8 or was before a few of its bytes were damaged: its characters of
// several bytes outnumber what is none. Text of another encoding has hardly any by chance.
bool is_nearly_utf8(std::string_view bytes) {
  const std::string repaired = valid_utf8(bytes);
  if (repaired == bytes) {
    return true;
  }
  std::size_t damaged = 0;
  for (std::size_t at = repaired.find(kReplacement); at != std::string::npos;
       at = repaired.find(kReplacement, at + kReplacement.size())) {
    ++damaged;
  }
  const auto long_characters = std::count_if(repaired.begin(), repaired.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0xC0;
  });
  return static_cast<std::size_t>(long_characters) > 2 * damaged;
}

std::string without_c1_controls(std::string text) {
  bool has_control = false;
  bool latin_1 = true;
  std::string bytes;  // the text as Latin-1, as long as it can be
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0U;
    if (byte == 0xC2 || byte == 0xC3) {
      has_control = has_control || (byte == 0xC2 && next < 0xA0);
      bytes += static_cast<char>(static_cast<unsigned char>(((byte & 0x3U) << 6) | (next & 0x3FU)));
      ++at;
    } else {
      latin_1 = latin_1 && byte < 0x80;
      bytes += text[at];
    }
  }
  if (!has_control) {
    return text;
  }
  if (latin_1 && valid_utf8(bytes) == bytes) {
    return bytes;
  }
  std::string repaired;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool control = text[at] == '\xC2' && at + 1 < text.size() &&
                         static_cast<unsigned char>(text[at + 1]) < 0xA0;
    if (control) {
      ++at;
      append_windows_1252(repaired, static_cast<unsigned char>(text[at]));
    } else {
      repaired += text[at];
    }
  }
  return repaired;
}

}  // namespace

DecodedText to_utf8(std::string_view bytes, std::string_view content_type) {
  for (const Mark& mark : kByteOrderMarks) {
    if (bytes.starts_with(mark.bytes)) {
      bytes.remove_prefix(mark.bytes.size());
      if (auto decoded = decode(bytes, std::string(mark.charset))) {
        return *std::move(decoded);
      }
    }
  }
  for (const Mark& opening : kOpenings) {
    if (bytes.starts_with(opening.bytes)) {
      if (auto decoded = decode(bytes, std::string(opening.charset))) {
        return *std::move(decoded);
      }
    }
  }
  const std::array labels{declared_in_header(content_type), declared_in_xml(bytes)};
  const bool seven_bit = is_seven_bit(labels[0], bytes) || is_seven_bit(labels[1], bytes);
  if (!seven_bit && is_nearly_utf8(bytes)) {
    return {valid_utf8(bytes), "utf-8"};
  }
  for (const std::string& label : labels) {
    const bool disproved = charset_of_label(label) == "utf-8" || unit_bytes(label) > 1;
    if (disproved) {
      continue;  // the bytes say otherwise
    }
    if (auto decoded = decode(bytes, label)) {
      return *std::move(decoded);
    }
  }
  return {from_windows_1252(bytes), "windows-1252"};
}

std::string clean_text(std::string_view text) {
  std::string clean = valid_utf8(text);
  std::erase_if(clean, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
  });
  return without_c1_controls(std::move(clean));
}

}  // namespace tagwatch
