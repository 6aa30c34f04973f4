// Runs the program as a user does, and keeps what it said.
#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "support/temp_dir.hpp"

namespace tagwatch::test {

struct Ended {
  int code = -1;  ///< exit code; -1 when a signal ended it
  std::string out;
  std::string err;
};

inline std::string contents(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

/// Runs tagwatch with `words` in `folder` and an environment of `variables` alone. `out` "" catches
/// stdout; else it goes to that file.
inline Ended run_tagwatch(const std::filesystem::path& folder, std::vector<std::string> words,
                          std::vector<std::string> variables = {}, const std::string& out = "") {
  const std::string out_file = out.empty() ? (folder / "stdout").string() : out;
  const std::string err_file = (folder / "stderr").string();
  words.insert(words.begin(), TAGWATCH_BINARY_DIR "/tagwatch");
  const auto pointers = [](std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (std::string& text : texts) {
      list.push_back(text.data());
    }
    list.push_back(nullptr);
    return list;
  };
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out_file.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err_file.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  pid_t child = 0;
  const int failed = posix_spawn(&child, words[0].c_str(), &actions, nullptr,
                                 pointers(words).data(), pointers(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) {
    return {-1, "", "the program could not be started"};
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, out.empty() ? contents(out_file) : "",
          contents(err_file)};
}

}  // namespace tagwatch::test
