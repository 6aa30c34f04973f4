#include "app/cmd_config.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ostream>

#include "tagwatch/settings/write.hpp"
#include "tagwatch/sources/registry.hpp"
#include "tagwatch/text/html.hpp"

namespace tagwatch {
namespace {

constexpr std::string_view kFirstConfig = "config/tagwatch.toml";

std::string counted(std::size_t count, std::string_view one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

Error not_written(const std::filesystem::path& file, int code) {
  if (code == EEXIST) {
    return {Errc::io, fmt::format("{} is there already and is not overwritten; to write another "
                                  "file: tagwatch --config FILE config init",
                                  file.string())};
  }
  return {Errc::io, fmt::format("{}: {}", file.string(), std::strerror(code))};
}

// Makes `file`, which must not be there yet, in one step: two that try at once cannot both succeed.
Result<void> write_new_file(const std::filesystem::path& file, std::string_view text) {
  std::error_code problem;
  if (file.has_parent_path()) {
    std::filesystem::create_directories(file.parent_path(), problem);
    if (problem) {
      return not_written(file.parent_path(), problem.value());
    }
  }
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    return not_written(file, errno);
  }
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      const int code = errno;
      ::close(descriptor);
      return not_written(file, code);
    }
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
  return ::close(descriptor) == 0 ? Result<void>() : not_written(file, errno);
}

}  // namespace

ExitCode config_check(Session& session) {
  const auto file = config_file(session);
  if (file.has_error()) {
    return complain(session, file.error());
  }
  const LoadedConfig config = load_config(*file, config_rules(session));
  if (config.has_error()) {
    session.out << for_terminal(describe(config.error()));
    return ExitCode::usage;
  }
  session.out << for_terminal(fmt::format("{}: good: {}, {}\n", file->string(),
                                          counted(config->monitor.tags.size(), "tag"),
                                          counted(config->sources.size(), "source")));
  return ExitCode::done;
}

ExitCode config_show(Session& session, const ConfigShowArguments& arguments) {
  if (arguments.reference) {
    session.out << reference_toml(source_kinds());
    return ExitCode::done;
  }
  return with_config(session, [&](const Config& config) {
    session.out << show_config(config);
    return ExitCode::done;
  });
}

ExitCode config_init(Session& session) {
  std::string file = session.config_file;
  if (file.empty()) {
    file = session.environment("TAGWATCH_CONFIG").value_or("");
  }
  if (file.empty()) {
    file = kFirstConfig;
  }
  const Result<void> written = write_new_file(file, starting_toml());
  if (written.has_error()) {
    return complain(session, written.error());
  }
  session.out << for_terminal(
      fmt::format("{} is written; fill in your tags and sources, then run `tagwatch --config {} "
                  "config check`\n",
                  file, file));
  return ExitCode::done;
}

}  // namespace tagwatch
