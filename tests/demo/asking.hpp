// A request to one of the demo's servers, without a socket between.
#pragma once

#include <string>
#include <string_view>

#include "demo/server_wire.hpp"

namespace tagwatch::demo {

/// GET `target` at `at`; `headers` as they stand on the wire, each line with its CRLF.
inline ServerRequest get(std::string_view target, Instant at, std::string_view headers = {}) {
  ServerRequest request =
      read_head("GET " + std::string(target) + " HTTP/1.1\r\nHost: a.example\r\n" +
                std::string(headers) + "\r\n")
          .value();
  request.at = at;
  return request;
}

inline std::string header_of(const ServerAnswer& answer, std::string_view name) {
  for (const Header& header : answer.headers) {
    if (header.name == name) {
      return header.value;
    }
  }
  return {};
}

}  // namespace tagwatch::demo
