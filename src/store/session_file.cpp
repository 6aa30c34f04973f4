#include "tagwatch/store/session_file.hpp"

#include <algorithm>
#include <array>
#include <fstream>

#include "store/private_file.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHead = "tagwatch session 1";
constexpr std::string_view kEnd = "end";
// In this order, a line each: "name value". Without a session three of them are empty.
constexpr std::array<std::string_view, 6> kFields{"for",     "service", "access",
                                                  "refresh", "tried",   "refused"};
constexpr std::size_t kBytesMax = 64 * 1024;

Error damaged(const fs::path& path) {
  return {Errc::io, path.string() + " is damaged"};
}

std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
  return text;
}

// The values; nullopt for what is no session file.
std::optional<std::array<std::string, kFields.size()>> read_fields(std::string_view text) {
  const auto next_line = [&text]() -> std::optional<std::string_view> {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
  };
  std::array<std::string, kFields.size()> values;
  if (next_line() != kHead) {
    return std::nullopt;
  }
  for (std::size_t at = 0; at < kFields.size(); ++at) {
    const auto line = next_line();
    const std::string start = std::string(kFields[at]) + " ";
    if (!line || !line->starts_with(start)) {
      return std::nullopt;
    }
    values[at] = line->substr(start.size());
  }
  const bool whole = next_line() == kEnd && text.empty();
  return whole ? std::optional(values) : std::nullopt;
}

}  // namespace

fs::path session_path(const fs::path& folder, const std::string& name) {
  return folder / (url_component(name) + ".session");
}

Result<KeptSession> read_session_file(const fs::path& path) {
  std::error_code failed;
  if (!fs::exists(path, failed)) {
    return failed ? Error{Errc::io, path.string() + ": " + failed.message()}
                  : Error{Errc::not_found, path.string()};
  }
  std::ifstream file(path, std::ios::binary);
  std::string text(kBytesMax, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file && !file.eof()) {
    return Error{Errc::io, path.string() + " cannot be read"};
  }
  text.resize(static_cast<std::size_t>(file.gcount()));
  const auto values = read_fields(text);
  if (!values) {
    return damaged(path);
  }
  const auto& [belongs_to, service, access, refresh, tried, refused] = *values;
  KeptSession kept;
  kept.belongs_to = belongs_to;
  if (!service.empty() && !access.empty() && !refresh.empty()) {
    kept.session = AccountSession{service, access, refresh};
  }
  kept.login_tried = parse_rfc3339(tried);
  kept.login_refused = refused;
  return tried.empty() || kept.login_tried ? Result<KeptSession>(kept) : damaged(path);
}

Result<void> write_session_file(const fs::path& path, const KeptSession& kept) {
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  fs::permissions(path.parent_path(), fs::perms::owner_all, failed);
  const AccountSession session = kept.session.value_or(AccountSession{});
  const std::array<std::string, kFields.size()> values{
      kept.belongs_to,
      session.service,
      session.access,
      session.refresh,
      kept.login_tried ? format_rfc3339(*kept.login_tried) : "",
      kept.login_refused};
  std::string text = std::string(kHead) + "\n";
  for (std::size_t at = 0; at < kFields.size(); ++at) {
    text += std::string(kFields[at]) + " " + one_line(values[at]) + "\n";
  }
  text += std::string(kEnd) + "\n";
  return store::write_private_file(path, "the session", text);
}

}  // namespace tagwatch
