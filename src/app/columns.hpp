// Rows of text under headings, for a terminal. Pure.
#pragma once

#include <string>
#include <vector>

namespace tagwatch {

class Columns {
 public:
  explicit Columns(std::vector<std::string> headings);

  /// As many cells as there are headings. Cells may hold anything: what a terminal would obey is
  /// made harmless.
  void add(std::vector<std::string> cells);

  /// Columns as wide as their widest cell, two spaces between; no space at the end of a line.
  [[nodiscard]] std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace tagwatch
