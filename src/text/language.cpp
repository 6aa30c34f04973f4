#include "tagwatch/text/language.hpp"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <array>

namespace tagwatch {
namespace {

// Below this many bytes of words the detector guesses wrong too often.
constexpr int kTextBytesMin = 40;
constexpr int kPercentMin = 80;

// What is in no language: addresses, hashtags, mentions.
std::string words_alone(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n";
  std::string words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(kSpaces, at), text.size());
    const std::string_view word = text.substr(at, end - at);
    const bool counts = !word.starts_with('#') && !word.starts_with('@') &&
                        word.find("://") == std::string_view::npos;
    if (counts && !word.empty()) {
      words += word;
      words += ' ';
    }
    at = end + 1;
  }
  return words;
}

}  // namespace

std::optional<std::string> guess_language(std::string_view text) {
  const std::string words = words_alone(text);
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percent{};
  int text_bytes = 0;
  bool reliable = false;
  const CLD2::Language language = CLD2::DetectLanguageSummary(
      words.data(), static_cast<int>(words.size()), true, nullptr, CLD2::UNKNOWN_ENCODING,
      CLD2::UNKNOWN_LANGUAGE, languages.data(), percent.data(), &text_bytes, &reliable);
  if (!reliable || language == CLD2::UNKNOWN_LANGUAGE || text_bytes < kTextBytesMin ||
      percent[0] < kPercentMin) {
    return std::nullopt;
  }
  const std::string code = CLD2::LanguageCode(language);
  return code.substr(0, code.find('-'));
}

}  // namespace tagwatch
