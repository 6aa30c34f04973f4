#include "tagwatch/model/hashtag.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace tagwatch {
namespace {

constexpr std::string_view kSigns[] = {"#", "\xEF\xBC\x83", "\xEF\xB9\x9F"};  // # ＃ ﹟

std::string_view without_sign(std::string_view text) {
  for (const std::string_view sign : kSigns) {
    if (text.starts_with(sign)) {
      return text.substr(sign.size());
    }
  }
  return text;
}

// The text mapped by utf8proc; empty when it is no valid UTF-8.
std::string mapped(std::string_view text, int options) {
  utf8proc_uint8_t* result = nullptr;
  const utf8proc_ssize_t length = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
      static_cast<utf8proc_ssize_t>(text.size()), &result, static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(result, &std::free);
  if (length < 0) {
    return {};
  }
  return {reinterpret_cast<const char*>(result), static_cast<std::size_t>(length)};
}

// Lower-case Latin letters with a stroke, a hook or no dot: no decomposition leads to their base.
struct Base {
  utf8proc_int32_t letter;
  char base;
};
constexpr Base kBases[] = {{0x00F0, 'd'}, {0x00F8, 'o'}, {0x0111, 'd'},
                           {0x0127, 'h'}, {0x0131, 'i'}, {0x0138, 'k'},
                           {0x0142, 'l'}, {0x014B, 'n'}, {0x0167, 't'}};
// Mastodon folds the letters of Latin-1 and Latin Extended-A, and no others.
constexpr utf8proc_int32_t kFoldedFirst = 0x00C0;
constexpr utf8proc_int32_t kFoldedLast = 0x017F;

// The ASCII letter that an accented Latin letter stands for; 0 for every other character.
char ascii_base(utf8proc_int32_t letter) {
  if (letter < kFoldedFirst || letter > kFoldedLast) {
    return 0;
  }
  for (const Base& row : kBases) {
    if (row.letter == letter) {
      return row.base;
    }
  }
  utf8proc_int32_t parts[4];
  int last_class = 0;
  const utf8proc_ssize_t count =
      utf8proc_decompose_char(letter, parts, 4, UTF8PROC_DECOMPOSE, &last_class);
  return count > 1 && parts[0] < 0x80 ? static_cast<char>(parts[0]) : '\0';
}

std::string with_latin_accents_folded(std::string_view text) {
  std::string folded;
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t letter = 0;
    const utf8proc_ssize_t length =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                         static_cast<utf8proc_ssize_t>(text.size() - at), &letter);
    const char base = ascii_base(letter);
    if (base != 0) {
      folded += base;
    } else {
      folded.append(text, at, static_cast<std::size_t>(length));
    }
    at += static_cast<std::size_t>(length);
  }
  return folded;
}

std::string folded_once(std::string_view spelled) {
  return with_latin_accents_folded(mapped(
      without_sign(spelled),
      UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE));
}

// Folding a lower-case word of ASCII gives that word.
bool is_plain(std::string_view key) {
  return !key.starts_with('#') && std::all_of(key.begin(), key.end(), [](char byte) {
    return static_cast<unsigned char>(byte) < 0x80;
  });
}

}  // namespace

// A letter that lost its accent may compose with the next mark, so that only what folding leaves as
// it is can be a key: servers and exports give keys back to us as if they were spellings.
std::string tag_key(std::string_view spelled) {
  constexpr int kPassesMax = 8;  // as many marks as nobody puts on a letter
  std::string key = folded_once(spelled);
  for (int pass = 1; pass < kPassesMax && !is_plain(key); ++pass) {
    std::string again = folded_once(key);
    if (again == key) {
      break;
    }
    key = std::move(again);
  }
  return key;
}

Hashtag::Hashtag(std::string_view spelled)
    : spelled_(without_sign(spelled)), key_(tag_key(spelled)) {}

}  // namespace tagwatch
