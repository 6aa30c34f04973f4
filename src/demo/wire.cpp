#include "wire.hpp"

#include <utility>

#include "server_wire.hpp"
#include "tagwatch/base/sha256.hpp"

namespace tagwatch::demo {
namespace {

constexpr std::size_t kEtagDigits = 32;

}  // namespace

std::vector<std::string> list_parameter(std::string_view target, std::string_view name) {
  std::vector<std::string> values;
  const std::size_t question = target.find('?');
  if (question == std::string_view::npos) {
    return values;
  }
  for (auto& [each, value] : read_query(target.substr(question + 1))) {
    if (each == name) {
      values.push_back(std::move(value));
    }
  }
  return values;
}

std::string escaped_markup(std::string_view text) {
  std::string escaped;
  for (const char each : text) {
    switch (each) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += each;
    }
  }
  return escaped;
}

ServerAnswer make_answer(int status, std::string content_type, std::string body) {
  ServerAnswer answer(status, std::move(body));
  answer.headers.emplace_back("Content-Type", std::move(content_type));
  return answer;
}

void make_conditional(const ServerRequest& request, ServerAnswer& answer) {
  const std::string etag = "W/\"" + sha256_hex(answer.body).substr(0, kEtagDigits) + "\"";
  answer.headers.emplace_back("ETag", etag);
  if (request.header("If-None-Match") == etag) {
    answer.status = 304;
    answer.body.clear();
  }
}

}  // namespace tagwatch::demo
