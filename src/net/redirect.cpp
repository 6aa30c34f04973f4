#include "redirect.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace tagwatch {
namespace {

// Lower case. Everything else stays with the origin it was meant for.
constexpr std::array<std::string_view, 6> kHeadersForAnyone{
    "a-im", "accept", "accept-language", "cache-control", "if-modified-since", "if-none-match",
};

bool is_for_anyone(const Header& header) {
  std::string name = header.name;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::find(kHeadersForAnyone.begin(), kHeadersForAnyone.end(), name) !=
         kHeadersForAnyone.end();
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// 303 says so; for 301 and 302 every browser turns a POST into a GET.
bool turns_into_get(int status, const std::string& method) {
  return (status == 303 && method != "HEAD") ||
         ((status == 301 || status == 302) && method == "POST");
}

bool describes_body(const Header& header) {
  return header.name.size() >= 8 &&
         std::equal(header.name.begin(), header.name.begin() + 8, "content-", [](char a, char b) {
           return std::tolower(static_cast<unsigned char>(a)) == b;
         });
}

}  // namespace

bool is_permanent_redirect(int status) {
  return status == 301 || status == 308;
}

Result<std::optional<Target>> next_hop(HttpRequest& request, const Target& from,
                                       const HttpResponse& response) {
  const auto location = header(response, "location");
  if (!is_redirect(response.status) || !location || location->empty()) {
    return std::optional<Target>();
  }
  Result<Target> next = from.follow(*location);
  if (!next) {
    return Error{next.error().code, from.host() + " redirects to " + next.error().context};
  }
  if (from.https() && !next->https()) {
    return Error{Errc::tls, from.host() + " redirects from https to http"};
  }
  if (turns_into_get(response.status, request.method)) {
    request.method = "GET";
    request.body.clear();
    std::erase_if(request.headers, describes_body);
  }
  if (!next->same_origin(from)) {
    if (!request.body.empty()) {
      return std::optional<Target>();
    }
    std::erase_if(request.headers, [](const Header& each) { return !is_for_anyone(each); });
  }
  return std::optional<Target>(std::move(*next));
}

}  // namespace tagwatch
