#include "tagwatch/render/post_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "render/sample_views.hpp"
#include "support/builders.hpp"

namespace tagwatch {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

PostRecord full_record() {
  PostRecord record;
  Post& post = record.post;
  post = build::post("7", build::at("2026-11-23T08:00:00.5Z"));
  post.kind = PostKind::reply;
  post.edited_at = build::at("2026-11-23T09:00:00Z");
  post.author.followers = 120;
  post.author.created_on = parse_day("2020-02-29");
  post.text = "One, \"two\"\nthree";
  post.content_warning = "long";
  post.language = "en";
  post.mentions = {"@office@example.social"};
  post.links = {{"https://state.gov/a", "A page"}};
  post.media = {{"image", "https://one.example/i.png", "a hall"}};
  post.engagement.likes = 3;
  post.in_reply_to = "https://one.example/6";
  record.created = *post.created_at;
  record.first_seen = build::at("2026-11-23T08:01:00Z");
  record.last_seen = build::at("2026-11-24T11:00:00Z");
  record.engagement_as_of = record.last_seen;
  record.matches = {{"tmssw", "TMSSW", false}};
  record.topics = {"Border security"};
  record.sightings = {{"one.example", "7", record.first_seen}};
  return record;
}

TEST(PostJson, EveryFieldInItsPlace) {
  EXPECT_EQ(
      post_json(full_record(), Disclosure::quoted),
      R"({"schema":"tagwatch.post/1","uri":"https://one.example/users/ana/statuses/7",)"
      R"("url":"https://one.example/@ana/7","platform":"mastodon","kind":"reply",)"
      R"("author":{"handle":"@ana@one.example","name":"Ana","url":"https://one.example/@ana",)"
      R"("followers":120,"bot":false,"created_at":"2020-02-29"},)"
      R"("created_at":"2026-11-23T08:00:00.500Z","created_at_known":true,)"
      R"("edited_at":"2026-11-23T09:00:00.000Z","first_seen_at":"2026-11-23T08:01:00.000Z",)"
      R"("last_seen_at":"2026-11-24T11:00:00.000Z","text":"One, \"two\"\nthree",)"
      R"("content_warning":"long","language":"en","tags":["tmssw"],"matched":["TMSSW"],)"
      R"("kept_by":"tag","topics":["Border security"],"mentions":["@office@example.social"],)"
      R"("links":[{"url":"https://state.gov/a","title":"A page"}],)"
      R"("media":[{"kind":"image","url":"https://one.example/i.png","alt":"a hall"}],)"
      R"("engagement":{"likes":3,"reposts":null,"replies":null,"quotes":null,)"
      R"("as_of":"2026-11-24T11:00:00.000Z"},"in_reply_to":"https://one.example/6",)"
      R"("repost_of":null,"sightings":[{"source":"one.example","id":"7",)"
      R"("first_seen_at":"2026-11-23T08:01:00.000Z"}],"deleted":false,"withheld":false})");
}

TEST(PostJson, OfADeletedPostOnlyItsIdentityIsLeft) {
  PostRecord record = full_record();
  record.deleted = true;
  for (const Disclosure disclosure : {Disclosure::quoted, Disclosure::everything}) {
    const std::string json = post_json(record, disclosure);
    for (const char* gone : {"@ana", "three", "state.gov", "i.png", "office", "Border", "long",
                             "\"en\"", "\"likes\":3", "2020-02-29", "example/6"}) {
      EXPECT_THAT(json, Not(HasSubstr(gone)));
    }
    for (const char* kept :
         {"\"uri\":\"https://one.example/users/ana/statuses/7\"", "\"kind\":\"reply\"",
          "\"created_at\":\"2026-11-23T08:00:00.500Z\"",
          "\"edited_at\":\"2026-11-23T09:00:00.000Z\"", "\"matched\":[\"TMSSW\"]",
          "\"source\":\"one.example\"", "\"deleted\":true"}) {
      EXPECT_THAT(json, HasSubstr(kept));
    }
  }
}

TEST(PostJson, AWithheldPostIsQuotedOnlyWhereEverythingIsAskedFor) {
  PostRecord record = full_record();
  record.post.withheld = true;
  const std::string quoted = post_json(record, Disclosure::quoted);
  for (const char* away : {"@ana", "three", "state.gov", "i.png", "\"long\"", "office"}) {
    EXPECT_THAT(quoted, Not(HasSubstr(away)));
  }
  EXPECT_THAT(quoted, HasSubstr("\"withheld\":true"));
  EXPECT_THAT(quoted, HasSubstr("\"likes\":3")) << "it is counted";
  EXPECT_THAT(post_json(record, Disclosure::everything), HasSubstr("three"));
}

TEST(PostJson, KeptByPhraseOnlyWhereNoTagKeptIt) {
  PostRecord record = full_record();
  record.matches = {{"tmssw", "TMSSW", true}};
  EXPECT_THAT(post_json(record, Disclosure::quoted), HasSubstr("\"kept_by\":\"phrase\""));
  record.matches.push_back({"globalsecurity", "GlobalSecurity", false});
  EXPECT_THAT(post_json(record, Disclosure::quoted), HasSubstr("\"kept_by\":\"tag\""));
}

std::string whole(PostFormat format, const std::vector<PostRecord>& records) {
  PostListWriter writer(format, Disclosure::quoted);
  std::string out = writer.begin();
  for (const PostRecord& record : records) {
    out += writer.next(record);
  }
  return out + writer.end();
}

TEST(PostList, NdjsonAndArrayHoldTheSameObjects) {
  const PostRecord record = full_record();
  const std::string line = post_json(record, Disclosure::quoted);
  EXPECT_EQ(whole(PostFormat::ndjson, {}), "");
  EXPECT_EQ(whole(PostFormat::ndjson, {record, record}), line + "\n" + line + "\n");
  EXPECT_EQ(whole(PostFormat::json, {}), "[]\n");
  EXPECT_EQ(whole(PostFormat::json, {record, record}), "[\n" + line + ",\n" + line + "\n]\n");
}

TEST(PostList, CsvHasOneHeaderLineAndQuotesCells) {
  PostRecord record = full_record();
  const std::string csv = whole(PostFormat::csv, {record});
  EXPECT_THAT(csv, StartsWith("uri,url,platform,kind,author_handle,author_name,author_url,"
                              "author_followers,author_bot,author_created_at,created_at,"));
  EXPECT_THAT(csv, HasSubstr(",withheld\r\nhttps://one.example/users/ana/statuses/7,"));
  EXPECT_THAT(csv, HasSubstr(",\"One, \"\"two\"\"\nthree\",long,en,tmssw,TMSSW,tag,"));
  EXPECT_THAT(csv, testing::EndsWith(",one.example,false,false\r\n"));
  EXPECT_EQ(whole(PostFormat::csv, {}).find("\r\n"), whole(PostFormat::csv, {}).size() - 2);
}

TEST(PostList, NoCellOfACsvBeginsAFormula) {
  PostRecord record = full_record();
  record.post.text = "=HYPERLINK(\"https://evil.example\")";
  record.post.author.name = "+1";
  const std::string csv = whole(PostFormat::csv, {record});
  EXPECT_THAT(csv, Not(HasSubstr(",=")));
  EXPECT_THAT(csv, Not(HasSubstr(",\"=")));
  EXPECT_THAT(csv, Not(HasSubstr(",+")));
}

TEST(PostsCsv, HoldsThePostsOfTheListWithTheirDayAndPlace) {
  const DigestView view = sample::ordinary_day();
  const std::string csv = posts_csv(view);
  EXPECT_THAT(csv, StartsWith("day,place,uri,url,platform,kind,author_handle,"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\r'),
            static_cast<std::ptrdiff_t>(view.value.posts.size()) + 1);
  EXPECT_THAT(csv, HasSubstr("\r\n2026-11-18,shown,https://"));
  EXPECT_THAT(csv, HasSubstr("\r\n2026-11-18,hidden,https://"));
  EXPECT_LT(csv.find("/posts/12,"), csv.find("/posts/hidden"));
}

TEST(PostsCsv, OfPostsThatAreDeletedOrWithheldTheWordsStayAway) {
  DigestView view = sample::four_post_day();
  auto record = view.records.begin();
  record->second.post.text = "canary one";
  record->second.deleted = true;
  ++record;
  record->second.post.text = "canary two";
  record->second.post.author.name = "canary three";
  record->second.post.withheld = true;
  const std::string csv = posts_csv(view);
  EXPECT_THAT(csv, Not(HasSubstr("canary")));
  EXPECT_THAT(csv, HasSubstr(",true,false\r\n"));
  EXPECT_THAT(csv, HasSubstr(",false,true\r\n"));
}

TEST(PostsNdjson, StandsInTheOrderOfExports) {
  const DigestView view = sample::ordinary_day();
  const std::string lines = posts_ndjson(view);
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'),
            static_cast<std::ptrdiff_t>(view.value.posts.size()));
  EXPECT_LT(lines.find("/posts/12\""), lines.find("/posts/hidden"));
  EXPECT_LT(lines.find("/posts/hiddeno9\""), lines.find("/posts/hiddeno10\"")) << "by time";
  EXPECT_LT(lines.find("/posts/11\""), lines.find("/posts/13\""));
}

}  // namespace
}  // namespace tagwatch
