#include "tagwatch/render/html.hpp"

#include <cctype>

#include "columns.hpp"
#include "sheet.hpp"
#include "tagwatch/text/extract.hpp"
#include "template.hpp"

namespace tagwatch {
namespace {

// What stands between them has the direction of its own first letter.
constexpr std::string_view kIsolate = "\u2068";
constexpr std::string_view kIsolateEnd = "\u2069";

bool is_letter_or_digit(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

// The length of what begins at `at` and holds only bytes of which `belongs` is true, without any of
// `not_last` at its end.
template <class Belongs>
std::size_t run_length(std::string_view text, std::size_t at, std::string_view not_last,
                       Belongs belongs) {
  std::size_t end = at;
  while (end < text.size() && belongs(text[end])) {
    ++end;
  }
  while (end > at && not_last.find(text[end - 1]) != std::string_view::npos) {
    --end;
  }
  return end - at;
}

// The length of the tag, handle or web address that begins at `at`; 0 where none does.
std::size_t sign_length(std::string_view text, std::size_t at, const std::vector<Hashtag>& tags) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("https://") || rest.starts_with("http://")) {
    return run_length(text, at, ".,;:!?)'\"", [](char c) { return c > ' ' && c < '\x7F'; });
  }
  if (at > 0 && is_letter_or_digit(text[at - 1])) {
    return 0;
  }
  if (rest.starts_with('@')) {
    const std::size_t length = run_length(text, at, "@.-", [](char c) {
      return is_letter_or_digit(c) || std::string_view("@._-").find(c) != std::string_view::npos;
    });
    return length > 1 ? length : 0;
  }
  std::size_t longest = 0;
  for (const Hashtag& tag : tags) {
    if (rest.starts_with('#') && rest.substr(1).starts_with(tag.spelled())) {
      longest = std::max(longest, 1 + tag.spelled().size());
    }
  }
  return longest;
}

// A line with letters from right to left would draw the '#' of a Latin tag at the tag's other end,
// and an address in pieces: each is held together.
std::string with_isolates(const std::string& line) {
  if (!render::right_to_left(line)) {
    return line;
  }
  const std::vector<Hashtag> tags = hashtags_in(line);
  std::string held;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t length = sign_length(line, at, tags);
    if (length == 0) {
      held += line[at++];
      continue;
    }
    held.append(kIsolate).append(line, at, length).append(kIsolateEnd);
    at += length;
  }
  return held;
}

void isolate_in_quotes(render::Sheet& sheet) {
  for (render::PostSection& section : sheet.sections) {
    for (render::PostRow& post : section.posts) {
      if (post.quote) {
        for (render::PostLine& line : post.quote->lines) {
          line.text = with_isolates(line.text);
        }
      }
    }
  }
}

}  // namespace

Result<void> check_html_template(std::string_view mustache) {
  return render::check_template(mustache);
}

Result<std::string> render_html(const DigestView& view, std::string_view mustache) {
  auto sheet = render::sheet_of(view);
  if (!sheet) {
    return sheet.error();
  }
  isolate_in_quotes(*sheet);
  return render::fill_template(mustache, *sheet);
}

}  // namespace tagwatch
