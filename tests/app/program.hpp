// Runs the program as a user does, and keeps what it said.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "support/process.hpp"
#include "support/temp_dir.hpp"

namespace tagwatch::test {

/// Runs tagwatch with `words` in `folder` and an environment of `variables` alone. `out` "" catches
/// stdout; else it goes to that file.
inline Ended run_tagwatch(const std::filesystem::path& folder, std::vector<std::string> words,
                          std::vector<std::string> variables = {}, const std::string& out = "") {
  words.insert(words.begin(), TAGWATCH_BINARY_DIR "/tagwatch");
  return Process(std::move(words), folder, {std::move(variables), out}).wait();
}

}  // namespace tagwatch::test
