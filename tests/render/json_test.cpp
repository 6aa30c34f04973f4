#include "tagwatch/render/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "render/hostile.hpp"
#include "render/page_tools.hpp"
#include "render/sample_views.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/render/post_json.hpp"

namespace tagwatch {
namespace {

using testing::HasSubstr;
using testing::Not;

// Runs the independent validator over files that hold what `views` render to.
template <class Render>
void expect_valid(std::string_view schema, std::string_view extension,
                  const std::vector<sample::Named>& views, Render render) {
  const TempDir folder;
  std::string files;
  for (const sample::Named& named : views) {
    const std::string path = (folder / (named.name + std::string(extension))).string();
    std::ofstream(path, std::ios::binary) << render(named.view);
    files += " " + path;
  }
  const page_tools::Outcome outcome =
      page_tools::run(std::string(TAGWATCH_PYTHON " " TAGWATCH_SOURCE_DIR
                                                  "/tests/support/validate.py " TAGWATCH_SOURCE_DIR
                                                  "/config/schema/") +
                      std::string(schema) + files);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
}

std::vector<sample::Named> views_with_hostile_ones() {
  std::vector<sample::Named> views = sample::all();
  views.push_back({"hostile", sample::filled_with(sample::peak_day(), sample::kHostile)});
  DigestView deleted = sample::peak_day();
  for (auto& [uri, record] : deleted.records) {
    record.deleted = true;
  }
  views.push_back({"deleted", std::move(deleted)});
  DigestView restored = sample::peak_day();
  restored.value.issued_before = true;
  views.push_back({"restored", std::move(restored)});
  return views;
}

TEST(Json, FlagsReferToPostsSoThatADeletionTakesTheirLinksAlong) {
  DigestView view = sample::storm_day();
  const std::string link = "\"url\": \"https://www.state.gov/exchange\"";
  const auto flags_of = [](const std::string& json) {
    const std::size_t from = json.find("\"flags\"");
    return json.substr(from, json.find("\"clusters\"") - from);
  };
  const std::string flags = flags_of(render_json(view));
  EXPECT_THAT(flags, HasSubstr("\"kind\": \"same_text\""));
  EXPECT_THAT(flags, HasSubstr(link));
  view.records.at("https://think.example/posts/24").deleted = true;
  const std::string without = flags_of(render_json(view));
  EXPECT_THAT(without, Not(HasSubstr(link)));
  EXPECT_THAT(without, HasSubstr("\"kind\": \"link\""));
  view.value.flags.reset();
  view.value.clusters.reset();
  EXPECT_THAT(render_json(view), HasSubstr("\"flags\": null"));
  EXPECT_THAT(render_json(view), HasSubstr("\"clusters\": null"));
}

TEST(Json, IsValidByTheSchema) {
  expect_valid("digest.schema.json", ".json", views_with_hostile_ones(), render_json);
}

TEST(Json, TheListBesideItIsValidByTheSchema) {
  expect_valid("post.schema.json", ".ndjson", views_with_hostile_ones(), posts_ndjson);
}

TEST(Json, WhatIsNotComputedIsNull) {
  const std::string json = render_json(sample::peak_day());
  for (const char* member :
       {"\"attention\": null", "\"flags\": null", "\"clusters\": null", "\"unusual\": null"}) {
    EXPECT_THAT(json, HasSubstr(member));
  }
}

TEST(Json, FillsInWhatCountsReferTo) {
  const std::string json = render_json(sample::peak_day());
  EXPECT_THAT(json, HasSubstr("\"handle\": \"@account0@social.example\""));
  EXPECT_THAT(json, HasSubstr("\"tag\": \"DefenceForum\""));
  EXPECT_THAT(json, HasSubstr("\"url\": \"https://www.state.gov/exchange\""));
}

TEST(Json, HoldsNothingOfADeletedPost) {
  DigestView view = sample::peak_day();
  for (auto& [uri, record] : view.records) {
    record.deleted = true;
  }
  const std::string json = render_json(view);
  for (const char* gone : {"@account0@social.example", "DefenceForum", "state.gov"}) {
    EXPECT_THAT(json, Not(HasSubstr(gone)));
  }
  EXPECT_THAT(json, HasSubstr("\"handle\": null"));
  EXPECT_THAT(json, HasSubstr("\"link\": null"));
  EXPECT_THAT(json, HasSubstr("\"tag\": null"));
}

TEST(Json, AReferenceBeyondThePostIsNull) {
  DigestView view = sample::peak_day();
  view.value.links = {{view.value.top_posts[0].uri, 7, 1, 1},
                      {view.value.top_posts[0].uri, -1, 1, 1}};
  const std::string json = render_json(view);
  EXPECT_THAT(json, Not(HasSubstr("\"link\": {")));
}

TEST(Json, AZeroThatWasWatchedAndAZeroThatWasNotDiffer) {
  EXPECT_THAT(render_json(sample::zero_day()), HasSubstr("\"zero\": \"verified\""));
  const std::string blind = render_json(sample::blind_day());
  EXPECT_THAT(blind, HasSubstr("\"zero\": \"unverified\""));
  EXPECT_THAT(blind, HasSubstr("\"word\": \"blind\""));
  EXPECT_THAT(blind, Not(HasSubstr("\"zero\": \"verified\"")));
}

TEST(Json, WhereNothingWasReadThereIsNoNumber) {
  DigestView view = sample::blind_day();
  const std::string blind = render_json(view);
  EXPECT_THAT(blind, HasSubstr("\"source\": \"bluesky\",\n   \"platform\": \"bluesky\",\n"
                               "   \"posts\": null,"));
  EXPECT_THAT(blind, HasSubstr("\"source\": \"mastodon.social\",\n   \"platform\": \"mastodon\",\n"
                               "   \"posts\": 0,"));
  EXPECT_THAT(blind, HasSubstr("\"tag\": \"TMSSW\",\n   \"posts\": 0,")) << "some was read";
  EXPECT_THAT(blind, HasSubstr("\"posts\": null,\n   \"coverage\": \"blind\""));
  EXPECT_THAT(blind, Not(HasSubstr("\"posts\": 0,\n   \"coverage\": \"blind\"")));
  for (CoverageRow& row : view.value.coverage.rows) {
    row.word = row.tag == "TMSSW" ? CoverageWord::unknown : row.word;
  }
  view.value.by_hour[3] = {view.value.by_hour[3].from, 2, CoverageWord::blind, std::nullopt};
  const std::string unknown = render_json(view);
  EXPECT_THAT(unknown, HasSubstr("\"tag\": \"TMSSW\",\n   \"posts\": null,"));
  EXPECT_THAT(unknown, HasSubstr("\"posts\": 2,\n   \"coverage\": \"blind\""))
      << "what is known stays";
}

TEST(Json, AMissedDayDeclaresItsGaps) {
  const std::string json = render_json(sample::days_missed());
  const std::string missed = json.substr(0, json.find("\"status\""));
  EXPECT_THAT(missed, HasSubstr("\"coverage\": {\n    \"word\": \"partial\",\n    \"rows\": ["));
  EXPECT_THAT(missed, HasSubstr("\"from\": \"2026-12-05T11:00:00.000Z\""));
  EXPECT_THAT(missed, HasSubstr("\"reason\": \"not running\""));
  EXPECT_THAT(missed, HasSubstr("\"posts\": null,\n     \"coverage\": \"blind\""));
}

TEST(Json, TheSameViewGivesTheSameBytes) {
  EXPECT_EQ(render_json(sample::peak_day()), render_json(sample::peak_day()));
}

}  // namespace
}  // namespace tagwatch
