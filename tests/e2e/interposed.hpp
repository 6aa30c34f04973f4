// Runs the program with interpose.cpp loaded into it: at a time of the test's, with each of its
// calls noted, and killed exactly at one of them.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "support/process.hpp"
#include "tagwatch/base/time.hpp"

namespace tagwatch::test {

/// Something that the program asks of the system; `where` is a pattern of the file's whole name.
struct Point {
  std::string call;
  std::string where;
  bool after = false;  ///< killed when the call is done, else instead of it
};

/// What the program is given beside its arguments.
struct Interposed {
  Instant now{};
  std::filesystem::path log;  ///< where its calls are noted; "": nowhere
  const Point* kill = nullptr;
  int nth = 0;                   ///< which of the calls at `kill`
  std::filesystem::path config;  ///< "": tagwatch.toml in the folder where it runs
};

inline Process start_interposed(const std::filesystem::path& folder, std::vector<std::string> words,
                                const Interposed& how) {
  const std::filesystem::path config = how.config.empty() ? folder / "tagwatch.toml" : how.config;
  words.insert(words.begin(), {TAGWATCH_BINARY_DIR "/tagwatch", "--config", config.string()});
  std::vector<std::string> environment{
      std::string("LD_PRELOAD=") + TAGWATCH_INTERPOSE,
      "ASAN_OPTIONS=verify_asan_link_order=0",  // where the program is built with it
      "TAGWATCH_INTERPOSE_NOW=" + std::to_string(to_ms(how.now))};
  if (!how.log.empty()) {
    environment.push_back("TAGWATCH_INTERPOSE_LOG=" + how.log.string());
  }
  if (how.kill != nullptr) {
    environment.push_back("TAGWATCH_INTERPOSE_KILL=" + how.kill->call + "|" + how.kill->where +
                          "|" + (how.kill->after ? "after" : "before") + "|" +
                          std::to_string(how.nth));
  }
  return Process(std::move(words), folder, {std::move(environment), ""});
}

inline Ended run_interposed(const std::filesystem::path& folder, std::vector<std::string> words,
                            const Interposed& how) {
  return start_interposed(folder, std::move(words), how).wait();
}

/// A noted call.
struct NotedCall {
  int process = 0;
  int descriptor = 0;
  std::string call;
  std::string where;
};

inline std::vector<NotedCall> noted_calls(const std::filesystem::path& log) {
  std::vector<NotedCall> calls;
  std::ifstream file(log);
  for (std::string line; std::getline(file, line);) {
    NotedCall each;
    std::istringstream words(line);
    words >> each.process >> each.descriptor >> each.call;
    std::getline(words >> std::ws, each.where);
    calls.push_back(std::move(each));
  }
  return calls;
}

}  // namespace tagwatch::test
