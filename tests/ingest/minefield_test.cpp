// What is JSON and what is not, from socket to store, as a page and as an item between two good
// ones: edge, top and holes never pass a page that was not read to its end, and what is no post
// costs no other its place.
#include <simdjson.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "minefield.hpp"
#include "pipeline_fixture.hpp"
#include "sources/strict_json.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using namespace test;
namespace fs = std::filesystem;

// What a page may move.
struct Bounds {
  Bound edge;
  Bound top;
  std::vector<Hole> holes;
  std::vector<std::string> identities;
  Instant covered_to{};
  std::int64_t posts = 0;
  friend bool operator==(const Bounds&, const Bounds&) = default;
};

// Whether a page of Mastodon would be taken by somebody who reads it only where he uses it:
// simdjson notices mistakes nowhere else.
bool is_taken_without_a_full_walk(const std::string& page) {
  simdjson::ondemand::parser parser;
  const simdjson::padded_string text(page);
  simdjson::ondemand::document document;
  simdjson::ondemand::array items;
  if (parser.iterate(text).get(document) != simdjson::SUCCESS ||
      document.get_array().get(items) != simdjson::SUCCESS) {
    return false;
  }
  int with_id = 0;
  for (auto item : items) {
    std::string_view id;
    with_id += item["id"].get_string().get(id) == simdjson::SUCCESS ? 1 : 0;
  }
  return with_id > 0;
}

class MinefieldTest : public PipelineFixture, public ::testing::WithParamInterface<PageForm> {
 protected:
  MinefieldTest() : PipelineFixture(GetParam().kind) {
    answer = [this](const ServerRequest& request) {
      const bool older = request.query.contains("max_id") || request.query.contains("until") ||
                         request.query.contains("min_id");
      const bool newest =
          !older && (request.path == "/" || request.path.find("/tag/") != std::string::npos ||
                     request.path.ends_with("searchPosts"));
      return newest ? ServerAnswer(200, body_, headers_) : ServerAnswer(500);
    };
    read_good({next(), next()});
    // Items between this page and the one before are missing, and nobody gives them: a hole stays.
    read_good({next(), next()});
    EXPECT_EQ(state().holes.empty(), GetParam().kind == std::string_view("feed"));
  }

  // An item newer than those before.
  std::string next() {
    clock.advance(10min);
    made_ = GetParam().item(++number_, clock.now() - 1min);
    return made_;
  }

  PassReport read(std::string body) {
    body_ = std::move(body);
    headers_ = {{"ETag", "\"" + std::to_string(++answers_) + "\""}};
    clock.advance(1min);
    PassReport report = pass();
    EXPECT_NE(report.outcome, PassOutcome::waiting);
    clock.set(std::max(clock.now(), report.next_poll));
    return report;
  }
  void read_good(std::vector<std::string> oldest_first) {
    std::reverse(oldest_first.begin(), oldest_first.end());
    EXPECT_EQ(read(GetParam().page(oldest_first)).new_posts, 2);
    known_before_ = std::exchange(known_, made_);
  }

  Bounds bounds() {
    const TimelineState now = state();
    Bounds bounds{now.edge,       now.top,        now.holes,
                  now.identities, now.covered_to, writer.reader().stats().value().posts};
    for (Hole& hole : bounds.holes) {
      hole.reason = GapReason::interrupted;  // why it is open may be known better now
    }
    return bounds;
  }

  // How the source itself reads `body`.
  static std::string verdict_on(const std::string& body) {
    SourceSettings settings;
    settings.url = "https://one.example";
    HttpResponse response;
    response.status = 200;
    response.body = body;
    const auto page = find_source_kind(GetParam().kind)
                          ->make(settings)
                          ->parse(Newest(Hashtag("TMSSW")), response);
    return page ? "ok" : std::string(traits(page.error().code).name);
  }

  void expect_unmoved(const std::string& page, const std::string& name) {
    const Bounds before = bounds();
    const PassReport report = read(page);
    EXPECT_EQ(report.new_posts, 0) << name;
    EXPECT_TRUE(bounds() == before) << name;
    EXPECT_NE(state().validators.etag, headers_.front().value) << name;
  }

  // Two new items around `piece`, and the newest two that are stored, so that nothing is between.
  std::string page_around(const std::string& piece) {
    const std::string older = next();
    return GetParam().page({next(), piece, older, known_, known_before_});
  }

  void expect_neighbours(const std::string& page, const std::string& name) {
    const Bounds before = bounds();
    EXPECT_EQ(read(page).new_posts, 2) << name;
    known_before_ = std::exchange(known_, made_);
    EXPECT_GE(bounds().holes.size(), before.holes.size()) << name << ": nobody filled them";
    EXPECT_FALSE(bounds().top == before.top && bounds().identities == before.identities) << name;
  }

  int number_ = 0;
  int answers_ = 0;
  std::string made_;   ///< the newest item that there is
  std::string known_;  ///< the newest that is stored
  std::string known_before_;
  std::string body_;
  std::vector<Header> headers_;
};

INSTANTIATE_TEST_SUITE_P(Sources, MinefieldTest,
                         ::testing::Values(kMastodonPage, kBlueskyPage, kFeedPage),
                         [](const auto& form) { return std::string(form.param.kind); });

TEST_P(MinefieldTest, APageThatIsNoJsonMovesNothing) {
  const std::string good = GetParam().page({next(), next()});
  for (const std::string& page :
       {std::string(), std::string("<!DOCTYPE html><html><h1>Maintenance</h1></html>"),
        std::string("null"), std::string("Too many requests"), good.substr(0, good.size() - 1),
        good.substr(0, good.size() / 2), good + "]", good + good, "\xFF\xFE" + good,
        GetParam().page({next(), "tru"}), GetParam().page({next(), R"({"id":"7","x":01})"}),
        GetParam().page({next(), "\"\xC0\xAF\""}), GetParam().page({next(), R"({"a":"\x"})"}),
        GetParam().page({next(), std::string("\"\0\"", 3)})}) {
    expect_unmoved(page, page.substr(0, 60));
  }
}

TEST_P(MinefieldTest, SizeAndDepthEndAPage) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  expect_unmoved(nested(1'000'000), "a page of 10^6 levels");
  expect_unmoved(std::string(1'000'000, '['), "half a page of 10^6 levels");
  expect_unmoved(page_around(nested(1'000'000)), "an item of 10^6 levels");
  const std::size_t large =
      GetParam().kind == std::string_view("mastodon") ? 100'000'000 : 6'000'000;
  expect_unmoved("\"" + std::string(large, 'a') + "\"", "a large text");
  expect_unmoved(page_around("\"" + std::string(6'000'000, 'a') + "\""), "a large item");
  expect_neighbours(page_around(nested(100)), "an item of 100 levels");
  expect_neighbours(page_around("\"" + std::string(1'000'000, 'a') + "\""), "an item of 1 MB");
}

TEST_P(MinefieldTest, AnItemThatCannotBeReadCostsNoOther) {
  const std::string id(R"("id":"9","uri":"at://did:plc:ana/app.bsky.feed.post/9")");
  for (const char* piece : {"null",
                            "0",
                            "[]",
                            "{}",
                            "\"text\"",
                            R"({"id":null})",
                            R"({"id":{},"uri":[]})",
                            R"({"id":"\ud800","uri":"\udc00","content":"\ud800\ud800"})",
                            R"("\udc00\ud800")",
                            R"({"id":1e400,"uri":-1e400})",
                            R"({"id":18446744073709551616,"uri":1.0})",
                            "1e400",
                            "18446744073709551616",
                            "-9223372036854775809",
                            "1e-400",
                            "-0",
                            R"({"id":"9","id":"8","id":null,"uri":"a","uri":"b"})",
                            R"({"":"","":""})",
                            R"({"\u0000":"\u0000","id":"\u0000"})",
                            R"({"author":"ana","account":7,"record":[]})"}) {
    expect_neighbours(page_around(piece), piece);
  }
}

// One field of a post is beyond what can be kept; the post itself is read, and so are the others.
TEST_P(MinefieldTest, AFieldThatCannotBeReadCostsOnlyItself) {
  for (const char* field :
       {R"("language":"\ud800",)", R"("favourites_count":1e400,"likeCount":1e400,)",
        R"("reblogs_count":18446744073709551616,"repostCount":18446744073709551616,)",
        R"("replies_count":-1,"replyCount":-1,)", R"("language":"en","language":"de",)"}) {
    std::string item = next();
    item.insert(1, field);
    expect_neighbours(GetParam().page({next(), item, known_, known_before_}), field);
  }
}

TEST(MinefieldControl, WhatIsReadOnlyWhereItIsUsedTakesWhatIsNoJson) {
  const Instant at = kNoon;
  const std::string page =
      kMastodonPage.page({mastodon_item(2, at), R"({"id":"7","x":tru})", mastodon_item(1, at)});
  EXPECT_FALSE(is_json(page));
  EXPECT_TRUE(is_taken_without_a_full_walk(page)) << "and MinefieldTest refuses it";
}

// The cases of JSONTestSuite that a reader may take or leave, and why we do.
struct Choice {
  const char* name;
  const char* verdict;
  const char* why;
};
constexpr const char* kAnyNumber =
    "a number of any size is JSON: the field that holds it is left out";
constexpr const char* kHalfPair = "half a surrogate pair costs the text that holds it, and no more";
constexpr const char* kNoUtf8 = "bytes that are no UTF-8: nobody knows what they mean";
constexpr const char* kUtf16 = "JSON on the net is UTF-8 (RFC 8259, 8.1)";
constexpr const char* kDeep = "more than 128 levels, far beyond any answer";
constexpr const char* kMark = "a byte order mark before the document is passed over";
constexpr std::array kChoices{
    Choice{"i_number_double_huge_neg_exp.json", "taken", kAnyNumber},
    Choice{"i_number_huge_exp.json", "taken", kAnyNumber},
    Choice{"i_number_neg_int_huge_exp.json", "taken", kAnyNumber},
    Choice{"i_number_pos_double_huge_exp.json", "taken", kAnyNumber},
    Choice{"i_number_real_neg_overflow.json", "taken", kAnyNumber},
    Choice{"i_number_real_pos_overflow.json", "taken", kAnyNumber},
    Choice{"i_number_real_underflow.json", "taken", kAnyNumber},
    Choice{"i_number_too_big_neg_int.json", "taken", kAnyNumber},
    Choice{"i_number_too_big_pos_int.json", "taken", kAnyNumber},
    Choice{"i_number_very_big_negative_int.json", "taken", kAnyNumber},
    Choice{"i_object_key_lone_2nd_surrogate.json", "taken", kHalfPair},
    Choice{"i_string_1st_surrogate_but_2nd_missing.json", "taken", kHalfPair},
    Choice{"i_string_1st_valid_surrogate_2nd_invalid.json", "taken", kHalfPair},
    Choice{"i_string_UTF-16LE_with_BOM.json", "refused", kUtf16},
    Choice{"i_string_UTF-8_invalid_sequence.json", "refused", kNoUtf8},
    Choice{"i_string_UTF8_surrogate_U+D800.json", "refused", kNoUtf8},
    Choice{"i_string_incomplete_surrogate_and_escape_valid.json", "taken", kHalfPair},
    Choice{"i_string_incomplete_surrogate_pair.json", "taken", kHalfPair},
    Choice{"i_string_incomplete_surrogates_escape_valid.json", "taken", kHalfPair},
    Choice{"i_string_invalid_lonely_surrogate.json", "taken", kHalfPair},
    Choice{"i_string_invalid_surrogate.json", "taken", kHalfPair},
    Choice{"i_string_invalid_utf-8.json", "refused", kNoUtf8},
    Choice{"i_string_inverted_surrogates_U+1D11E.json", "taken", kHalfPair},
    Choice{"i_string_iso_latin_1.json", "refused", kNoUtf8},
    Choice{"i_string_lone_second_surrogate.json", "taken", kHalfPair},
    Choice{"i_string_lone_utf8_continuation_byte.json", "refused", kNoUtf8},
    Choice{"i_string_not_in_unicode_range.json", "refused", kNoUtf8},
    Choice{"i_string_overlong_sequence_2_bytes.json", "refused", kNoUtf8},
    Choice{"i_string_overlong_sequence_6_bytes.json", "refused", kNoUtf8},
    Choice{"i_string_overlong_sequence_6_bytes_null.json", "refused", kNoUtf8},
    Choice{"i_string_truncated-utf-8.json", "refused", kNoUtf8},
    Choice{"i_string_utf16BE_no_BOM.json", "refused", kUtf16},
    Choice{"i_string_utf16LE_no_BOM.json", "refused", kUtf16},
    Choice{"i_structure_500_nested_arrays.json", "refused", kDeep},
    Choice{"i_structure_UTF-8_BOM_empty_object.json", "taken", kMark}};

struct SuiteFile {
  std::string name;
  std::string text;
};

std::vector<SuiteFile> suite_files() {
  const fs::path folder = fs::path(TAGWATCH_SOURCE_DIR) / ".." / "shared/data/suites/json";
  std::vector<SuiteFile> files;
  if (fs::exists(folder)) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      std::ifstream in(entry.path(), std::ios::binary);
      files.push_back(
          {entry.path().filename().string(), std::string(std::istreambuf_iterator<char>(in), {})});
    }
  }
  std::sort(files.begin(), files.end(),
            [](const SuiteFile& a, const SuiteFile& b) { return a.name < b.name; });
  return files;
}

TEST_P(MinefieldTest, JsonTestSuiteMovesNoBoundAsAPage) {
  std::map<char, int> all;
  std::map<char, int> right;
  for (const SuiteFile& file : suite_files()) {
    const char letter = file.name.front();
    const std::string verdict = verdict_on(file.text);
    expect_unmoved(file.text, file.name);
    const bool taken = verdict != "malformed_payload" && verdict != "too_large";
    // A feed is an object: what begins otherwise is refused before anybody asks whether it is JSON.
    if (letter == 'n' || GetParam().kind != std::string_view("feed") ||
        file.text.starts_with("{")) {
      all[letter] += 1;
      right[letter] += taken == (letter == 'y') ? 1 : 0;
    }
  }
  std::printf("%s, as a page: y %d of %d, n %d of %d\n", GetParam().kind, right['y'], all['y'],
              right['n'], all['n']);
  EXPECT_EQ(right['y'], all['y']);
  EXPECT_EQ(right['n'], all['n']);
}

TEST_P(MinefieldTest, JsonTestSuiteCostsNoNeighbourAsAnItem) {
  std::map<char, int> all;
  std::map<char, int> right;
  int taken_without_walk = 0;
  for (const SuiteFile& file : suite_files()) {
    const char letter = file.name.front();
    const std::string page = page_around(file.text);
    const bool taken = verdict_on(page) == "ok";
    all[letter] += 1;
    if (letter == 'i') {
      taken ? expect_neighbours(page, file.name) : expect_unmoved(page, file.name);
    } else if (letter == 'y') {
      right['y'] += taken ? 1 : 0;
      EXPECT_TRUE(is_json(page)) << file.name;
      expect_neighbours(page, file.name);
    } else {
      right['n'] += taken ? 0 : 1;
      EXPECT_FALSE(is_json(page)) << file.name;
      expect_unmoved(page, file.name);
      taken_without_walk += is_taken_without_a_full_walk(page) ? 1 : 0;
    }
  }
  std::printf("%s, as an item: y %d of %d, n %d of %d\n", GetParam().kind, right['y'], all['y'],
              right['n'], all['n']);
  EXPECT_EQ(right['y'], all['y']);
  EXPECT_EQ(right['n'], all['n']);
  if (GetParam().kind == std::string_view("mastodon")) {
    std::printf("without a full walk %d of %d would be taken\n", taken_without_walk, all['n']);
    EXPECT_EQ(taken_without_walk > 0, all['n'] > 0);
  }
}

TEST(MinefieldChoices, AreThoseOfTheTable) {
  const auto files = suite_files();
  if (files.empty()) {
    std::printf("no JSONTestSuite here: nothing compared\n");
    return;
  }
  std::map<std::string, std::string> found;
  for (const SuiteFile& file : files) {
    if (file.name.starts_with("i_")) {
      SourceSettings settings;
      settings.url = "https://one.example";
      HttpResponse response;
      response.status = 200;
      response.body = file.text;
      const auto page =
          find_source_kind("mastodon")->make(settings)->parse(Newest(Hashtag("TMSSW")), response);
      const bool taken = page || page.error().code == Errc::wrong_shape;
      found[file.name] = taken ? "taken" : "refused";
    }
  }
  for (const Choice& choice : kChoices) {
    std::printf("  %-8s %-50s %s\n", choice.verdict, choice.name, choice.why);
    EXPECT_EQ(found[choice.name], choice.verdict) << choice.name;
  }
  EXPECT_EQ(found.size(), kChoices.size());
}

}  // namespace
}  // namespace tagwatch
