// A hashtag: how its author spelled it, and the key by which tags are compared.
#pragma once

#include <compare>
#include <string>
#include <string_view>

namespace tagwatch {

/// The key of a tag: NFKC, full case folding, then the accent folding that Mastodon applies to
/// Latin letters. Two spellings are the same tag when their keys are equal. A leading '#' (also
/// U+FF03, U+FE5F) is dropped. Empty for text that is no valid UTF-8 or has nothing left.
[[nodiscard]] std::string tag_key(std::string_view spelled);

class Hashtag {
 public:
  Hashtag() = default;
  /// From any spelling, with or without '#'.
  explicit Hashtag(std::string_view spelled);

  [[nodiscard]] const std::string& key() const { return key_; }
  /// As its author typed it, without '#'.
  [[nodiscard]] const std::string& spelled() const { return spelled_; }
  /// False for text that is no tag at all (empty key).
  [[nodiscard]] bool valid() const { return !key_.empty(); }

  friend bool operator==(const Hashtag& a, const Hashtag& b) { return a.key_ == b.key_; }
  friend auto operator<=>(const Hashtag& a, const Hashtag& b) { return a.key_ <=> b.key_; }

 private:
  std::string spelled_;
  std::string key_;
};

}  // namespace tagwatch
