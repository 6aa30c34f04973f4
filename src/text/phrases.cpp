#include "tagwatch/text/phrases.hpp"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <array>

#include "tagwatch/base/json_writer.hpp"
#include "tagwatch/model/hashtag.hpp"
#include "tagwatch/text/ascii.hpp"
#include "unicode.hpp"

namespace tagwatch {
namespace {

// Bytes of one phrase: a sentence. Longer ones would make the set's automaton slow.
constexpr std::size_t kPhraseBytesMax = 300;
// Bytes that the set's automaton may take; beyond it the phrases are looked for one by one.
constexpr std::int64_t kAutomatonBytesMax = 64 << 20;

// Stands before and after each word of a prepared text, where its script divides words by spaces:
// so a phrase is a plain piece of the text, and looking for it needs no classes of letters.
constexpr char kEdge = '\x01';

struct Range {
  char32_t first;
  char32_t last;
};
// Scripts that write no space between words: Thai to Tibetan, Myanmar, Khmer, kana, Han.
constexpr std::array<Range, 8> kSpaceless{{{0x0E00, 0x0FFF},
                                           {0x1000, 0x109F},
                                           {0x1780, 0x17FF},
                                           {0x3005, 0x3007},
                                           {0x3040, 0x30FF},
                                           {0x3400, 0x9FFF},
                                           {0xF900, 0xFAFF},
                                           {0x20000, 0x3FFFF}}};

bool is_of_spaced_word(char32_t point) {
  return is_word_character(point) &&
         std::none_of(kSpaceless.begin(), kSpaceless.end(), [point](const Range& range) {
           return point >= range.first && point <= range.last;
         });
}

bool is_apostrophe(char32_t point) {
  return point == U'\u2018' || point == U'\u2019' || point == U'\u02BC';
}

// `text` folded as tags are, white space as one space, apostrophes as typewritten, words between
// edges.
std::string prepared(std::string_view text) {
  // The space keeps tag_key from taking a sign at the beginning for a tag's.
  const std::u32string points = code_points(tag_key(" " + valid_utf8(text)));
  std::string out;
  bool in_word = false;
  for (const char32_t point : points) {
    const bool apostrophe = is_apostrophe(point);
    const bool of_word = !apostrophe && is_of_spaced_word(point);
    if (of_word != in_word) {
      out += kEdge;
      in_word = of_word;
    }
    if (is_white_space(point) || point < 0x20) {
      out += out.ends_with(' ') ? "" : " ";
    } else if (apostrophe) {
      out += '\'';
    } else {
      append_utf8(out, point);
    }
  }
  if (in_word) {
    out += kEdge;
  }
  return out;
}

// The expression for a phrase; "" when there is no word in it.
std::string pattern_of(std::string_view phrase) {
  const std::string text = prepared(phrase);
  const std::string_view trimmed = without_ascii_space_around(text);
  const std::u32string points = code_points(trimmed);
  if (std::none_of(points.begin(), points.end(), is_word_character)) {
    return {};
  }
  // "traffick* x" was prepared as "<traffick>* <x>", < and > being edges.
  const std::string star_after_word = std::string(1, kEdge) + "*";
  std::string pattern;
  std::size_t at = 0;
  while (at < trimmed.size()) {
    const std::size_t star = std::min(trimmed.find(star_after_word, at), trimmed.size());
    pattern += RE2::QuoteMeta(re2::StringPiece(trimmed.data() + at, star - at));
    if (star == trimmed.size()) {
      break;
    }
    at = star + star_after_word.size();
    if (at == trimmed.size()) {
      break;  // a phrase that ends with a star: anything may follow
    }
    if (trimmed[at] == ' ') {
      pattern += "[^\\x01]*\\x01";
    } else {
      pattern += RE2::QuoteMeta(star_after_word);
    }
  }
  return pattern;
}

RE2::Options pattern_options() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kAutomatonBytesMax);
  return options;
}

}  // namespace

class Phrases::Impl {
 public:
  Impl() : set_(pattern_options(), RE2::UNANCHORED) {}

  bool add(const std::string& pattern) {
    singles_.push_back(std::make_unique<RE2>(pattern, pattern_options()));
    return singles_.back()->ok() && set_.Add(pattern, nullptr) >= 0;
  }
  bool compile() { return set_.Compile(); }

  [[nodiscard]] std::vector<int> found_in(std::string_view text) const {
    const std::string key = prepared(text);
    std::vector<int> found;
    RE2::Set::ErrorInfo error{};
    if (set_.Match(key, &found, &error)) {
      std::sort(found.begin(), found.end());
    } else if (error.kind != RE2::Set::kNoError) {
      found = found_one_by_one(key);
    }
    return found;
  }

 private:
  [[nodiscard]] std::vector<int> found_one_by_one(const std::string& key) const {
    std::vector<int> found;
    for (std::size_t i = 0; i < singles_.size(); ++i) {
      if (RE2::PartialMatch(key, *singles_[i])) {
        found.push_back(static_cast<int>(i));
      }
    }
    return found;
  }

  RE2::Set set_;
  std::vector<std::unique_ptr<RE2>> singles_;
};

Phrases::Phrases() = default;
Phrases::Phrases(Phrases&&) noexcept = default;
Phrases& Phrases::operator=(Phrases&&) noexcept = default;
Phrases::~Phrases() = default;

Result<Phrases> Phrases::compile(const std::vector<std::string>& phrases) {
  auto impl = std::make_unique<Impl>();
  for (const std::string& phrase : phrases) {
    if (phrase.size() > kPhraseBytesMax) {
      return Error{Errc::config_invalid, "the phrase \"" + phrase.substr(0, 40) +
                                             "…\" is longer than " +
                                             std::to_string(kPhraseBytesMax) + " bytes"};
    }
    const std::string pattern = pattern_of(phrase);
    if (pattern.empty() || !impl->add(pattern)) {
      return Error{Errc::config_invalid, "the phrase \"" + phrase + "\" has no word in it"};
    }
  }
  if (!impl->compile()) {
    return Error{Errc::config_invalid, "the phrases are too many to be looked for at once"};
  }
  Phrases compiled;
  if (!phrases.empty()) {
    compiled.impl_ = std::move(impl);
  }
  return compiled;
}

bool Phrases::any_in(std::string_view text) const {
  return !found_in(text).empty();
}

std::vector<int> Phrases::found_in(std::string_view text) const {
  return impl_ ? impl_->found_in(text) : std::vector<int>();
}

struct Topics::Rule {
  std::string name;
  Phrases any;
  Phrases none;
};

Topics::Topics() = default;
Topics::Topics(Topics&&) noexcept = default;
Topics& Topics::operator=(Topics&&) noexcept = default;
Topics::~Topics() = default;

Result<Topics> Topics::compile(const std::vector<TopicRule>& rules) {
  Topics topics;
  for (const TopicRule& rule : rules) {
    auto any = Phrases::compile(rule.any);
    auto none = Phrases::compile(rule.none);
    if (!any || !none) {
      const Error& mistake = any ? none.error() : any.error();
      return Error{mistake.code, "topic \"" + rule.name + "\": " + mistake.context};
    }
    topics.rules_.push_back({rule.name, std::move(*any), std::move(*none)});
  }
  return topics;
}

std::vector<std::string> Topics::of(std::string_view text) const {
  std::vector<std::string> names;
  for (const Rule& rule : rules_) {
    if (rule.any.any_in(text) && !rule.none.any_in(text)) {
      names.push_back(rule.name);
    }
  }
  return names;
}

}  // namespace tagwatch
