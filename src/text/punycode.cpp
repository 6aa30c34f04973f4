#include "punycode.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

#include "tagwatch/text/ascii.hpp"
#include "unicode.hpp"

namespace tagwatch {
namespace {

// RFC 3492, section 5: the parameters of Punycode.
constexpr std::uint32_t kBase = 36;
constexpr std::uint32_t kLowest = 1;
constexpr std::uint32_t kHighest = 26;
constexpr std::uint32_t kSkew = 38;
constexpr std::uint32_t kDamp = 700;
constexpr std::uint32_t kFirstBias = 72;
constexpr std::uint32_t kFirstPoint = 128;
// RFC 1035: bytes of a label and of a name. They also keep the arithmetic below in 32 bits.
constexpr std::size_t kLabelBytesMax = 63;
constexpr std::size_t kNameBytesMax = 253;

std::uint32_t adapted_bias(std::uint32_t delta, std::uint32_t count, bool first) {
  delta = first ? delta / kDamp : delta / 2;
  delta += delta / count;
  std::uint32_t bias = 0;
  while (delta > ((kBase - kLowest) * kHighest) / 2) {
    delta /= kBase - kLowest;
    bias += kBase;
  }
  return bias + (kBase - kLowest + 1) * delta / (delta + kSkew);
}

void append_number(std::string& out, std::uint32_t number, std::uint32_t bias) {
  constexpr std::string_view kDigits = "abcdefghijklmnopqrstuvwxyz0123456789";
  for (std::uint32_t k = kBase;; k += kBase) {
    const std::uint32_t threshold = k <= bias ? kLowest : std::min(k - bias, kHighest);
    if (number < threshold) {
      out += kDigits[number];
      return;
    }
    out += kDigits[threshold + (number - threshold) % (kBase - threshold)];
    number = (number - threshold) / (kBase - threshold);
  }
}

std::string punycode(const std::u32string& label) {
  std::string out;
  for (const char32_t letter : label) {
    if (letter < kFirstPoint) {
      out += static_cast<char>(letter);
    }
  }
  const auto basic = static_cast<std::uint32_t>(out.size());
  if (basic > 0) {
    out += '-';
  }
  std::uint32_t point = kFirstPoint;
  std::uint32_t delta = 0;
  std::uint32_t bias = kFirstBias;
  for (std::uint32_t done = basic; done < label.size(); ++point, ++delta) {
    std::uint32_t next = std::numeric_limits<std::uint32_t>::max();
    for (const char32_t letter : label) {
      if (letter >= point) {
        next = std::min(next, static_cast<std::uint32_t>(letter));
      }
    }
    delta += (next - point) * (done + 1);
    point = next;
    for (const char32_t letter : label) {
      delta += letter < point ? 1 : 0;
      if (letter == point) {
        append_number(out, delta, bias);
        bias = adapted_bias(delta, done + 1, done == basic);
        delta = 0;
        ++done;
      }
    }
  }
  return out;
}

// One label in ASCII; "" when it can be none.
std::string ascii_label(const std::u32string& label) {
  if (label.empty() || label.size() > kLabelBytesMax) {
    return {};
  }
  std::string ascii;
  for (const char32_t letter : label) {
    if (letter >= kFirstPoint) {
      ascii = "xn--" + punycode(label);
      break;
    }
    ascii += static_cast<char>(letter);
  }
  const bool plain = std::all_of(ascii.begin(), ascii.end(), [](char letter) {
    return is_ascii_letter(letter) || is_ascii_digit(letter) || letter == '-' || letter == '_';
  });
  return plain && ascii.size() <= kLabelBytesMax ? ascii : std::string();
}

}  // namespace

std::optional<std::string> ascii_host(std::string_view host) {
  const std::u32string letters = code_points(folded_compatibility(host));
  std::string ascii;
  std::u32string label;
  const auto end_label = [&ascii, &label] {
    const std::string part = ascii_label(label);
    ascii += ascii.empty() ? "" : ".";
    ascii += part;
    label.clear();
    return !part.empty();
  };
  for (std::size_t at = 0; at < letters.size(); ++at) {
    if (letters[at] != U'.' && letters[at] != U'\u3002') {
      label += letters[at];
    } else if (!end_label()) {
      return std::nullopt;
    }
  }
  if (label.empty() && !ascii.empty()) {  // the dot of the root, "example.org."
    return ascii.size() <= kNameBytesMax ? std::optional(ascii) : std::nullopt;
  }
  return end_label() && ascii.size() <= kNameBytesMax ? std::optional(ascii) : std::nullopt;
}

}  // namespace tagwatch
