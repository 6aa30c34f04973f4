#include "server_wire.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace tagwatch {
namespace {

constexpr std::size_t kChunkBytes = 4096;

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  });
}

std::string decoded(std::string_view text, bool plus_is_space) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    const char* const digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
      plain += static_cast<char>(value);
      i += 2;
    } else {
      plain += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return plain;
}

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find("\r\n"), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 2, rest.size()));
  return line;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string_view::npos
             ? std::string_view()
             : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string in_chunks(std::string_view body) {
  std::string chunks;
  while (!body.empty()) {
    const std::string_view chunk = body.substr(0, kChunkBytes);
    body.remove_prefix(chunk.size());
    std::array<char, 16> size{};
    const auto end = std::to_chars(size.data(), size.data() + size.size(), chunk.size(), 16).ptr;
    chunks.append(size.data(), end).append("\r\n").append(chunk).append("\r\n");
  }
  return chunks + "0\r\n\r\n";
}

}  // namespace

std::optional<std::string> ServerRequest::header(std::string_view name) const {
  const auto found = std::find_if(headers.begin(), headers.end(), [name](const Header& each) {
    return same_word(each.name, name);
  });
  return found == headers.end() ? std::nullopt : std::optional<std::string>(found->value);
}

std::vector<std::pair<std::string, std::string>> read_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
    pairs.emplace_back(decoded(pair.substr(0, equals), true), decoded(value, true));
  }
  return pairs;
}

std::optional<ServerRequest> read_head(std::string_view head) {
  const std::string_view first = take_line(head);
  const std::size_t method_end = first.find(' ');
  const std::size_t target_end = first.rfind(' ');
  if (method_end == std::string_view::npos || target_end <= method_end ||
      !first.substr(target_end + 1).starts_with("HTTP/1.")) {
    return std::nullopt;
  }
  ServerRequest request;
  request.method = first.substr(0, method_end);
  request.target = first.substr(method_end + 1, target_end - method_end - 1);
  const std::string_view target = request.target;
  const std::size_t question = std::min(target.find('?'), target.size());
  request.path = decoded(target.substr(0, question), false);
  for (auto& [name, value] : read_query(target.substr(std::min(question + 1, target.size())))) {
    request.query[name] = std::move(value);
  }
  for (std::string_view line = take_line(head); !line.empty(); line = take_line(head)) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
      return std::nullopt;
    }
    request.headers.emplace_back(std::string(line.substr(0, colon)),
                                 std::string(trimmed(line.substr(colon + 1))));
  }
  return request;
}

WireAnswer write_answer(const ServerAnswer& answer, std::string_view method) {
  WireAnswer wire;
  if (answer.verbatim) {
    wire.bytes = answer.body;
    return wire;
  }
  wire.bytes = "HTTP/1.1 " + std::to_string(answer.status) + " \r\n";
  for (const Header& header : answer.headers) {
    wire.bytes += header.name + ": " + header.value + "\r\n";
  }
  const bool has_body = answer.status >= 200 && answer.status != 204 && answer.status != 304;
  if (has_body && answer.chunked) {
    wire.bytes += "Transfer-Encoding: chunked\r\n";
  } else if (has_body) {
    const std::size_t length = answer.content_length.value_or(answer.body.size());
    wire.bytes += "Content-Length: " + std::to_string(length) + "\r\n";
  }
  wire.bytes += "\r\n";
  wire.body_at = wire.bytes.size();
  if (has_body && method != "HEAD") {
    wire.bytes += answer.chunked ? in_chunks(answer.body) : answer.body;
  }
  return wire;
}

}  // namespace tagwatch
