// Phrase rules: which of many phrases a text holds. RE2 underneath, linear in the text. Pure.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/base/error.hpp"

namespace tagwatch {

/// A set of phrases. Compared after folding (NFKC, case, Latin accents); white space in a phrase
/// stands for any white space; a trailing '*' on a word for any continuation of it; a phrase begins
/// and ends at word boundaries (in scripts without spaces, such as Thai and Chinese, anywhere).
class Phrases {
 public:
  Phrases();  ///< no phrase: matches nothing
  /// Errors: config_invalid, naming the phrase, for one that is empty or too long.
  [[nodiscard]] static Result<Phrases> compile(const std::vector<std::string>& phrases);
  Phrases(Phrases&&) noexcept;
  Phrases& operator=(Phrases&&) noexcept;
  ~Phrases();

  [[nodiscard]] bool any_in(std::string_view text) const;
  /// Indices of the phrases found, ascending.
  [[nodiscard]] std::vector<int> found_in(std::string_view text) const;

 private:
  class Impl;
  std::unique_ptr<const Impl> impl_;
};

/// A named rule of the configuration: any of `any`, and none of `none`.
struct TopicRule {
  std::string name;
  std::vector<std::string> any;
  std::vector<std::string> none;
};

/// The topics of a text, by rules in the order of the configuration.
class Topics {
 public:
  Topics();
  [[nodiscard]] static Result<Topics> compile(const std::vector<TopicRule>& rules);
  Topics(Topics&&) noexcept;
  Topics& operator=(Topics&&) noexcept;
  ~Topics();

  [[nodiscard]] std::vector<std::string> of(std::string_view text) const;

 private:
  struct Rule;
  std::vector<Rule> rules_;
};

}  // namespace tagwatch
