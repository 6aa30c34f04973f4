// RFC 8259 once more, letter by letter and by other means than the program's: what is JSON and what
// is not.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "tagwatch/base/json_writer.hpp"

namespace tagwatch::test {

class JsonGrammar {
 public:
  explicit JsonGrammar(std::string_view text) : rest_(text) {}

  bool whole() { return value() && spaces() && rest_.empty(); }

 private:
  [[nodiscard]] char front() const { return rest_.empty() ? '\0' : rest_.front(); }

  bool take(std::string_view token) {
    const bool found = rest_.starts_with(token);
    rest_.remove_prefix(found ? token.size() : 0);
    return found;
  }

  std::size_t take_all(std::string_view letters) {
    const std::size_t count = std::min(rest_.find_first_not_of(letters), rest_.size());
    rest_.remove_prefix(count);
    return count;
  }

  bool spaces() {
    take_all(" \t\r\n");
    return true;
  }

  bool digits() { return take_all("0123456789") > 0; }

  bool number() {
    take("-");
    if (!take("0") && !digits()) {
      return false;
    }
    if (take(".") && !digits()) {
      return false;
    }
    if (take("e") || take("E")) {
      (void)(take("+") || take("-"));
      return digits();
    }
    return true;
  }

  // Up to the last letter of it.
  bool escape() {
    rest_.remove_prefix(1);
    if (front() != 'u') {
      return std::string_view("\"\\/bfnrt").find(front()) != std::string_view::npos;
    }
    const std::string_view digits = rest_.substr(1, 4);
    rest_.remove_prefix(digits.size());
    return digits.size() == 4 &&
           digits.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
  }

  bool string() {
    if (!take("\"")) {
      return false;
    }
    while (!rest_.empty()) {
      if (take("\"")) {
        return true;
      }
      if (static_cast<unsigned char>(front()) < 0x20 || (front() == '\\' && !escape())) {
        return false;
      }
      rest_.remove_prefix(std::min<std::size_t>(1, rest_.size()));
    }
    return false;
  }

  bool member() { return spaces() && string() && spaces() && take(":") && value(); }

  // What stands behind the bracket that opens it.
  template <class Part>
  bool list(std::string_view close, Part part) {
    ++depth_;
    spaces();
    bool good = take(close);
    if (!good && depth_ <= kDepthMax) {
      do {
        good = part() && spaces();
      } while (good && take(","));
      good = good && take(close);
    }
    --depth_;
    return good;
  }

  bool value() {
    spaces();
    if (take("{")) {
      return list("}", [this] { return member(); });
    }
    if (take("[")) {
      return list("]", [this] { return value(); });
    }
    return front() == '"' ? string() : take("true") || take("false") || take("null") || number();
  }

  static constexpr int kDepthMax = 128;  // as the program has it
  int depth_ = 0;
  std::string_view rest_;
};

inline bool is_json(std::string_view text) {
  return valid_utf8(text) == text && JsonGrammar(text).whole();
}

}  // namespace tagwatch::test
