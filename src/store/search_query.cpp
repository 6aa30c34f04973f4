#include "store/search_query.hpp"

#include <algorithm>

#include "store/unspaced.hpp"

namespace tagwatch::store {
namespace {

// The second table knows sequences of three letters.
constexpr std::size_t kTrigram = 3;

struct Term {
  std::string_view text;
  bool phrase = false;
};

bool is_space(char letter) {
  return static_cast<unsigned char>(letter) <= ' ';
}

bool is_searchable(char letter) {
  const auto byte = static_cast<unsigned char>(letter);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') ||
         ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

std::vector<Term> terms_of(std::string_view text) {
  std::vector<Term> terms;
  for (std::size_t at = 0; at < text.size();) {
    if (is_space(text[at])) {
      ++at;
      continue;
    }
    if (text[at] == '"') {
      const std::size_t end = std::min(text.find('"', at + 1), text.size());
      terms.push_back({text.substr(at + 1, end - at - 1), true});
      at = end + 1;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && !is_space(text[end]) && text[end] != '"') {
      ++end;
    }
    terms.push_back({text.substr(at, end - at), false});
    at = end;
  }
  return terms;
}

// As a string of FTS5, in which nothing is syntax. Terms hold no quotes, and a NUL would end the
// query early.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char letter : text) {
    out += letter == '\0' ? ' ' : letter;
  }
  out += '"';
  return out;
}

void append(std::optional<std::string>& match, const std::string& term) {
  match = match ? *match + " " + term : term;
}

}  // namespace

SearchQuery parse_search(std::string_view text) {
  SearchQuery query;
  for (const Term& term : terms_of(text)) {
    const bool prefix = !term.phrase && term.text.ends_with('*');
    const std::string_view word = term.text.substr(0, term.text.size() - (prefix ? 1 : 0));
    if (std::none_of(word.begin(), word.end(), is_searchable)) {
      continue;
    }
    if (!has_unspaced(word)) {
      append(query.words, quoted(word) + (prefix ? " *" : ""));
    } else if (code_points(word) >= kTrigram) {
      append(query.unspaced, quoted(word));
    } else {
      query.shorts.emplace_back(word);
    }
  }
  return query;
}

}  // namespace tagwatch::store
