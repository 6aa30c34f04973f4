#include "tagwatch/base/draft.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include "support/temp_dir.hpp"

namespace tagwatch {
namespace {

// The id of a process that was and is no more.
std::string dead_process() {
  const pid_t child = ::fork();
  if (child == 0) {
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  return std::to_string(child);
}

TEST(Draft, WhatAKilledProcessLeftGoesAndNothingElse) {
  const TempDir folder;
  const std::string dead = dead_process();
  const std::string alive = std::to_string(::getppid());
  const std::vector<std::string> left{"a.html." + dead + ".tmp", "a.html." + dead + ".tmp-journal"};
  const std::vector<std::string> others{"a.html",
                                        "a.html." + alive + ".tmp",
                                        "b.html." + dead + ".tmp",
                                        "a.html.x" + dead + ".tmp",
                                        "a.html.0.tmp",
                                        "a.html.-1.tmp",
                                        "a.html.99999999999999999999.tmp",
                                        "tmp",
                                        ".tmp",
                                        dead + ".tmp",
                                        draft_of("a.html").string()};
  for (const auto& names : {left, others}) {
    for (const std::string& name : names) {
      std::ofstream(folder / name) << "text";
    }
  }
  remove_left_drafts(folder.path(), [](std::string_view name) { return name == "a.html"; });
  for (const std::string& name : left) {
    EXPECT_FALSE(std::filesystem::exists(folder / name)) << name;
  }
  for (const std::string& name : others) {
    EXPECT_TRUE(std::filesystem::exists(folder / name)) << name;
  }
  remove_left_drafts(folder / "none", [](std::string_view) { return true; });
}

}  // namespace
}  // namespace tagwatch
