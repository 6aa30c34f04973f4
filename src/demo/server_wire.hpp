// HTTP/1.1 as the loopback server speaks it: bytes to requests, answers to bytes. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tagwatch/demo/server.hpp"

namespace tagwatch {

/// Reads the head of a request, up to and with the empty line; nullopt when it is none.
[[nodiscard]] std::optional<ServerRequest> read_head(std::string_view head);

/// The names and values of a query, decoded, in its order.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> read_query(std::string_view query);

/// The bytes of an answer, and where its body begins.
struct WireAnswer {
  std::string bytes;
  std::size_t body_at = 0;
};
/// `method` decides whether a body is written at all.
[[nodiscard]] WireAnswer write_answer(const ServerAnswer& answer, std::string_view method);

}  // namespace tagwatch
