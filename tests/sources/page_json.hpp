// Pages as JSON, every field of them: what fixtures expect and other readers compare.
#pragma once

#include <string>

#include "tagwatch/base/json_writer.hpp"
#include "tagwatch/model/task.hpp"

namespace tagwatch::test {

inline std::optional<std::string> time_text(std::optional<Instant> at) {
  return at ? std::optional(format_rfc3339(*at)) : std::nullopt;
}

inline void write_author(JsonWriter& json, const Author& author) {
  json.key("author").begin_object();
  json.member("handle", author.handle).member("name", author.name).member("url", author.url);
  json.member("followers", author.followers).member("bot", author.bot);
  json.member("created_on",
              author.created_on ? std::optional(format_day(*author.created_on)) : std::nullopt);
  json.end_object();
}

inline void write_lists(JsonWriter& json, const Post& post) {
  json.key("tags").begin_array();
  for (const Hashtag& tag : post.tags) {
    json.value(tag.spelled());
  }
  json.end_array().key("mentions").begin_array();
  for (const std::string& mention : post.mentions) {
    json.value(mention);
  }
  json.end_array().key("links").begin_array();
  for (const Link& link : post.links) {
    json.begin_object().member("url", link.url).member("title", link.title).end_object();
  }
  json.end_array().key("media").begin_array();
  for (const Media& media : post.media) {
    json.begin_object().member("kind", media.kind).member("url", media.url);
    json.member("alt", media.alt).end_object();
  }
  json.end_array();
}

inline void write_post(JsonWriter& json, const Post& post) {
  json.begin_object();
  json.member("uri", post.uri).member("native_id", post.native_id).member("url", post.url);
  json.member("platform", post.platform).member("kind", name(post.kind));
  write_author(json, post.author);
  json.member("created_at", time_text(post.created_at));
  json.member("edited_at", time_text(post.edited_at));
  json.member("text", post.text).member("content_warning", post.content_warning);
  json.member("language", post.language);
  write_lists(json, post);
  json.key("engagement").begin_object();
  json.member("likes", post.engagement.likes).member("reposts", post.engagement.reposts);
  json.member("replies", post.engagement.replies).member("quotes", post.engagement.quotes);
  json.end_object();
  json.member("in_reply_to", post.in_reply_to).member("repost_of", post.repost_of);
  json.member("withheld", post.withheld).member("indexable", post.indexable);
  json.end_object();
}

inline void write_bound(JsonWriter& json, std::string_view name,
                        const std::optional<Bound>& bound) {
  json.key(name);
  if (!bound) {
    json.null();
    return;
  }
  json.begin_object().member("id", bound->id).member("at", time_text(bound->at)).end_object();
}

inline std::string page_json(const Page& page) {
  JsonWriter json(2);
  json.begin_object().key("posts").begin_array();
  for (const Post& post : page.posts) {
    write_post(json, post);
  }
  json.end_array().member("skipped", page.skipped).member("unreadable", page.unreadable);
  write_bound(json, "newest", page.newest);
  write_bound(json, "oldest", page.oldest);
  json.member("items", page.items).member("more", page.more).key("access");
  if (page.access) {
    json.begin_object().member("local_open", page.access->local_open);
    json.member("remote_open", page.access->remote_open).member("stated", page.access->stated);
    json.member("software", page.access->software).end_object();
  } else {
    json.null();
  }
  json.member("time_to_live_ms", page.time_to_live
                                     ? std::optional<std::int64_t>(page.time_to_live->count())
                                     : std::nullopt);
  json.key("identities").begin_array();
  for (const std::string& identity : page.identities) {
    json.value(identity);
  }
  return json.end_array().end_object().take() + "\n";
}

}  // namespace tagwatch::test
