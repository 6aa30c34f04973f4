// A configuration with three sources and a store beside it, for tests that run the program.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "program.hpp"

namespace tagwatch::test {

/// A folder with tagwatch.toml and a store of its own.
class Office {
 public:
  Office() {
    write("tagwatch.toml",
          "[monitor]\ntags = [\"GlobalSecurity\", \"TMSSW\"]\ntimezone = \"UTC\"\n"
          "contact = \"test@example.org\"\n[store]\npath = \"store.db\"\n"
          "[[source]]\nname = \"one.example\"\nkind = \"mastodon\"\nurl = \"https://one.example\"\n"
          "[[source]]\nname = \"news\"\nkind = \"feed\"\nurl = \"https://news.example/feed.xml\"\n"
          "match = \"phrases\"\nphrases = [\"safe and secure world\"]\n"
          "[[source]]\nname = \"Bluesky\"\nkind = \"bluesky\"\nurl = \"https://api.example\"\n"
          "[[topic]]\nname = \"Ports\"\nany = [\"port\"]\n");
  }

  [[nodiscard]] Ended run(std::vector<std::string> words) const {
    words.insert(words.begin(), {"--config", "tagwatch.toml"});
    return run_tagwatch(folder_.path(), std::move(words));
  }
  /// A line of the shell, in which $tagwatch is the program.
  [[nodiscard]] Ended shell(const std::string& line) const {
    const std::string program = TAGWATCH_BINARY_DIR "/tagwatch --config tagwatch.toml";
    return Process({"/bin/sh", "-c", line}, folder_.path(),
                   {std::vector<std::string>{"tagwatch=" + program}, ""})
        .wait();
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
  }
  [[nodiscard]] std::filesystem::path path(const std::string& name) const {
    return folder_.path() / name;
  }
  [[nodiscard]] std::filesystem::path store() const { return path("store.db"); }

 private:
  TempDir folder_;
};

}  // namespace tagwatch::test
