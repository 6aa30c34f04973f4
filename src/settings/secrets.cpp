// Where secrets come from: never the configuration itself, but what it names.
#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "build.hpp"
#include "check_value.hpp"

namespace tagwatch::settings {
namespace {

// Far beyond any token: what is larger is another file.
constexpr std::size_t kSecretBytesMax = 8 * 1024;

constexpr std::string_view kCredentialsDirectory = "CREDENTIALS_DIRECTORY";

class SecretReader {
 public:
  SecretReader(const Section& section, const Surroundings& around)
      : section_(section), around_(around) {}

  std::string from_environment(const std::string& key) {
    const std::string variable = section_.text(key);
    const auto value = around_.rules.environment(variable);
    if (!value) {
      return fault(key, fmt::format("the environment variable {} is not set", variable));
    }
    return checked(key, *value, fmt::format("the environment variable {}", variable));
  }

  std::string from_file(const std::string& key) {
    return from_path(key, around_.resolve(section_.text(key)));
  }

  std::string from_credential(const std::string& key) {
    const std::string name = section_.text(key);
    const auto directory = around_.rules.environment(std::string(kCredentialsDirectory));
    if (!directory) {
      return fault(key, fmt::format("systemd gave no credentials ({} is not set); write "
                                    "LoadCredential={}:… in the unit",
                                    kCredentialsDirectory, name));
    }
    if (name.find('/') != std::string::npos) {
      return fault(key, fmt::format("\"{}\" is no name of a credential", name));
    }
    return from_path(key, std::filesystem::path(*directory) / name);
  }

 private:
  std::string from_path(const std::string& key, const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text(kSecretBytesMax + 1, '\0');
    if (std::error_code ignored; !file || std::filesystem::is_directory(path, ignored)) {
      return fault(key, fmt::format("the file {} cannot be read", path.string()));
    }
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return checked(key, std::move(text), fmt::format("the file {}", path.string()));
  }

  // Nothing of the secret itself is said.
  std::string checked(const std::string& key, std::string secret, const std::string& where) {
    while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) {
      secret.pop_back();
    }
    if (secret.empty()) {
      return fault(key, where + " is empty");
    }
    if (secret.size() > kSecretBytesMax || has_control_character(secret)) {
      return fault(key, where + " holds more than one line, so it is no secret of this kind");
    }
    return secret;
  }

  std::string fault(const std::string& key, std::string words) {
    around_.mistakes.add(section_.place_of(key), fmt::format("\"{}\": {}", key, words));
    return "";
  }

  const Section& section_;
  const Surroundings& around_;
};

}  // namespace

std::string read_secret(const Section& section, std::string_view name, const Surroundings& around) {
  const std::string from_environment = fmt::format("{}_env", name);
  const std::string from_file = fmt::format("{}_file", name);
  const std::string from_credential = fmt::format("{}_credential", name);
  const int given = static_cast<int>(section.given(from_environment)) +
                    static_cast<int>(section.given(from_file)) +
                    static_cast<int>(section.given(from_credential));
  if (given == 0) {
    return "";
  }
  if (given > 1) {
    around.mistakes.add(section.place(), fmt::format("write only one of {}, {} and {}",
                                                     from_environment, from_file, from_credential));
    return "";
  }
  SecretReader reader(section, around);
  if (section.given(from_environment)) {
    return reader.from_environment(from_environment);
  }
  return section.given(from_file) ? reader.from_file(from_file)
                                  : reader.from_credential(from_credential);
}

}  // namespace tagwatch::settings
