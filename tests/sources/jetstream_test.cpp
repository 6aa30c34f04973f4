#include "tagwatch/sources/jetstream.hpp"

#include <gmock/gmock.h>
#include <simdjson.h>

#include <cstdlib>
#include <fstream>
#include <iostream>

#include "fixtures.hpp"
#include "page_json.hpp"
#include "support/temp_dir.hpp"

namespace tagwatch::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string event(const std::string& operation, const std::string& collection,
                  const std::string& record) {
  return R"({"did":"did:plc:ana","time_us":1795435200123456,"kind":"commit","commit":{"operation":")" +
         operation + R"(","collection":")" + collection + R"(","rkey":"3k","record":)" + record +
         "}}";
}

constexpr const char* kRecord =
    R"({"createdAt":"2026-11-23T11:59:00Z","langs":["es"],"text":"Puertos #TMSSW",)"
    R"("facets":[{"features":[{"$type":"app.bsky.richtext.facet#tag","tag":"TMSSW"}],)"
    R"("index":{"byteStart":8,"byteEnd":14}}],"embed":{"external":{"uri":"https://state.example/a",)"
    R"("title":"A port"}}})";

TEST(Jetstream, ARecordIsAPostOfItsAccount) {
  const Page page = parse_jetstream_event(event("create", "app.bsky.feed.post", kRecord)).value();
  EXPECT_EQ(page.items, 1);
  EXPECT_EQ(page.skipped, 0);
  ASSERT_EQ(page.posts.size(), 1U);
  const Post& post = page.posts[0];
  EXPECT_EQ(post.uri, "at://did:plc:ana/app.bsky.feed.post/3k");
  EXPECT_EQ(post.native_id, post.uri);
  EXPECT_EQ(post.platform, "bluesky");
  EXPECT_EQ(post.url, "https://bsky.app/profile/did:plc:ana/post/3k");
  EXPECT_EQ(post.author.handle, "@did:plc:ana");
  EXPECT_EQ(post.created_at, parse_rfc3339("2026-11-23T11:59:00Z").value());
  EXPECT_EQ(post.edited_at, std::nullopt);
  EXPECT_THAT(post.tags, ElementsAre(Hashtag("TMSSW")));
  EXPECT_THAT(post.links, ElementsAre(Link{"https://state.example/a", "A port"}));
  EXPECT_EQ(post.language, "es");
  EXPECT_EQ(post.engagement, Engagement());
}

TEST(Jetstream, ARecordThatReplacesOneWasEditedThen) {
  const Page page = parse_jetstream_event(event("update", "app.bsky.feed.post", kRecord)).value();
  ASSERT_EQ(page.posts.size(), 1U);
  EXPECT_EQ(page.posts[0].edited_at, parse_rfc3339("2026-11-23T12:00:00.123Z").value());
}

TEST(Jetstream, ATimeThatIsNoneIsNoTime) {
  std::string odd = event("create", "app.bsky.feed.post", R"({"text":"#TMSSW"})");
  odd.replace(odd.find("1795435200123456"), 16, "9223372036854775807");
  const Page page = parse_jetstream_event(odd).value();
  ASSERT_EQ(page.posts.size(), 1U);
  EXPECT_EQ(page.posts[0].created_at, std::nullopt);
}

TEST(Jetstream, WhatIsNoPostThatWasWrittenIsSkipped) {
  for (const std::string& other :
       {event("create", "app.bsky.feed.like", "{}"), event("delete", "app.bsky.feed.like", "null"),
        std::string(R"({"did":"did:plc:ana","kind":"account","account":{"active":false}})"),
        std::string(R"({"type":"options_update","payload":{"wantedDids":[]}})")}) {
    const Page page = parse_jetstream_event(other).value();
    EXPECT_EQ(page.items, 1) << other;
    EXPECT_EQ(page.skipped, 1) << other;
    EXPECT_THAT(page.posts, IsEmpty()) << other;
  }
}

TEST(Jetstream, ADeletedPostAndADeletedAccountAreTold) {
  const Page post = parse_jetstream_event(event("delete", "app.bsky.feed.post", "null")).value();
  ASSERT_EQ(post.gone.size(), 1U);
  EXPECT_THAT(post.gone[0], testing::StartsWith("at://did:plc:"));
  EXPECT_THAT(post.gone[0], testing::HasSubstr("/app.bsky.feed.post/"));
  EXPECT_EQ(post.skipped, 0);
  for (const std::string status : {"deleted", "takendown", "deactivated", "suspended"}) {
    const std::string account =
        R"({"did":"did:plc:ana","time_us":1795435200123456,"kind":"account",)"
        R"("account":{"active":false,"did":"did:plc:ana","status":")" +
        status + "\"}}";
    const Page page = parse_jetstream_event(account).value();
    const bool final = status == "deleted" || status == "takendown";
    EXPECT_EQ(page.gone_prefixes.size(), final ? 1U : 0U) << status;
    EXPECT_THAT(page.gone, IsEmpty()) << status;
    EXPECT_TRUE(!final || page.gone_prefixes[0] == "at://did:plc:ana/") << status;
  }
}

TEST(Jetstream, APostWithoutIdentityOrTextIsAnError) {
  EXPECT_FALSE(parse_jetstream_event(event("create", "app.bsky.feed.post", "{}")));
  EXPECT_FALSE(parse_jetstream_event(event("create", "app.bsky.feed.post", "null")));
  std::string nobody = event("create", "app.bsky.feed.post", kRecord);
  nobody.replace(nobody.find("did:plc:ana"), 11, "");
  EXPECT_FALSE(parse_jetstream_event(nobody));
  const std::string whole = event("create", "app.bsky.feed.post", kRecord);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(parse_jetstream_event(whole.substr(0, length))) << length;
  }
}

// The event as a search would give its post: with the account's DID for a handle.
std::string as_view(simdjson::dom::element root) {
  namespace dom = simdjson::dom;
  dom::element payload;
  const dom::element outer = root["payload"].get(payload) == simdjson::SUCCESS ? payload : root;
  dom::element commit;
  const dom::element change = outer["commit"].get(commit) == simdjson::SUCCESS ? commit : outer;
  std::string_view did;
  std::string_view collection;
  std::string_view key;
  dom::element record;
  if (change["collection"].get(collection) != simdjson::SUCCESS ||
      collection != "app.bsky.feed.post" || change["record"].get(record) != simdjson::SUCCESS ||
      outer["did"].get(did) != simdjson::SUCCESS || change["rkey"].get(key) != simdjson::SUCCESS) {
    return "";
  }
  std::string view = R"({"posts":[{"uri":"at://)" + std::string(did) + "/app.bsky.feed.post/" +
                     std::string(key) + R"(","author":{"did":")" + std::string(did) +
                     R"(","handle":"handle.invalid"},"record":)" +
                     std::string(simdjson::minify(record));
  // Records hold blobs where a view has addresses; cards are alike.
  dom::element card;
  if (record["embed"]["external"].get(card) == simdjson::SUCCESS ||
      record["embed"]["media"]["external"].get(card) == simdjson::SUCCESS) {
    view += ",\"embed\":{\"external\":" + std::string(simdjson::minify(card)) + "}";
  }
  std::int64_t microseconds = 0;
  std::string_view time;
  if (outer["time_us"].get(microseconds) == simdjson::SUCCESS) {
    view += ",\"indexedAt\":\"" + format_rfc3339(from_ms(microseconds / 1000)) + "\"";
  } else if (outer["time"].get(time) == simdjson::SUCCESS) {
    view += ",\"indexedAt\":\"" + std::string(time) + "\"";
  }
  return view + "}]}";
}

TEST(Jetstream, RecordedEventsAgreeWithAnIndependentExtraction) {
  const fs::path data = fs::path(TAGWATCH_SOURCE_DIR) / ".." / "shared" / "data" / "bluesky";
  if (!fs::exists(data)) {
    std::cout << "no recorded events here: nothing compared\n";
    return;
  }
  const TempDir folder;
  std::string command = "python3 '" TAGWATCH_SOURCE_DIR "/tests/sources/bluesky_extract.py'";
  int events = 0;
  int posts = 0;
  simdjson::dom::parser parser;
  for (const auto& entry : fs::directory_iterator(data)) {
    std::ifstream in(entry.path());
    for (std::string line; entry.path().extension() == ".jsonl" && std::getline(in, line);) {
      const auto page = parse_jetstream_event(line);
      ASSERT_TRUE(page.has_value()) << line << ": " << describe(page.error());
      ++events;
      const std::string view = as_view(parser.parse(line).value());
      ASSERT_EQ(page->posts.size(), view.empty() ? 0U : 1U) << line;
      if (!view.empty()) {
        const fs::path place = folder / std::to_string(++posts);
        fs::create_directories(place);
        std::ofstream(place / "views.json") << view;
        std::ofstream(place / "page.json") << page_json(*page);
        command += " '" + place.string() + "'";
      }
    }
  }
  std::cout << std::flush;
  EXPECT_EQ(std::system(command.c_str()), 0);
  std::cout << events << " recorded events with " << posts << " posts\n";
  EXPECT_GT(posts, 0);
}

}  // namespace
}  // namespace tagwatch::test
