// Fragments of HTML to plain text, in one pass over their tags.
#include "tagwatch/text/html.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "html_tokens.hpp"
#include "tagwatch/base/json_writer.hpp"
#include "tagwatch/text/ascii.hpp"
#include "tagwatch/text/extract.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch {
namespace {

// Bytes of markup read of one fragment: far beyond any post, enough for the longest article.
constexpr std::size_t kHtmlBytesMax = 1U << 20;

constexpr std::array<std::string_view, 34> kBlocks{
    "address", "article", "aside",  "blockquote", "body",    "caption",  "center",
    "dd",      "details", "div",    "dl",         "dt",      "fieldset", "figcaption",
    "figure",  "footer",  "form",   "h1",         "h2",      "h3",       "h4",
    "h5",      "h6",      "header", "hr",         "li",      "main",     "nav",
    "ol",      "p",       "pre",    "section",    "summary", "table"};
constexpr std::array<std::string_view, 2> kMoreBlocks{"tr", "ul"};

bool is_block(std::string_view name) {
  return std::find(kBlocks.begin(), kBlocks.end(), name) != kBlocks.end() ||
         std::find(kMoreBlocks.begin(), kMoreBlocks.end(), name) != kMoreBlocks.end();
}

// True when `words`, a list divided by white space, holds `word`.
bool has_word(std::string_view words, std::string_view word) {
  while (true) {
    words = without_ascii_space_around(words);
    if (words.empty()) {
      return false;
    }
    const auto end = std::find_if(words.begin(), words.end(), is_ascii_space);
    const auto length = static_cast<std::size_t>(end - words.begin());
    if (equal_ignoring_ascii_case(words.substr(0, length), word)) {
      return true;
    }
    words.remove_prefix(length);
  }
}

// At most `bytes` of `text`, whole characters.
std::string_view cut(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) {
    return text;
  }
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) {
    --bytes;
  }
  return text.substr(0, bytes);
}

// Text as it is laid out: white space collapsed, blocks on lines of their own.
class Layout {
 public:
  void add(std::string_view text, bool preformatted) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      const char letter = text[at];
      const bool second = at + 1 < text.size();
      if (letter == '\xC2' && second && static_cast<unsigned char>(text[at + 1]) < 0xA0) {
        ++at;  // U+0080–9F: control characters
      } else if (letter == '\xC2' && second && text[at + 1] == '\xA0') {
        ++at;  // the no-break space is a space
        space_due_ = true;
      } else if (preformatted && letter == '\n') {
        break_line();
      } else if (is_ascii_space(letter)) {
        space_due_ = true;
      } else if (!is_ascii_control(letter)) {
        put_due_space();
        text_ += letter;
      }
    }
  }

  void break_line() {
    space_due_ = false;
    if (!text_.empty() && !text_.ends_with("\n\n")) {  // one empty line at most
      text_ += '\n';
    }
  }
  void break_block() {
    space_due_ = false;
    if (!text_.empty() && text_.back() != '\n') {
      text_ += '\n';
    }
  }
  void space() { space_due_ = true; }

  // White space that was due is written, so that what follows begins at size().
  void settle() {
    if (space_due_ && !text_.empty()) {
      put_due_space();
    }
  }
  [[nodiscard]] std::size_t size() const { return text_.size(); }
  [[nodiscard]] std::string_view from(std::size_t start) const {
    return std::string_view(text_).substr(std::min(start, text_.size()));
  }
  void replace_from(std::size_t start, std::string_view with) {
    text_.resize(std::min(start, text_.size()));
    text_ += with;
  }
  [[nodiscard]] std::string take() { return std::string(without_ascii_space_around(text_)); }

 private:
  void put_due_space() {
    if (space_due_ && !text_.empty() && !is_ascii_space(text_.back())) {
      text_ += ' ';
    }
    space_due_ = false;
  }

  std::string text_;
  bool space_due_ = false;
};

// True for text that is one hashtag and nothing else, whatever the markup around it says.
bool reads_as_hashtag(std::string_view shown) {
  const std::vector<Hashtag> tags = hashtags_in(shown);
  return tags.size() == 1 && shown.ends_with(tags.front().spelled()) &&
         shown.find_first_of(" \n") == std::string_view::npos;
}

class Reader {
 public:
  Reader(std::string_view html, std::string_view base_url)
      : base_url_(base_url), tokenizer_(html) {}

  PlainHtml read() {
    HtmlToken token;
    while (tokenizer_.next(token)) {
      switch (token.kind) {
        case HtmlToken::Kind::text:
          read_text(token.raw);
          break;
        case HtmlToken::Kind::open:
          open(token);
          break;
        case HtmlToken::Kind::close:
          close(token.name);
          break;
      }
    }
    end_anchor();
    plain_.text = layout_.take();
    return std::move(plain_);
  }

 private:
  enum class Role { link, hashtag, mention };
  struct Anchor {
    Role role = Role::link;
    std::optional<std::string> target;
    std::string title;
    std::size_t start = 0;
    bool abbreviated = false;
  };

  void read_text(std::string_view raw) {
    if (hidden_spans_ == 0) {
      layout_.add(decode_html_text(raw), preformatted_ > 0);
    }
  }

  void open(const HtmlToken& tag) {
    if (tag.name == "a") {
      begin_anchor(tag);
    } else if (tag.name == "span") {
      open_span(tag);
    } else if (tag.name == "br") {
      layout_.break_line();
    } else if (tag.name == "img") {
      read_image(tag);
    } else if (tag.name == "td" || tag.name == "th") {
      layout_.space();
    } else if (is_block(tag.name)) {
      layout_.break_block();
      preformatted_ += tag.name == "pre" ? 1 : 0;
    }
  }

  void close(const std::string& name) {
    if (name == "a") {
      end_anchor();
    } else if (name == "span") {
      hidden_spans_ -= hidden_spans_ > 0 ? 1 : 0;
    } else if (is_block(name)) {
      end_hidden();
      layout_.break_block();
      preformatted_ -= name == "pre" && preformatted_ > 0 ? 1 : 0;
    }
  }

  // Mastodon shortens links by spans: "invisible" is not shown, "ellipsis" is followed by "…". A
  // span inside a hidden one is hidden with it.
  void open_span(const HtmlToken& tag) {
    const std::string classes = tag.attribute("class");
    const bool invisible = has_word(classes, "invisible");
    if (anchor_ && (invisible || has_word(classes, "ellipsis"))) {
      anchor_->abbreviated = true;
    }
    if (invisible || hidden_spans_ > 0) {
      ++hidden_spans_;
    }
  }

  // What was left open cannot hide the rest of the text.
  void end_hidden() { hidden_spans_ = 0; }

  void begin_anchor(const HtmlToken& tag) {
    end_anchor();
    const std::string href = tag.attribute("href");
    if (href.empty()) {
      return;
    }
    const std::string classes = tag.attribute("class");
    Anchor anchor;
    if (has_word(classes, "hashtag") || has_word(tag.attribute("rel"), "tag")) {
      anchor.role = Role::hashtag;
    } else if (has_word(classes, "mention")) {
      anchor.role = Role::mention;
    }
    if (auto target = resolve_url(base_url_, href)) {
      anchor.target = without_tracking(*target);
    }
    anchor.title = tag.attribute("title");
    layout_.settle();
    anchor.start = layout_.size();
    anchor_ = std::move(anchor);
  }

  void end_anchor() {
    end_hidden();
    if (!anchor_) {
      return;
    }
    const Anchor anchor = std::move(*anchor_);
    anchor_.reset();
    const std::string_view shown = without_ascii_space_around(layout_.from(anchor.start));
    if (anchor.role == Role::hashtag || (anchor.role == Role::link && reads_as_hashtag(shown))) {
      plain_.hashtag_texts.emplace_back(shown);
    } else if (anchor.role == Role::link && anchor.target) {
      add_link(*anchor.target, anchor.title);
      if (anchor.abbreviated || reads_as_address(shown)) {
        layout_.replace_from(anchor.start, *anchor.target);
      }
    }
  }

  void add_link(const std::string& url, const std::string& title) {
    const bool known = std::any_of(plain_.links.begin(), plain_.links.end(),
                                   [&url](const Link& link) { return link.url == url; });
    if (!known && plain_.links.size() < kLinksMax) {
      plain_.links.push_back({url, title});
    }
  }

  // An emoji drawn as an image is text; an image of one pixel is a counter.
  void read_image(const HtmlToken& tag) {
    const std::string classes = tag.attribute("class");
    const std::string alt = tag.attribute("alt");
    if (has_word(classes, "emoji") || has_word(classes, "wp-smiley")) {
      layout_.add(alt, false);
      return;
    }
    const bool counter = tag.attribute("width") == "1" || tag.attribute("height") == "1";
    const auto url = resolve_url(base_url_, tag.attribute("src"));
    if (url && !counter && plain_.media.size() < kMediaMax) {
      plain_.media.push_back({"image", *url, alt});
    }
  }

  // More of them in one fragment are a list of links, not a post's.
  static constexpr std::size_t kLinksMax = 100;
  static constexpr std::size_t kMediaMax = 100;

  std::string base_url_;
  HtmlTokenizer tokenizer_;
  Layout layout_;
  PlainHtml plain_;
  std::optional<Anchor> anchor_;
  int hidden_spans_ = 0;
  int preformatted_ = 0;
};

}  // namespace

PlainHtml html_to_text(std::string_view html, std::string_view base_url) {
  const std::string clean = valid_utf8(cut(html, kHtmlBytesMax));
  return Reader(clean, base_url).read();
}

}  // namespace tagwatch
