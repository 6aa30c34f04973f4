#include "demo/catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace tagwatch::demo {
namespace {

// What a server of the Mastodon family takes.
constexpr std::size_t kPostLengthMax = 500;

bool somebody_says(const Wording& wording) {
  return std::any_of(people().begin(), people().end(), [&](const Person& person) {
    return wording.by.empty() ? person.voice == wording.voice && person.language == wording.language
                              : person.name == wording.by;
  });
}

void check(std::span<const Wording> wordings, std::string_view tag, std::set<std::string>& seen) {
  for (const Wording& wording : wordings) {
    SCOPED_TRACE(wording.text);
    EXPECT_TRUE(somebody_says(wording));
    EXPECT_NE(wording.text.find(tag), std::string_view::npos);
    EXPECT_LE(wording.text.size(), kPostLengthMax);
    EXPECT_TRUE(seen.insert(std::string(wording.text)).second) << "twice in the catalogue";
    EXPECT_EQ(wording.text.find("https://") == std::string_view::npos, wording.page_title.empty())
        << "a link has a title, and only a link";
    EXPECT_NE(wording.voice, Voice::listed);
    EXPECT_NE(wording.voice, Voice::wave);
  }
}

TEST(Catalogue, EveryTextHasASpeakerAndItsTag) {
  std::set<std::string> seen;
  check(programme_wordings(), "#TMSSW", seen);
  check(quiet_programme_wordings(), "#TMSSW", seen);
  check(security_wordings_of_the_world(), "#GlobalSecurity", seen);
  for (const Wording& wording : security_wordings()) {
    if (wording.text.find("#globalsecurity") == std::string_view::npos) {
      check(std::span(&wording, 1), "#GlobalSecurity", seen);
    }
  }
}

TEST(Catalogue, EverybodyHasOneNameAndAnInventedServer) {
  std::set<std::string_view> names;
  for (const Person& person : people()) {
    EXPECT_TRUE(names.insert(person.name).second) << person.name;
    EXPECT_TRUE(person.server.ends_with(".example")) << person.server;
  }
}

}  // namespace
}  // namespace tagwatch::demo
