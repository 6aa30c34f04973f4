// What tests look for in a page, and the programs that judge it from outside.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tagwatch::page_tools {

/// Every tag of `html` with the names of its attributes, without their values: what a browser takes
/// for markup. Text that got out of its place would change it.
[[nodiscard]] std::vector<std::string> skeleton(std::string_view html);

/// Values of the attribute `name`, as they stand.
[[nodiscard]] std::vector<std::string> attribute_values(std::string_view html,
                                                        std::string_view name);

/// What a reader sees: the text of <body> without tags, entities as one character. Without the
/// quotes of posts when `with_quotes` is false.
[[nodiscard]] std::string visible_text(std::string_view html, bool with_quotes);

/// How often `part` stands in `text`.
[[nodiscard]] std::size_t count(std::string_view text, std::string_view part);

/// Words: runs of what is no white space that hold a letter or a digit.
[[nodiscard]] std::size_t word_count(std::string_view text);

/// What a program said, and its exit code.
struct Outcome {
  int exit_code = 0;
  std::string output;
};
[[nodiscard]] Outcome run(const std::string& command);

}  // namespace tagwatch::page_tools
