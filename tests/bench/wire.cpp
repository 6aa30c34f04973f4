#include "bench/wire.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "tagwatch/base/json_writer.hpp"
#include "tagwatch/text/ascii.hpp"
#include "tagwatch/text/html.hpp"

namespace tagwatch::bench {
namespace {

std::string markup(const Piece& piece) {
  switch (piece.kind) {
    case Piece::Kind::mention:
      return fmt::format(
          "<span class=\"h-card\" translate=\"no\"><a href=\"{}\" class=\"u-url mention\">@<span>{}"
          "</span></a></span>",
          piece.target, piece.text.substr(1, piece.text.rfind('@') - 1));
    case Piece::Kind::link:
      return fmt::format(
          "<a href=\"{}\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span "
          "class=\"invisible\">https://www.</span><span class=\"\">{}</span><span "
          "class=\"invisible\"></span></a>",
          piece.target, piece.text.substr(std::string_view("https://www.").size()));
    case Piece::Kind::tag:
      return fmt::format(
          "<a href=\"{}\" class=\"mention hashtag\" rel=\"tag\">#<span>{}</span></a>", piece.target,
          piece.text.substr(1));
    case Piece::Kind::words:
      break;
  }
  return escape_html(piece.text);
}

std::string content_html(const Sample& sample) {
  std::string html = "<p>";
  for (const Piece& piece : sample.pieces) {
    html += html.size() > 3 ? " " : "";
    html += markup(piece);
  }
  return html + "</p>";
}

std::string_view user_of(const std::string& handle) {
  return std::string_view(handle).substr(1, handle.rfind('@') - 1);
}

void write_account(JsonWriter& json, const Author& author, bool indexable) {
  const std::string files = "https://files.example/accounts/" + std::string(user_of(author.handle));
  json.key("account").begin_object();
  json.member("id", std::string("109") + std::to_string(std::hash<std::string>()(author.handle)));
  json.member("username", user_of(author.handle)).member("acct", author.handle.substr(1));
  json.member("display_name", author.name).member("locked", false).member("bot", author.bot);
  json.member("discoverable", true).member("indexable", indexable).member("group", false);
  json.member("created_at", format_day(*author.created_on) + "T00:00:00.000Z");
  json.member("note", "<p>" + author.name + ". Writes about security, policy and the sea. " +
                          "Posts are my own, boosts are no endorsement.</p>");
  json.member("url", author.url).member("uri", author.url);
  json.member("avatar", files + "/avatars/original/1c9a0b7d3f.png");
  json.member("avatar_static", files + "/avatars/original/1c9a0b7d3f.png");
  json.member("header", files + "/headers/original/7be21d04aa.png");
  json.member("header_static", files + "/headers/original/7be21d04aa.png");
  json.member("followers_count", author.followers).member("following_count", 311);
  json.member("statuses_count", 4021).member("last_status_at", "2026-06-30");
  json.member("hide_collections", false).key("emojis").begin_array().end_array();
  json.key("fields").begin_array().begin_object().member("name", "Web");
  json.member("value", "<a href=\"https://" + std::string(user_of(author.handle)) +
                           ".example\" rel=\"me nofollow noopener\">home page</a>");
  json.key("verified_at").null().end_object().end_array().end_object();
}

void write_media(JsonWriter& json, const Post& post) {
  json.key("media_attachments").begin_array();
  for (const Media& media : post.media) {
    json.begin_object().member("id", post.native_id).member("type", media.kind);
    json.member("url", media.url).member("preview_url", media.url + "?small").key("remote_url");
    json.null().key("meta").begin_object().key("original").begin_object().member("width", 1200);
    json.member("height", 800).member("size", "1200x800").end_object().end_object();
    json.member("description", media.alt).member("blurhash", "UBL_:rOpGG-p~qxuRjWB").end_object();
  }
  json.end_array();
}

void write_references(JsonWriter& json, const Sample& sample) {
  json.key("mentions").begin_array();
  for (const Piece& piece : sample.pieces) {
    if (piece.kind == Piece::Kind::mention) {
      json.begin_object().member("id", "109001").member("username", user_of(piece.text));
      json.member("url", piece.target).member("acct", piece.text.substr(1)).end_object();
    }
  }
  json.end_array().key("tags").begin_array();
  for (const Piece& piece : sample.pieces) {
    if (piece.kind == Piece::Kind::tag) {
      json.begin_object().member("name", ascii_lower(piece.text.substr(1)));
      json.member("url", ascii_lower(piece.target)).end_object();
    }
  }
  json.end_array().key("emojis").begin_array().end_array();
}

void write_card(JsonWriter& json, const Post& post) {
  json.key("card");
  if (post.links.empty() || post.links.front().title.empty()) {
    json.null();
    return;
  }
  const Link& link = post.links.front();
  json.begin_object().member("url", link.url).member("title", link.title);
  json.member("description", link.title + ", and what it means for the week to come.");
  json.member("language", post.language).member("type", "link").member("author_name", "");
  json.member("provider_name", "News").member("html", "").member("width", 1200);
  json.member("height", 630).member("image", "https://files.example/cards/" + post.native_id);
  json.member("embed_url", "").member("blurhash", "UBL_:rOpGG-p~qxuRjWB").end_object();
}

void write_status(JsonWriter& json, const Sample& sample) {
  const Post& post = sample.post;
  const bool reply = post.kind == PostKind::reply;
  json.begin_object().member("id", post.native_id);
  json.member("created_at", format_rfc3339(*post.created_at));
  json.key("in_reply_to_id");
  reply ? json.value("112999999999999999") : json.null();
  json.key("in_reply_to_account_id");
  reply ? json.value("109001") : json.null();
  json.member("sensitive", false).member("spoiler_text", "").member("visibility", "public");
  json.member("language", post.language).member("uri", post.uri).member("url", post.url);
  json.member("replies_count", post.engagement.replies);
  json.member("reblogs_count", post.engagement.reposts);
  json.member("favourites_count", post.engagement.likes).member("quotes_count", 0);
  json.key("edited_at").null().member("content", content_html(sample)).key("reblog").null();
  json.key("application").null();
  write_account(json, post.author, post.indexable);
  write_media(json, post);
  write_references(json, sample);
  json.key("quote").null();
  write_card(json, post);
  json.key("poll").null().end_object();
}

std::string item_xml(const Sample& sample) {
  const Post& post = sample.post;
  std::string xml =
      fmt::format("<item>\n<title>{}</title>\n<link>{}</link>\n",
                  escape_html(sample.pieces.back().text + " " + post.author.name), post.url);
  xml += fmt::format(
      "<guid isPermaLink=\"true\">{}</guid>\n<pubDate>{:%a, %d %b %Y %T} +0000</pubDate>\n"
      "<dc:creator>{}</dc:creator>\n",
      post.url, std::chrono::floor<std::chrono::seconds>(*post.created_at),
      escape_html(post.author.name));
  for (const Hashtag& tag : post.tags) {
    xml += "<category>" + tag.spelled() + "</category>\n";
  }
  return xml + "<description><![CDATA[" + content_html(sample) + "]]></description>\n</item>\n";
}

}  // namespace

std::string statuses_json(const std::vector<Sample>& samples) {
  JsonWriter json;
  json.begin_array();
  for (const Sample& sample : samples) {
    write_status(json, sample);
  }
  json.end_array();
  return json.take();
}

std::string rss(const std::string& title, const std::vector<Sample>& samples) {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel>\n<title>" +
      title + "</title>\n<link>https://news.example/</link>\n<description>" + title +
      "</description>\n";
  for (const Sample& sample : samples) {
    xml += item_xml(sample);
  }
  return xml + "</channel>\n</rss>\n";
}

}  // namespace tagwatch::bench
