// Values as they stand in a configuration, each with its place, and the sections that hold them.
//
// What a Section gives has the type and range of its row: whatever did not was noted as a mistake,
// and the default stands in its place.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "option_table.hpp"
#include "tagwatch/settings/load.hpp"

namespace tagwatch::settings {

using TextList = std::vector<std::string>;

/// Texts stand for all types that are written in quotes.
using Content = std::variant<std::string, std::int64_t, bool, TextList>;

struct Value {
  Content content;
  FilePosition place;                     ///< of the value; of its section for a default
  std::vector<FilePosition> item_places;  ///< of a list's items
  bool given = false;                     ///< the file has it
};

/// Collects mistakes while a file is read.
class MistakeList {
 public:
  void add(FilePosition place, std::string words) { list_.push_back({place, std::move(words)}); }
  [[nodiscard]] bool empty() const { return list_.empty(); }
  /// In the order of the file.
  [[nodiscard]] std::vector<Mistake> take();

 private:
  std::vector<Mistake> list_;
};

/// One [section], or one of several [[section]]s.
class Section {
 public:
  Section(const SectionRow& row, FilePosition place, std::vector<const OptionRow*> rows)
      : row_(&row), place_(place), rows_(std::move(rows)) {}

  [[nodiscard]] const SectionRow& row() const { return *row_; }
  [[nodiscard]] FilePosition place() const { return place_; }
  /// The keys that it may have, in the order in which they are written.
  [[nodiscard]] const std::vector<const OptionRow*>& rows() const { return rows_; }

  void set(std::string_view key, Value value) { values_.insert_or_assign(key, std::move(value)); }
  /// Fills in what a key that was left out stands for.
  void derive(std::string_view key, Content content);
  /// Puts another content in the place of a key's, if it has one; its place stays.
  void replace(std::string_view key, Content content);

  /// nullptr for a key that has neither value nor default.
  [[nodiscard]] const Value* find(std::string_view key) const;
  [[nodiscard]] bool given(std::string_view key) const;
  /// Of the key's value, or of the section.
  [[nodiscard]] FilePosition place_of(std::string_view key) const;
  [[nodiscard]] FilePosition item_place(std::string_view key, std::size_t index) const;

  // Empty, zero or false for a key that has neither value nor default.
  [[nodiscard]] std::string text(std::string_view key) const;
  [[nodiscard]] TextList list(std::string_view key) const;
  [[nodiscard]] int integer(std::string_view key) const;
  [[nodiscard]] bool boolean(std::string_view key) const;
  [[nodiscard]] Duration duration(std::string_view key) const;

 private:
  const SectionRow* row_;
  FilePosition place_;
  std::vector<const OptionRow*> rows_;
  std::map<std::string_view, Value> values_;  // keys are those of rows, which are static
};

/// A whole file: every section of the table that stands once is there, repeated ones as often as
/// they were written.
struct Document {
  std::vector<Section> sections;  ///< in the order of the table, then of the file

  [[nodiscard]] Section& one(std::string_view name);
  [[nodiscard]] std::vector<Section*> all(std::string_view name);
};

/// `content` as TOML.
[[nodiscard]] std::string to_toml(const Content& content);

/// The document as TOML: every key that has a value, in the order of the table.
[[nodiscard]] std::string to_toml(const Document& document);

}  // namespace tagwatch::settings
