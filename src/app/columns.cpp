#include "app/columns.hpp"

#include <algorithm>

#include "tagwatch/text/html.hpp"

namespace tagwatch {
namespace {

// Code points: near enough to what a terminal shows for names and addresses.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string harmless(std::string_view cell) {
  std::string text = for_terminal(cell);
  std::ranges::replace(text, '\n', ' ');
  return text;
}

}  // namespace

Columns::Columns(std::vector<std::string> headings) {
  rows_.push_back(std::move(headings));
}

void Columns::add(std::vector<std::string> cells) {
  std::ranges::transform(cells, cells.begin(), harmless);
  rows_.push_back(std::move(cells));
}

std::string Columns::text() const {
  std::vector<std::size_t> widths(rows_.front().size());
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths.at(i) = std::max(widths.at(i), width(row[i]));
    }
  }
  std::string out;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i] + std::string(widths[i] - width(row[i]) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  }
  return out;
}

}  // namespace tagwatch
