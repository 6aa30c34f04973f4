// Posts as rows of text, from the model and from each surface of the product, and what differs
// between two lists of them.
#pragma once

#include <simdjson.h>

#include <string>
#include <vector>

#include "sim/oracle_compare.hpp"

namespace tagwatch::sim {

struct Row {
  std::string uri;
  std::string rest;  ///< all else that is compared
  friend bool operator==(const Row&, const Row&) = default;
};

[[nodiscard]] Row table_row(const PostRecord& record);
[[nodiscard]] Row table_row(const Held& held);
[[nodiscard]] Row export_row(const simdjson::dom::element& post);
[[nodiscard]] Row export_row(const Held& held);
[[nodiscard]] std::vector<Row> csv_rows(const std::string& csv);
[[nodiscard]] Row csv_row(const Held& held);

[[nodiscard]] Differences compare_rows(const std::string& surface, const std::vector<Row>& expected,
                                       const std::vector<Row>& found);
void add_up(const Differences& part, Differences& all);

}  // namespace tagwatch::sim
