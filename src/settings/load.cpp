#include "tagwatch/settings/load.hpp"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "build.hpp"
#include "reader.hpp"

namespace tagwatch {
namespace {

// A configuration is written by people: beyond this it is another file.
constexpr std::size_t kConfigBytesMax = 1024 * 1024;

constexpr std::array<std::string_view, 2> kUsualPlaces{"config/tagwatch.toml",
                                                       "/etc/tagwatch/tagwatch.toml"};

Mistakes only(const std::filesystem::path& file, std::string words) {
  return {file.string(), {{FilePosition{}, std::move(words)}}};
}

}  // namespace

std::string describe(const Mistakes& mistakes) {
  std::string lines;
  for (const Mistake& mistake : mistakes.list) {
    if (mistake.place.line > 0) {
      fmt::format_to(std::back_inserter(lines), "{}:{}:{}: {}\n", mistakes.file, mistake.place.line,
                     mistake.place.column, mistake.words);
    } else {
      fmt::format_to(std::back_inserter(lines), "{}: {}\n", mistakes.file, mistake.words);
    }
  }
  return lines;
}

void throw_exception_from_error(const Mistakes& mistakes, const boost::source_location& /*at*/) {
  throw std::runtime_error(describe(mistakes));
}

LoadedConfig parse_config(std::string_view text, const std::filesystem::path& file,
                          const ConfigRules& rules) {
  settings::MistakeList mistakes;
  auto document = settings::read_document(text, rules.kinds, mistakes);
  std::optional<Config> config;
  if (document) {
    const settings::Surroundings around{std::filesystem::absolute(file), rules, mistakes};
    config = settings::build_config(*document, around);
  }
  if (!config) {
    return Mistakes{file.string(), mistakes.take()};
  }
  return *std::move(config);
}

LoadedConfig load_config(const std::filesystem::path& file, const ConfigRules& rules) {
  std::error_code problem;
  if (std::filesystem::is_directory(file, problem)) {
    return only(file, "is a folder, not a configuration");
  }
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    return only(file, fmt::format("cannot be read: {}", std::strerror(errno)));
  }
  std::string text(kConfigBytesMax + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > kConfigBytesMax) {
    return only(file, fmt::format("is larger than {} bytes", kConfigBytesMax));
  }
  return parse_config(text, file, rules);
}

Result<std::filesystem::path> find_config(const std::string& wanted,
                                          const Environment& environment) {
  if (!wanted.empty()) {
    return std::filesystem::path(wanted);
  }
  if (const auto named = environment("TAGWATCH_CONFIG"); named && !named->empty()) {
    return std::filesystem::path(*named);
  }
  std::string looked;
  for (const std::string_view place : kUsualPlaces) {
    std::error_code problem;
    if (std::filesystem::exists(place, problem)) {
      return std::filesystem::path(place);
    }
    fmt::format_to(std::back_inserter(looked), "{}{}", looked.empty() ? "" : " or ", place);
  }
  return Error{Errc::config_invalid,
               fmt::format("no file at {}; name one with --config or $TAGWATCH_CONFIG, or "
                           "write one with `tagwatch config init`",
                           looked)};
}

}  // namespace tagwatch
