// Recorded answers of Bluesky, read twice: by the source, and by a Python script of other
// construction (bluesky_extract.py).
#include <gtest/gtest.h>
#include <simdjson.h>

#include <cstdlib>
#include <iostream>
#include <map>

#include "fixtures.hpp"
#include "page_json.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/sources/registry.hpp"

namespace tagwatch::test {
namespace {

namespace dom = simdjson::dom;

const fs::path kData = fs::path(TAGWATCH_SOURCE_DIR) / ".." / "shared" / "data" / "bluesky";

Result<Page> read(const std::string& body) {
  HttpResponse response;
  response.status = 200;
  response.body = body;
  return source_of(*find_source_kind("bluesky"), "https://api.example")
      ->parse(Newest(Hashtag("rstats")), response);
}

// The answer as it came where it is a list of posts; else the posts that it holds, as such a list.
std::string views_in(dom::element root) {
  dom::element found;
  if (root["posts"].get(found) == simdjson::SUCCESS) {
    return simdjson::minify(root);
  }
  for (const auto& maybe : {root["thread"]["post"], root["post"]}) {
    if (maybe.get(found) == simdjson::SUCCESS) {
      return "{\"posts\":[" + std::string(simdjson::minify(found)) + "]}";
    }
  }
  return "";
}

TEST(BlueskyRecorded, AgreesWithAnIndependentExtraction) {
  if (!fs::exists(kData)) {
    std::cout << "no recorded answers here: nothing compared\n";
    return;
  }
  const TempDir folder;
  std::string command = "python3 '" TAGWATCH_SOURCE_DIR "/tests/sources/bluesky_extract.py'";
  int payloads = 0;
  int items = 0;
  dom::parser parser;
  for (const auto& entry : fs::directory_iterator(kData)) {
    dom::element root;
    if (entry.path().extension() != ".json" ||
        parser.load(entry.path().string()).get(root) != simdjson::SUCCESS) {
      continue;
    }
    const std::string views = views_in(root);
    if (views.empty()) {
      continue;
    }
    const auto page = read(views);
    ASSERT_TRUE(page.has_value()) << entry.path() << ": " << describe(page.error());
    const fs::path place = folder / entry.path().stem().string();
    fs::create_directories(place);
    std::ofstream(place / "views.json") << views;
    std::ofstream(place / "page.json") << page_json(*page);
    command += " '" + place.string() + "'";
    ++payloads;
    items += page->items;
  }
  std::cout << std::flush;
  EXPECT_EQ(std::system(command.c_str()), 0);
  std::cout << payloads << " recorded payloads with " << items << " posts\n";
  EXPECT_GT(items, 0);
}

TEST(BlueskyRecorded, OtherAnswersAreNoPages) {
  if (!fs::exists(kData)) {
    std::cout << "no recorded answers here: nothing read\n";
    return;
  }
  int refused = 0;
  for (const auto& entry : fs::directory_iterator(kData)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("error_") || name.starts_with("createSession")) {
      EXPECT_FALSE(read(contents_of(entry.path()))) << name;
      ++refused;
    }
  }
  std::cout << refused << " other answers refused\n";
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace tagwatch::test
