// What the tests that kill the program have in common: a world of one server that grows, and what
// the program says that it holds.
#pragma once

#include <filesystem>
#include <fstream>
#include <random>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <utility>

#include "tagwatch/demo/mastodon_server.hpp"
#include "tagwatch/demo/world.hpp"

namespace tagwatch::test {

// Posts of two tags on one server, with ids in the order of their arrival.
class GrowingWorld {
 public:
  explicit GrowingWorld(unsigned seed) : random_(seed) {
    demo::Account account;
    account.name = "ana";
    account.server = kServer;
    account.display_name = "Ana";
    world_.add(account);
  }

  // The post may be changed until the server shows it.
  demo::WorldPost& post(Instant at) {
    const int number = ++count_;
    demo::WorldPost post;
    post.uri = "https://" + std::string(kServer) + "/users/ana/statuses/" + std::to_string(number);
    post.url = "https://" + std::string(kServer) + "/@ana/" + std::to_string(number);
    post.created = at;
    post.language = "en";
    post.tags = {Hashtag(random_() % 3 == 0 ? "GlobalSecurity" : "TMSSW")};
    if (random_() % 9 == 0) {
      post.tags = {Hashtag("TMSSW"), Hashtag("GlobalSecurity")};
    }
    post.text = "Note " + std::to_string(number);
    for (const Hashtag& tag : post.tags) {
      post.text += " #" + tag.spelled();
    }
    post.arrivals = {
        {std::string(kServer), at, demo::snowflake(at, static_cast<std::uint16_t>(number))}};
    uris_.insert(post.uri);
    return world_.post(world_.add(std::move(post)));
  }

  [[nodiscard]] const demo::World& world() const { return world_; }
  [[nodiscard]] const std::set<std::string>& uris() const { return uris_; }
  static constexpr std::string_view kServer = "social.example";

 private:
  std::mt19937 random_;
  demo::World world_;
  std::set<std::string> uris_;
  int count_ = 0;
};

// `monitor`, `digest`: more lines of these sections.
inline void write_config(const std::filesystem::path& file, const std::string& url,
                         const std::string& monitor = {}, const std::string& digest = {}) {
  std::ofstream(file) << "[monitor]\n"
                         "tags = [\"GlobalSecurity\", \"TMSSW\"]\n"
                         "timezone = \"America/New_York\"\n"
                         "contact = \"test@example.org\"\n"
                      << monitor
                      << "[store]\n"
                         "path = \"store.db\"\n"
                         "[digest]\n"
                         "output = \"digests\"\n"
                      << digest
                      << "[[source]]\n"
                         "name = \"social\"\n"
                         "kind = \"mastodon\"\n"
                         "min_spacing = \"0s\"\n"
                         "url = \""
                      << url << "\"\n";
}

inline std::multiset<std::string> exported_uris(const std::string& ndjson) {
  static const std::regex kUri("\"uri\":\"([^\"]*)\"");
  std::multiset<std::string> uris;
  std::istringstream lines(ndjson);
  for (std::string line; std::getline(lines, line);) {
    std::smatch found;
    if (std::regex_search(line, found, kUri)) {
      uris.insert(found[1]);
    }
  }
  return uris;
}

}  // namespace tagwatch::test
