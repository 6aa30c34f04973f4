#include "wire.hpp"

#include <algorithm>
#include <utility>

#include "tagwatch/base/sha256.hpp"

namespace tagwatch::demo {
namespace {

constexpr std::size_t kEtagDigits = 32;

}  // namespace

std::vector<std::string> list_parameter(std::string_view target, std::string_view name) {
  const std::string plain = std::string(name) + "[]=";
  const std::string encoded = std::string(name) + "%5B%5D=";
  std::vector<std::string> values;
  std::string_view rest = target.substr(std::min(target.find('?'), target.size()));
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(pair.size());
    if (pair.starts_with(plain) || pair.starts_with(encoded)) {
      values.emplace_back(pair.substr(pair.find('=') + 1));
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
