// Recorded answers of Mastodon, GoToSocial and Pleroma, read twice: by the source, and by a Python
// script of other construction (mastodon_extract.py).
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

const fs::path kData = fs::path(TAGWATCH_SOURCE_DIR) / ".." / "shared" / "data";
constexpr const char* kServer = "https://social.example";

bool is_status(dom::element element) {
  return element["uri"].error() == simdjson::SUCCESS &&
         element["visibility"].error() == simdjson::SUCCESS;
}

// Every status of a payload, on the first level or in the lists that hold statuses.
std::vector<dom::element> statuses_of(dom::element root) {
  std::vector<dom::element> statuses;
  const auto take_list = [&statuses](simdjson::simdjson_result<dom::element> maybe_list) {
    dom::array list;
    if (maybe_list.get(list) == simdjson::SUCCESS) {
      for (const dom::element each : list) {
        if (is_status(each)) {
          statuses.push_back(each);
        }
      }
    }
  };
  if (root.is_object() && is_status(root)) {
    statuses.push_back(root);
  }
  take_list(dom::element(root));
  for (const char* name : {"statuses", "ancestors", "descendants"}) {
    take_list(root[name]);
  }
  dom::element quoted;
  if (root["quoted_status"].get(quoted) == simdjson::SUCCESS && is_status(quoted)) {
    statuses.push_back(quoted);
  }
  return statuses;
}

std::string list_of(const std::vector<dom::element>& statuses) {
  std::string list = "[";
  for (const dom::element& status : statuses) {
    list += list.size() > 1 ? "," : "";
    list += simdjson::minify(status);
  }
  return list + "]";
}

// All statuses of the list become public, so that each one's fields are compared.
std::string published(std::string list) {
  for (const char* visibility : {"private", "unlisted", "direct", "local"}) {
    const std::string written = "\"visibility\":\"" + std::string(visibility) + "\"";
    for (std::size_t at = 0; (at = list.find(written, at)) != std::string::npos;) {
      list.replace(at, written.size(), R"("visibility":"public")");
    }
  }
  return list;
}

// Reads `list` as an answer and leaves both in `folder`, for the script.
void read_into(const fs::path& folder, const std::string& list) {
  HttpResponse response;
  response.status = 200;
  response.body = list;
  const auto source = source_of(*find_source_kind("mastodon"), kServer);
  const auto page = source->parse(Posts({"1"}), response);  // they are of many tags and of none
  ASSERT_TRUE(page.has_value()) << folder << ": " << describe(page.error());
  fs::create_directories(folder);
  std::ofstream(folder / "statuses.json") << list;
  std::ofstream(folder / "page.json") << page_json(*page);
}

TEST(MastodonRecorded, AgreesWithAnIndependentExtraction) {
  if (!fs::exists(kData / "mastodon")) {
    std::cout << "no recorded answers here: nothing compared\n";
    return;
  }
  std::map<std::string, std::string> lists;
  std::size_t count = 0;
  dom::parser parser;
  for (const char* folder : {"mastodon", "gotosocial", "pleroma"}) {
    for (const auto& entry : fs::directory_iterator(kData / folder)) {
      dom::element root;
      if (entry.path().extension() != ".json" ||
          parser.load(entry.path().string()).get(root) != simdjson::SUCCESS) {
        continue;
      }
      const auto statuses = statuses_of(root);
      dom::array list;
      const bool empty_page = root.get(list) == simdjson::SUCCESS && list.size() == 0;
      if (!statuses.empty() || empty_page) {
        count += statuses.size();
        lists[folder + (" " + entry.path().stem().string())] = list_of(statuses);
      }
    }
  }
  const TempDir folder;
  std::string command = "python3 '" TAGWATCH_SOURCE_DIR "/tests/sources/mastodon_extract.py'";
  for (const auto& [name, list] : lists) {
    for (const bool as_it_came : {true, false}) {
      const fs::path place = folder / (name + (as_it_came ? "" : ", all made public"));
      read_into(place, as_it_came ? list : published(list));
      command += " '" + place.string() + "'";
    }
  }
  std::cout << std::flush;
  EXPECT_EQ(std::system(command.c_str()), 0);
  std::cout << lists.size() << " recorded payloads with " << count << " statuses\n";
  EXPECT_GT(count, 0U);
}

// What a server says of itself, and the errors that it answers, are read or refused.
TEST(MastodonRecorded, InstancesAreReadAndOtherAnswersAreNoPages) {
  if (!fs::exists(kData / "mastodon")) {
    std::cout << "no recorded answers here: nothing read\n";
    return;
  }
  const auto source = source_of(*find_source_kind("mastodon"), kServer);
  int instances = 0;
  int refused = 0;
  for (const auto& entry : fs::directory_iterator(kData / "mastodon")) {
    const std::string name = entry.path().filename().string();
    HttpResponse response;
    response.status = 200;
    response.body = contents_of(entry.path());
    if (name.starts_with("instance_v2") && name.ends_with(".json")) {
      const auto page = source->parse(Access{}, response);
      ASSERT_TRUE(page && page->access) << name;
      EXPECT_TRUE(page->access->stated && page->access->local_open && page->access->remote_open);
      EXPECT_TRUE(page->access->software.starts_with("4.")) << name;
      ++instances;
    } else if (name.starts_with("error_")) {
      EXPECT_FALSE(source->parse(Newest(Hashtag("TMSSW")), response)) << name;
      ++refused;
    }
  }
  std::cout << instances << " instances read, " << refused << " other answers refused\n";
  EXPECT_GT(instances, 0);
}

}  // namespace
}  // namespace tagwatch::test
