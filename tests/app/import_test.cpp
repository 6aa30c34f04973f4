// `tagwatch import`: an export goes into another store and comes out as it was; what a file holds
// of broken pieces costs nothing of the rest.
#include <gmock/gmock.h>
#include <zstd.h>

#include <algorithm>

#include "store_config.hpp"
#include "support/builders.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch {
namespace {

using build::at;
using test::Office;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Every kind of post that a store can hold.
class FullStore {
 public:
  explicit FullStore(const std::filesystem::path& path)
      : clock_(at("2026-11-23T12:00:00Z")),
        writer_(Writer::open(path, Writer::Options(true, Duration{0}), clock_).value()) {
    add_posts_of_people();
    add_items();
    add_odd_ones();
  }

 private:
  void show(const std::string& source, MatchedPost post) {
    clock_.advance(std::chrono::minutes(7));
    const auto committed = writer_.commit(build::batch(source, {std::move(post)}));
    EXPECT_TRUE(committed) << describe(committed.error());
  }

  void add_posts_of_people() {
    Post post = build::post("1", at("2026-11-23T11:00:00.123Z"));
    post.engagement = {3, 1, std::nullopt, 0};
    post.author.followers = 1234;
    post.author.bot = true;
    post.author.created_on = parse_day("2019-02-28");
    post.content_warning = "politics";
    post.language = "pt-BR";
    post.mentions = {"@ana@one.example"};
    post.links = {{"https://state.example/a?b=c", "A \"title\""}, {"https://x.example/", ""}};
    post.media = {{"image", "https://one.example/m.png", "a port\nat night"}};
    post.in_reply_to = "https://two.example/users/b/statuses/9";
    post.kind = PostKind::reply;
    post.tags.emplace_back("Sécurité");
    post.tags.emplace_back("GlobalSecurity");
    MatchedPost matched = build::matched(post, {"TMSSW", "GlobalSecurity"});
    matched.topics = {"Ports", "Synthetic drugs"};
    matched.from_own_server = true;
    show("one.example", matched);
    matched.from_own_server = false;
    matched.post.native_id = "99";
    matched.post.engagement = {5, 1, 2, std::nullopt};
    show("two.example", matched);
    matched.post.edited_at = at("2026-11-23T12:10:00Z");
    matched.post.text = "Edited: \"q\" \\ \t \x01 \x7F \u2028 \u202E \xFF #TMSSW";
    matched.from_own_server = true;
    matched.post.native_id = "1";
    show("one.example", matched);

    Post withheld = build::post("2", at("2026-11-23T11:30:00Z"));
    withheld.withheld = true;
    withheld.kind = PostKind::quote;
    withheld.repost_of = "https://two.example/users/b/statuses/10";
    show("one.example", build::matched(withheld));
  }

  void add_items() {
    Post item = build::feed_item("a", "https://news.example/a", at("2026-11-23T10:00:00Z"));
    item.created_at.reset();
    show("news", build::matched(item));
    show("other news", build::matched(item));
    Post epoch = build::feed_item("b", "https://news.example/live", at("1970-01-01T00:00:00Z"));
    epoch.created_at = Instant{} - std::chrono::hours(5);
    MatchedPost by_phrase = build::matched(epoch, {"TMSSW", "GlobalSecurity"});
    by_phrase.matches[0].by_phrase = by_phrase.matches[1].by_phrase = true;
    show("news", by_phrase);
    Post same_page = build::feed_item("c", "https://news.example/live", at("2200-01-01T00:00:00Z"));
    same_page.author = {};
    same_page.kind = PostKind::video;
    MatchedPost both = build::matched(same_page, {"TMSSW", "GlobalSecurity"});
    both.matches[0].by_phrase = true;
    show("news", both);
  }

  void add_odd_ones() {
    // The server gave its id to another post: the first has no sighting any more.
    Post first = build::post("7", at("2026-11-23T09:00:00Z"));
    show("one.example", build::matched(first));
    first.uri += "-moved";
    show("one.example", build::matched(first));
    PostRecord gone;
    gone.post = build::post("8", at("2026-11-22T09:00:00Z"));
    gone.post.edited_at = at("2026-11-22T10:00:00Z");
    gone.created = *gone.post.created_at;
    gone.first_seen = gone.last_seen = at("2026-11-22T11:00:00Z");
    gone.matches = {{"tmssw", "TMSSW", true}};
    gone.sightings = {{"one.example", "8", gone.first_seen}};
    gone.deleted = true;
    const auto restored = writer_.restore({gone});
    EXPECT_TRUE(restored) << describe(restored.error());
  }

  ManualClock clock_;
  Writer writer_;
};

std::string exported(const Office& office, std::vector<std::string> more) {
  more.insert(more.begin(), "export");
  const Ended ended = office.run(std::move(more));
  EXPECT_EQ(ended.code, 0) << ended.err;
  return ended.out;
}

TEST(Import, AnExportIntoAnEmptyStoreComesOutByteForByte) {
  const Office from;
  { const FullStore store(from.store()); }
  for (const auto& way :
       std::vector<std::vector<std::string>>{{"--all"}, {}, {"--all", "--format", "json"}}) {
    const std::string bytes = exported(from, way);
    ASSERT_THAT(bytes, HasSubstr("\"deleted\":true"));
    const Office to;
    to.write("posts", bytes);
    const Ended imported = to.run({"import", "posts", "--kind", "tagwatch", "--init"});
    EXPECT_EQ(imported.code, 0) << imported.err;
    EXPECT_EQ(imported.out, "posts  8 read, 8 kept, 8 new, 0 changed\n");
    EXPECT_EQ(exported(to, way), bytes);

    const Ended again = to.run({"import", "posts", "--kind", "tagwatch"});
    EXPECT_EQ(again.out, "posts  8 read, 8 kept, 0 new, 0 changed\n");
    EXPECT_EQ(exported(to, way), bytes);
  }
}

TEST(Import, AnExportOfThisStoreChangesNothingInIt) {
  const Office office;
  { const FullStore store(office.store()); }
  const std::string bytes = exported(office, {"--all"});
  office.write("posts", bytes);
  EXPECT_EQ(office.run({"import", "posts", "--kind", "tagwatch"}).code, 0);
  EXPECT_EQ(exported(office, {"--all"}), bytes);
}

TEST(Import, ABrokenLineIsToldAndCostsNothingElse) {
  const Office from;
  { const FullStore store(from.store()); }
  const std::string bytes = exported(from, {"--all"});
  const std::size_t end = bytes.find('\n');
  const std::string first = bytes.substr(0, end);
  std::string no_uri = first;
  no_uri.replace(no_uri.find("\"uri\""), 5, "\"iru\"");
  const Office to;
  to.write("posts", first.substr(0, first.size() / 2) + "\n" + no_uri + "\n" +
                        bytes.substr(end + 1) + "{}\n");
  const Ended imported = to.run({"import", "posts", "--kind", "tagwatch", "--init"});
  EXPECT_EQ(imported.code, 3);
  EXPECT_THAT(imported.out, HasSubstr("posts  7 read, 7 kept, 7 new, 0 changed, 3 broken\n"));
  EXPECT_THAT(imported.err, HasSubstr("tagwatch: posts:1: no JSON"));
  EXPECT_THAT(imported.err, HasSubstr("tagwatch: posts:2: no post of an export (tagwatch.post/1): "
                                      "\"uri\" is missing"));
  EXPECT_THAT(imported.err, HasSubstr("tagwatch: posts:10: "));
  EXPECT_EQ(exported(to, {"--all"}), bytes.substr(end + 1));
}

TEST(Import, EveryFieldIsHeldAgainstWhatExportsHave) {
  const Office from;
  { const FullStore store(from.store()); }
  const std::string bytes = exported(from, {"--all"});
  const std::string line =
      bytes.substr(bytes.find("{\"schema\":\"tagwatch.post/1\",\"uri\":\"https://one.example/users/"
                              "ana/statuses/1\""));
  const std::string good = line.substr(0, line.find('\n'));
  const Office to;
  std::string broken;
  int lines = 0;
  for (const auto& [part, instead] : std::vector<std::pair<std::string, std::string>>{
           {"post/1\"", "post/2\""},
           {"\"kind\":\"reply\"", "\"kind\":\"toot\""},
           {"\"followers\":1234", "\"followers\":\"1234\""},
           {"\"followers\":1234", "\"followers\":-1"},
           {"\"bot\":true,", ""},
           {"2019-02-28", "2019-02-29"},
           {"2026-11-23T11:00:00.123Z", "2026-11-23T11:00:00Z"},
           {"2026-11-23T11:00:00.123Z", "2026-13-23T11:00:00.123Z"},
           {"2026-11-23T12:10:00.000Z", "yesterday"},
           {"\"kept_by\":\"tag\"", "\"kept_by\":\"chance\""},
           {"\"GlobalSecurity\"", "7"},
           {"\"title\":\"\"", "\"title\":null"},
           {"\"source\":\"two.example\"", "\"source\":\"\""},
           {"\"deleted\":false", "\"deleted\":0"}}) {
    std::string changed = good;
    ASSERT_NE(changed.find(part), std::string::npos) << part;
    changed.replace(changed.find(part), part.size(), instead);
    broken += changed + "\n";
    ++lines;
  }
  to.write("posts", broken);
  const Ended imported = to.run({"import", "posts", "--kind", "tagwatch", "--init"});
  EXPECT_EQ(imported.code, 4) << imported.out;
  EXPECT_EQ(std::count(imported.err.begin(), imported.err.end(), '\n'), lines) << imported.err;
}

constexpr const char* kStatuses =
    R"([{"id":"5","uri":"https://one.example/users/bo/statuses/5","url":"https://one.example/@bo/5",
"created_at":"2026-11-20T08:00:00.000Z","visibility":"public","content":"<p>A port #TMSSW</p>",
"account":{"acct":"bo","url":"https://one.example/@bo"},"tags":[{"name":"tmssw"}],
"favourites_count":2,"reblogs_count":0,"replies_count":0},
{"id":"4","uri":"https://one.example/users/bo/statuses/4","visibility":"public",
"created_at":"2026-11-20T07:00:00.000Z","content":"<p>cats</p>","account":{"acct":"bo"},"tags":[]},
{"id":"3","uri":"https://one.example/users/bo/statuses/3","visibility":"private",
"created_at":"2026-11-20T06:00:00.000Z","content":"<p>#TMSSW</p>","account":{"acct":"bo"},
"tags":[{"name":"tmssw"}]}]
)";

TEST(Import, SavedAnswersAreReadAsIfTheyWerePolled) {
  const Office office;
  office.write("page.json", kStatuses);
  const Ended imported = office.run(
      {"import", "page.json", "--kind", "mastodon", "--source", "one.example", "--init"});
  EXPECT_EQ(imported.code, 0) << imported.err;
  EXPECT_EQ(
      imported.out,
      "page.json  2 read, 1 kept, 1 new, 0 changed, 1 passed over (no public post of its own)\n");
  const Reader reader = Reader::open(office.store()).value();
  const auto record = reader.post_by_uri("https://one.example/users/bo/statuses/5").value();
  ASSERT_TRUE(record);
  EXPECT_EQ(record->origin, Origin::imported);
  EXPECT_EQ(record->post.author.handle, "@bo@one.example");
  EXPECT_THAT(record->topics, ElementsAre("Ports"));
  EXPECT_THAT(reader.timelines().value(), IsEmpty()) << "an import covers nothing";
}

TEST(Import, BlueskysAnswersAndEventsAreOnePost) {
  const Office office;
  const std::string record = R"({"createdAt":"2026-11-20T08:00:00Z","text":"A port #TMSSW"})";
  office.write("search.json",
               R"({"posts":[{"uri":"at://did:plc:bo/app.bsky.feed.post/3k","author":{"did":)"
               R"("did:plc:bo","handle":"bo.example"},"record":)" +
                   record + R"(,"likeCount":2,"indexedAt":"2026-11-20T08:00:01Z"}]})");
  const std::string event =
      R"({"did":"did:plc:bo","time_us":1795161600000000,"kind":"commit","commit":{"operation":)"
      R"("create","collection":"app.bsky.feed.post","rkey":"3k","record":)" +
      record + "}}\n";
  office.write("events.ndjson", R"({"did":"did:plc:bo","time_us":1,"kind":"identity"})"
                                "\n" +
                                    event);
  const Ended answers =
      office.run({"import", "search.json", "--kind", "bluesky", "--source", "Bluesky", "--init"});
  EXPECT_EQ(answers.code, 0) << answers.err;
  EXPECT_EQ(answers.out, "search.json  1 read, 1 kept, 1 new, 0 changed\n");
  const Ended events =
      office.run({"import", "events.ndjson", "--kind", "jetstream", "--source", "Bluesky"});
  EXPECT_EQ(events.code, 0) << events.err;
  EXPECT_THAT(events.out, HasSubstr("events.ndjson  1 read, 1 kept, 0 new"));
  EXPECT_THAT(events.out, HasSubstr("1 passed over"));
  EXPECT_THAT(exported(office, {}), HasSubstr("\"handle\":\"@bo.example\""));
}

TEST(Import, PackedFilesAreReadAndOneThatWasCutSaysSo) {
  const Office office;
  const std::string_view text = kStatuses;
  std::string frame(ZSTD_compressBound(text.size()), '\0');
  frame.resize(ZSTD_compress(frame.data(), frame.size(), text.data(), text.size(), 3));
  office.write("whole.zst", frame);
  office.write("cut.zst", frame + frame.substr(0, frame.size() / 2));
  const Ended ended = office.run({"import", "whole.zst", "cut.zst", "--kind", "mastodon",
                                  "--source", "one.example", "--init"});
  EXPECT_EQ(ended.code, 3) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("whole.zst  2 read, 1 kept, 1 new"));
  EXPECT_THAT(ended.out, HasSubstr("cut.zst  2 read, 1 kept, 0 new")) << "what could be unpacked";
  EXPECT_THAT(ended.err, HasSubstr("cut.zst:1: it could not be read to its end"));
}

TEST(Import, FeedsAreReadByTheRulesOfTheirSource) {
  const Office office;
  office.write("feed.xml",
               "<rss version='2.0'><channel><title>N</title><link>https://news.example/</link>"
               "<item><guid isPermaLink='false'>x1</guid><title>For a safe and secure world</title>"
               "</item><item><title>Weather</title><link>https://news.example/w</link></item>"
               "</channel></rss>");
  const Ended imported =
      office.run({"import", "feed.xml", "--kind", "feed", "--source", "news", "--init"});
  EXPECT_EQ(imported.code, 0) << imported.err;
  EXPECT_EQ(imported.out, "feed.xml  2 read, 1 kept, 1 new, 0 changed\n");
  EXPECT_THAT(exported(office, {}), HasSubstr("\"kept_by\":\"phrase\""));
}

TEST(Import, StdinAndSeveralFilesOfWhichSomeAreNone) {
  const Office office;
  office.write("page.json", kStatuses);
  const Ended piped =
      office.shell("$tagwatch import - --kind mastodon --source one.example --init < page.json");
  EXPECT_EQ(piped.code, 0) << piped.err;
  EXPECT_THAT(piped.out, HasSubstr("stdin  2 read"));

  office.write("error.json", "{\"error\":\"This method requires an authenticated user\"}");
  office.write("empty.json", "");
  const auto take = [&office](std::vector<std::string> files) {
    files.insert(files.begin(), {"import", "--kind", "mastodon", "--source", "one.example"});
    return office.run(std::move(files));
  };
  const Ended some = take({"page.json", "missing.json", "error.json", "empty.json", "."});
  EXPECT_EQ(some.code, 3);
  EXPECT_THAT(some.err, HasSubstr("tagwatch: missing.json: No such file or directory\n"));
  EXPECT_THAT(some.err, HasSubstr("tagwatch: error.json:1: nothing in it is a public post\n"));
  EXPECT_THAT(some.err, HasSubstr("tagwatch: empty.json:1: it is empty\n"));
  EXPECT_THAT(some.err, HasSubstr("tagwatch: .: is a folder\n"));
  EXPECT_EQ(take({"missing.json", "error.json"}).code, 4);
}

TEST(Import, ManyPostsAreStoredFiveHundredAtATime) {
  const Office from;
  std::string lines;
  { const FullStore store(from.store()); }
  const std::string bytes = exported(from, {"--all"});
  const std::string uri = "https://one.example/users/ana/statuses/2";
  const std::size_t begin = bytes.find("{\"schema\":\"tagwatch.post/1\",\"uri\":\"" + uri + "\"");
  const std::string line = bytes.substr(begin, bytes.find('\n', begin) - begin + 1);
  for (int number = 0; number < 1203; ++number) {
    std::string copy = line;
    copy.insert(copy.find(uri) + uri.size(), "-" + std::to_string(number));
    copy.insert(copy.find("\"id\":\"2") + 7, "-" + std::to_string(number));
    lines += copy;
  }
  const Office to;
  to.write("posts", lines);
  const Ended imported = to.run({"import", "posts", "--kind", "tagwatch", "--init"});
  EXPECT_EQ(imported.code, 0) << imported.err;
  EXPECT_THAT(imported.out, HasSubstr("1203 new"));
  EXPECT_EQ(Reader::open(to.store()).value().last_commit().value().txn, 3);
}

TEST(Import, MistakesOfTheCommandLineAreNamed) {
  const Office office;
  office.write("page.json", kStatuses);
  for (const auto& [words, told] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"--kind", "mastodon"}, "--source must name the source"},
           {{"--kind", "mastodon", "--source", "two.example"}, "no source is called"},
           {{"--kind", "mastodon", "--source", "news"}, "is of kind feed, not mastodon"},
           {{"--kind", "tagwatch", "--source", "news"}, "an export names its sources itself"},
           {{"--kind", "myspace"}, "--kind"},
           {{}, "--kind"}}) {
    std::vector<std::string> all{"import", "page.json", "--init"};
    all.insert(all.end(), words.begin(), words.end());
    const Ended ended = office.run(all);
    EXPECT_EQ(ended.code, 2) << testing::PrintToString(words);
    EXPECT_THAT(ended.err, HasSubstr(told));
  }
  EXPECT_FALSE(std::filesystem::exists(office.store()));
}

TEST(Import, TakesTheWritersLockAndMakesAStoreOnlyWhenAsked) {
  const Office office;
  office.write("page.json", kStatuses);
  const std::vector<std::string> words{"import",   "page.json", "--kind",
                                       "mastodon", "--source",  "one.example"};
  const Ended no_store = office.run(words);
  EXPECT_EQ(no_store.code, 1);
  EXPECT_THAT(no_store.err, HasSubstr(office.store().string()));
  const SystemClock clock;
  const Writer writer =
      Writer::open(office.store(), Writer::Options(true, Duration{0}), clock).value();
  EXPECT_EQ(office.run(words).code, 75);
  EXPECT_EQ(writer.reader().stats().value().posts, 0);
}

TEST(Import, WhatAStreamTellsAsDeletedGoes) {
  const auto event = [](const std::string& who, const std::string& change) {
    return R"({"did":"did:plc:)" + who + R"(","time_us":1795435200123456,)" + change + "}\n";
  };
  const auto written = [](const std::string& key) {
    return R"("kind":"commit","commit":{"operation":"create","collection":"app.bsky.feed.post",)"
           R"("rkey":")" +
           key + R"(","record":{"createdAt":"2026-11-23T11:59:00Z","text":"Canary #TMSSW"}})";
  };
  const Office office;
  office.write(
      "events",
      event("ana", written("1")) + event("ana", written("2")) + event("ben", written("3")) +
          event("ana", R"("kind":"commit","commit":{"operation":"delete",)"
                       R"("collection":"app.bsky.feed.post","rkey":"1"})") +
          event("ben", R"("kind":"account","account":{"active":false,"status":"takendown"})"));
  const Ended imported =
      office.run({"import", "events", "--kind", "jetstream", "--source", "Bluesky", "--init"});
  EXPECT_EQ(imported.code, 0) << imported.err;
  EXPECT_THAT(imported.out, HasSubstr("3 kept, 3 new, 0 changed, 2 deleted\n"));
  EXPECT_THAT(office.run({"search", "canary"}).out, HasSubstr("Canary"));
  EXPECT_THAT(office.run({"db", "stats"}).out, HasSubstr("of them deleted            2\n"));
}

}  // namespace
}  // namespace tagwatch
