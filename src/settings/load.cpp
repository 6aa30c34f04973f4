#include "tagwatch/settings/load.hpp"

#include <fmt/format.h>

#include <algorithm>
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

constexpr std::array<std::string_view, 8> kCurlyQuotes{"“", "”", "„", "‟", "‘", "’", "«", "»"};

std::string_view line_of(std::string_view text, int number) {
  for (int at = 1; at < number && !text.empty(); ++at) {
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  return text.substr(0, text.find('\n'));
}

// The line from a column on, which counts characters from 1.
std::string_view from_column(std::string_view line, int column) {
  std::size_t at = 0;
  for (int passed = 1; passed < column && at < line.size(); ++passed) {
    do {
      ++at;
    } while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0) == 0x80);
  }
  return line.substr(at);
}

// What a mistake of syntax most likely comes from; "" for nothing likely.
std::string_view hint(std::string_view text, const Mistake& mistake) {
  const std::string_view line = line_of(text, mistake.place.line);
  const std::string_view rest = from_column(line, mistake.place.column);
  const bool at_line_end = rest.empty() || rest.front() == '\r';
  if (at_line_end && mistake.words.find("string") != std::string::npos) {
    const bool has_curly = std::ranges::any_of(kCurlyQuotes, [line](std::string_view quote) {
      return line.find(quote) != std::string_view::npos;
    });
    return has_curly ? "; is a closing quote missing? write straight quotes: \""
                     : "; is a closing quote missing?";
  }
  const bool is_curly = std::ranges::any_of(
      kCurlyQuotes, [rest](std::string_view quote) { return rest.starts_with(quote); });
  return is_curly ? "; write straight quotes: \"" : "";
}

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
  if (!document) {
    Mistakes told{file.string(), mistakes.take()};
    for (Mistake& mistake : told.list) {
      mistake.words += hint(text, mistake);
    }
    return told;
  }
  const settings::Surroundings around{std::filesystem::absolute(file), rules, mistakes};
  std::optional<Config> config = settings::build_config(*document, around);
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
