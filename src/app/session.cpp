#include "app/session.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <ostream>
#include <sstream>

#include "tagwatch/deliver/message.hpp"
#include "tagwatch/render/html.hpp"
#include "tagwatch/sources/registry.hpp"
#include "tagwatch/text/html.hpp"
#include "tagwatch/text/phrases.hpp"

namespace tagwatch {
namespace {

std::string fault_of_phrase(const std::string& phrase) {
  const Result<Phrases> compiled = Phrases::compile({phrase});
  return compiled.has_error() ? compiled.error().context : "";
}

std::string fault_of_template(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  if (!stream || !(text << stream.rdbuf())) {
    return fmt::format("the template {} cannot be read", file.string());
  }
  const Result<void> checked = check_html_template(text.str());
  return checked.has_error() ? fmt::format("{}: {}", file.string(), checked.error().context) : "";
}

ExitCode exit_code_of(Errc code) {
  switch (code) {
    case Errc::config_invalid:
    case Errc::usage:
      return ExitCode::usage;
    case Errc::store_busy:
      return ExitCode::busy;
    default:
      return ExitCode::failed;
  }
}

}  // namespace

ConfigRules config_rules(const Session& session) {
  return {source_kinds(), session.environment, fault_of_phrase, is_mail_address, fault_of_template};
}

Result<std::filesystem::path> config_file(const Session& session) {
  return find_config(session.config_file, session.environment);
}

ExitCode with_config(Session& session, const std::function<ExitCode(const Config&)>& command) {
  const auto file = config_file(session);
  if (file.has_error()) {
    return complain(session, file.error());
  }
  const LoadedConfig config = load_config(*file, config_rules(session));
  if (config.has_error()) {
    session.err << for_terminal(describe(config.error()));
    return ExitCode::usage;
  }
  return command(*config);
}

ExitCode complain(Session& session, const Error& error) {
  session.err << "tagwatch: " << for_terminal(describe(error)) << '\n';
  return exit_code_of(error.code);
}

}  // namespace tagwatch
