// HTML fragments to plain text, and text to what each output format needs. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/model/post.hpp"

namespace tagwatch {

struct PlainHtml {
  std::string text;  ///< paragraphs and line breaks as '\n', links in full, trimmed
  std::vector<Link>
      links;  ///< http(s) targets in order, each once, without hashtag and mention links
  std::vector<std::string> hashtag_texts;  ///< text of links marked as hashtags (rel=tag, class)
  std::vector<Media> media;                ///< <img> with its alt text, where it has one
};

/// What a person would read of an HTML fragment. Never fails: junk gives what can be read of it.
/// Parts that Mastodon hides in long links come from the href. `base_url` resolves relative links.
/// Input beyond a limit is cut.
[[nodiscard]] PlainHtml html_to_text(std::string_view html, std::string_view base_url);

/// `text` for HTML, in content and in quoted attributes.
[[nodiscard]] std::string escape_html(std::string_view text);
/// `text` as literal text of Markdown (GFM), without links, mentions or HTML.
[[nodiscard]] std::string escape_markdown(std::string_view text);
/// One cell of RFC 4180 CSV; nothing begins a formula (=, +, -, @, tab, CR, LF, full-width forms).
[[nodiscard]] std::string csv_cell(std::string_view text);
/// `text` for a terminal: no control character but '\n', no bidi override, zero-width shown.
[[nodiscard]] std::string for_terminal(std::string_view text);
/// `text` without bidi overrides, isolates and zero-width characters, so that it cannot reorder or
/// hide what stands around it.
[[nodiscard]] std::string without_text_tricks(std::string_view text);

}  // namespace tagwatch
