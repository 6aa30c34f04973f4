#include "html_tokens.hpp"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <memory>

#include "tagwatch/text/ascii.hpp"

namespace tagwatch {
namespace {

// Elements whose content is neither markup nor shown.
constexpr std::array<std::string_view, 7> kUnshown{"script", "style",   "title",   "xmp",
                                                   "iframe", "noembed", "noframes"};

bool ends_name(char letter) {
  return is_ascii_space(letter) || letter == '/' || letter == '>';
}

struct DestroyOutput {
  void operator()(GumboOutput* output) const {
    gumbo_destroy_output(&kGumboDefaultOptions, output);
  }
};

std::unique_ptr<GumboOutput, DestroyOutput> parsed(const std::string& html) {
  return std::unique_ptr<GumboOutput, DestroyOutput>(
      gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size()));
}

const GumboVector& children_of_body(const GumboOutput& output) {
  const GumboVector& children = output.root->v.element.children;
  for (unsigned i = 0; i < children.length; ++i) {
    const auto* node = static_cast<const GumboNode*>(children.data[i]);
    if (node->type == GUMBO_NODE_ELEMENT && node->v.element.tag == GUMBO_TAG_BODY) {
      return node->v.element.children;
    }
  }
  return kGumboEmptyVector;
}

// As the value of an attribute, where "&copy=1" is no reference.
std::string decode_attribute(std::string_view raw) {
  if (raw.find('&') == std::string_view::npos) {
    return std::string(raw);
  }
  std::string html = "<body><i a=\"";
  for (const char letter : raw) {
    if (letter == '"') {
      html += "&quot;";
    } else {
      html += letter;
    }
  }
  html += "\">";
  const auto output = parsed(html);
  const GumboVector& children = children_of_body(*output);
  if (children.length == 0) {
    return {};
  }
  const auto* element = static_cast<const GumboNode*>(children.data[0]);
  if (element->type != GUMBO_NODE_ELEMENT) {
    return {};
  }
  const GumboAttribute* attribute = gumbo_get_attribute(&element->v.element.attributes, "a");
  return attribute == nullptr ? std::string() : std::string(attribute->value);
}

}  // namespace

// The names of character references and their odd rules are gumbo's: it is given the text alone,
// free of tags, so that its tree is one node whatever the text holds.
std::string decode_html_text(std::string_view raw) {
  if (raw.find('&') == std::string_view::npos) {
    return std::string(raw);
  }
  std::string html = "<body>.";  // the full stop keeps white space at the beginning
  for (const char letter : raw) {
    if (letter == '<') {
      html += "&lt;";
    } else {
      html += letter;
    }
  }
  const auto output = parsed(html);
  const GumboVector& children = children_of_body(*output);
  std::string text;
  for (unsigned i = 0; i < children.length; ++i) {
    const auto* node = static_cast<const GumboNode*>(children.data[i]);
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE) {
      text += node->v.text.text;
    }
  }
  return text.empty() ? text : text.substr(1);
}

std::string HtmlToken::attribute(std::string_view wanted) const {
  for (const auto& [written, value] : attributes) {
    if (equal_ignoring_ascii_case(written, wanted)) {
      return decode_attribute(value);
    }
  }
  return {};
}

bool HtmlTokenizer::markup_begins(std::size_t at) const {
  if (html_[at] != '<' || at + 1 >= html_.size()) {
    return false;
  }
  const char next = html_[at + 1];
  return is_ascii_letter(next) || next == '/' || next == '!' || next == '?';
}

bool HtmlTokenizer::next(HtmlToken& token) {
  while (at_ < html_.size()) {
    if (!markup_begins(at_)) {
      const std::size_t start = at_;
      do {
        at_ = std::min(html_.find('<', at_ + 1), html_.size());
      } while (at_ < html_.size() && !markup_begins(at_));
      token = {};
      token.raw = html_.substr(start, at_ - start);
      return true;
    }
    const bool closes = html_[at_ + 1] == '/';
    const std::size_t name_at = at_ + (closes ? 2 : 1);
    if (name_at >= html_.size() || !is_ascii_letter(html_[name_at])) {
      skip_comment();
      continue;
    }
    token = {};
    token.kind = closes ? HtmlToken::Kind::close : HtmlToken::Kind::open;
    at_ = name_at;
    if (!read_tag(token)) {
      return false;
    }
    if (!closes && std::find(kUnshown.begin(), kUnshown.end(), token.name) != kUnshown.end()) {
      skip_content_of(token.name);
      continue;
    }
    return true;
  }
  return false;
}

// From the first letter of the name to behind '>'; false when the input ends before.
bool HtmlTokenizer::read_tag(HtmlToken& token) {
  const std::size_t start = at_;
  while (at_ < html_.size() && !ends_name(html_[at_])) {
    ++at_;
  }
  token.name = ascii_lower(html_.substr(start, at_ - start));
  return read_attributes(token);
}

bool HtmlTokenizer::read_attributes(HtmlToken& token) {
  while (true) {
    while (at_ < html_.size() && (is_ascii_space(html_[at_]) || html_[at_] == '/')) {
      ++at_;
    }
    if (at_ >= html_.size()) {
      return false;
    }
    if (html_[at_] == '>') {
      ++at_;
      return true;
    }
    const std::size_t start = at_++;  // even '=' begins a name here
    while (at_ < html_.size() && html_[at_] != '=' && !ends_name(html_[at_])) {
      ++at_;
    }
    const std::string_view name = html_.substr(start, at_ - start);
    skip_space();
    std::string_view value;
    if (at_ < html_.size() && html_[at_] == '=') {
      ++at_;
      skip_space();
      value = read_value();
    }
    token.attributes.emplace_back(name, value);
  }
}

std::string_view HtmlTokenizer::read_value() {
  if (at_ >= html_.size()) {
    return {};
  }
  const char quote = html_[at_];
  if (quote == '"' || quote == '\'') {
    const std::size_t start = ++at_;
    const std::size_t end = std::min(html_.find(quote, start), html_.size());
    at_ = std::min(end + 1, html_.size());
    return html_.substr(start, end - start);
  }
  const std::size_t start = at_;
  while (at_ < html_.size() && !is_ascii_space(html_[at_]) && html_[at_] != '>') {
    ++at_;
  }
  return html_.substr(start, at_ - start);
}

void HtmlTokenizer::skip_comment() {
  const std::string_view rest = html_.substr(at_);
  std::size_t end = 0;
  if (!rest.starts_with("<!--")) {  // doctype, CDATA, <?xml …?>, </ 3>: all end at the next '>'
    end = rest.find('>');
    at_ += end == std::string_view::npos ? rest.size() : end + 1;
    return;
  }
  constexpr std::size_t kBodyAt = 4;
  for (const std::string_view empty : {">", "->"}) {
    if (rest.substr(kBodyAt).starts_with(empty)) {
      at_ += kBodyAt + empty.size();
      return;
    }
  }
  const std::size_t plain = rest.find("-->", kBodyAt);
  const std::size_t bang = rest.substr(0, plain).find("--!>", kBodyAt);
  if (bang != std::string_view::npos) {
    at_ += bang + 4;
  } else {
    at_ += plain == std::string_view::npos ? rest.size() : plain + 3;
  }
}

// To the tag that closes `name`, which stays; to the end when there is none.
void HtmlTokenizer::skip_content_of(const std::string& name) {
  while (true) {
    at_ = html_.find("</", at_);
    if (at_ == std::string_view::npos) {
      at_ = html_.size();
      return;
    }
    const std::size_t end = at_ + 2 + name.size();
    if (end < html_.size() && ends_name(html_[end]) &&
        equal_ignoring_ascii_case(html_.substr(at_ + 2, name.size()), name)) {
      return;
    }
    at_ += 2;
  }
}

void HtmlTokenizer::skip_space() {
  while (at_ < html_.size() && is_ascii_space(html_[at_])) {
    ++at_;
  }
}

}  // namespace tagwatch
