// HTML as a flat row of texts and tags: what the tokenizer of the HTML standard makes of any bytes.
//
// No tree is built: plain text needs none, and a tree is what hostile markup attacks (200,000 open
// elements take gigabytes in a tree builder). One pass, no recursion, memory linear in the input.
// Knows nothing of what elements mean, but for those whose content is no markup (script, style, …).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tagwatch {

/// Views point into the text that the tokenizer reads.
struct HtmlToken {
  enum class Kind { text, open, close };
  Kind kind = Kind::text;
  std::string_view raw;  ///< text as it stands, character references included
  std::string name;      ///< of a tag, in lower case
  /// Names as written, values with their character references, first of each name first.
  std::vector<std::pair<std::string_view, std::string_view>> attributes;

  /// The value of the attribute `name` (lower case), character references resolved; "" when there
  /// is none.
  [[nodiscard]] std::string attribute(std::string_view name) const;
};

/// Reads `html`, which must outlive it, token by token. Comments, doctypes, processing instructions
/// and the content of elements that show nothing are left out. A tag that never ends is dropped.
class HtmlTokenizer {
 public:
  explicit HtmlTokenizer(std::string_view html) : html_(html) {}
  /// False at the end; `token` is then unspecified.
  [[nodiscard]] bool next(HtmlToken& token);

 private:
  [[nodiscard]] bool markup_begins(std::size_t at) const;
  [[nodiscard]] bool read_tag(HtmlToken& token);
  [[nodiscard]] bool read_attributes(HtmlToken& token);
  [[nodiscard]] std::string_view read_value();
  void skip_comment();
  void skip_content_of(const std::string& name);
  void skip_space();

  std::string_view html_;
  std::size_t at_ = 0;
};

/// `raw` text of HTML with its character references resolved.
[[nodiscard]] std::string decode_html_text(std::string_view raw);

}  // namespace tagwatch
