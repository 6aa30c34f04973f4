#include "status_json.hpp"

#include <algorithm>

#include "tagwatch/model/hashtag.hpp"
#include "wire.hpp"

namespace tagwatch::demo {
namespace {

// Characters of an address that are shown; the rest is there, but invisible.
constexpr std::size_t kShownAddressLength = 30;
constexpr std::string_view kScheme = "https://";

std::string local_or_full_name(const Account& account, std::string_view host) {
  return account.server == host ? account.name : account.name + "@" + account.server;
}

std::string profile(const Account& account) {
  return std::string(kScheme) + account.server + "/@" + account.name;
}

std::string tag_address(std::string_view host, std::string_view key) {
  return std::string(kScheme) + std::string(host) + "/tags/" + std::string(key);
}

std::string link_html(std::string_view address) {
  const std::string escaped = escaped_markup(address);
  const std::string_view rest = address.substr(kScheme.size());
  const std::string_view shown = rest.substr(0, kShownAddressLength);
  const std::string_view hidden = rest.substr(shown.size());
  return "<a href=\"" + escaped + "\" target=\"_blank\" rel=\"nofollow noopener\" " +
         "translate=\"no\"><span class=\"invisible\">https://</span><span class=\"" +
         (hidden.empty() ? "" : "ellipsis") + "\">" + escaped_markup(shown) +
         "</span><span class=\"invisible\">" + escaped_markup(hidden) + "</span></a>";
}

std::string hashtag_html(std::string_view spelled, std::string_view host) {
  const std::string name = escaped_markup(spelled.substr(1));
  return "<a href=\"" + tag_address(host, tag_key(spelled)) +
         "\" class=\"mention hashtag\" rel=\"tag\">#<span>" + name + "</span></a>";
}

std::string mention_html(std::string_view typed, const World& world, const WorldPost& post) {
  for (const std::size_t mentioned : post.mentions) {
    const Account& account = world.accounts().at(mentioned);
    if (typed == handle(account)) {
      return "<span class=\"h-card\" translate=\"no\"><a href=\"" + profile(account) +
             "\" class=\"u-url mention\">@<span>" + escaped_markup(account.name) +
             "</span></a></span>";
    }
  }
  return escaped_markup(typed);
}

// A word with what stands around it, such as brackets and a full stop, which is no part of a link.
std::string word_html(std::string_view word, const World& world, const WorldPost& post,
                      std::string_view host) {
  const std::size_t begin = std::min(word.find_first_of("#@h"), word.size());
  const bool marked = begin == 0 || word.find_first_not_of("(\"") == begin;
  const std::string_view body = marked ? word.substr(begin) : word;
  const std::size_t last = body.find_last_not_of(".,;:!?)\"");
  const std::string_view token = body.substr(0, last == std::string_view::npos ? 0 : last + 1);
  std::string html;
  if (token.starts_with('#') && token.size() > 1) {
    html = hashtag_html(token, host);
  } else if (token.starts_with('@') && token.size() > 1) {
    html = mention_html(token, world, post);
  } else if (token.starts_with(kScheme)) {
    html = link_html(token);
  } else {
    return escaped_markup(word);
  }
  return escaped_markup(word.substr(0, begin)) + html + escaped_markup(body.substr(token.size()));
}

void write_account(JsonWriter& json, const World& world, std::size_t index, std::string_view host) {
  const Account& account = world.accounts().at(index);
  json.begin_object()
      .member("id", account_id(index, host))
      .member("username", account.name)
      .member("acct", local_or_full_name(account, host))
      .member("display_name", account.display_name)
      .member("locked", false)
      .member("bot", account.bot)
      .member("discoverable", true)
      .member("indexable", true)
      .member("group", false)
      .member("created_at", format_day(account.created_on) + "T00:00:00.000Z")
      .member("note", "")
      .member("url", profile(account))
      .member("uri", std::string(kScheme) + account.server + "/users/" + account.name)
      .member("followers_count", account.followers)
      .member("noindex", account.noindex);
  json.key("emojis").begin_array().end_array();
  json.key("fields").begin_array().end_array();
  json.end_object();
}

void write_mentions(JsonWriter& json, const World& world, const WorldPost& post,
                    std::string_view host) {
  json.key("mentions").begin_array();
  for (const std::size_t index : post.mentions) {
    const Account& account = world.accounts().at(index);
    json.begin_object()
        .member("id", account_id(index, host))
        .member("username", account.name)
        .member("url", profile(account))
        .member("acct", local_or_full_name(account, host))
        .end_object();
  }
  json.end_array();
}

void write_tags(JsonWriter& json, const WorldPost& post, std::string_view host) {
  json.key("tags").begin_array();
  for (const Hashtag& tag : post.tags) {
    json.begin_object()
        .member("name", tag.key())
        .member("url", tag_address(host, tag.key()))
        .end_object();
  }
  json.end_array();
}

void write_media(JsonWriter& json, const WorldPost& post) {
  json.key("media_attachments").begin_array();
  if (post.picture) {
    json.begin_object()
        .member("id", std::to_string(snowflake(post.created, 1)))
        .member("type", post.picture->kind)
        .member("url", post.picture->url)
        .member("preview_url", post.picture->url)
        .key("remote_url")
        .null()
        .member("description", post.picture->alt)
        .end_object();
  }
  json.end_array();
}

void write_card(JsonWriter& json, const WorldPost& post) {
  json.key("card");
  if (!post.card) {
    json.null();
    return;
  }
  json.begin_object()
      .member("url", post.card->url)
      .member("title", post.card->title)
      .member("description", "")
      .member("type", "link")
      .member("provider_name", "")
      .end_object();
}

void write_parent(JsonWriter& json, const World& world, const WorldPost& post,
                  std::string_view host, Instant now) {
  const WorldPost* parent = post.reply_to ? &world.posts().at(*post.reply_to) : nullptr;
  const Arrival* arrival = parent != nullptr ? parent->shown_on(host, now) : nullptr;
  json.key("in_reply_to_id");
  arrival != nullptr ? json.value(std::to_string(arrival->id)) : json.null();
  json.key("in_reply_to_account_id");
  arrival != nullptr ? json.value(account_id(parent->account, host)) : json.null();
}

}  // namespace

std::string account_id(std::size_t account, std::string_view host) {
  // Every server counts its accounts for itself.
  return std::to_string(110'000'000'000'000 + 1000 * host.size() + account);
}

std::string status_html(const World& world, const WorldPost& post, std::string_view host,
                        Instant now) {
  std::string_view rest = post.text_at(now);
  std::string html = "<p>";
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of(" \n"), rest.size());
    html += word_html(rest.substr(0, end), world, post, host);
    rest.remove_prefix(end);
    if (rest.starts_with("\n\n")) {
      html += "</p><p>";
      rest.remove_prefix(2);
    } else if (!rest.empty()) {
      html += rest.front() == '\n' ? "<br />" : " ";
      rest.remove_prefix(1);
    }
  }
  return html + "</p>";
}

void write_status(JsonWriter& json, const World& world, const World::Filed& filed,
                  std::string_view host, Instant now) {
  const WorldPost& post = *filed.post;
  const Engagement engagement = post.engagement_at(now);
  const bool edited = post.edit && post.edit->at <= now;
  json.begin_object()
      .member("id", std::to_string(filed.arrival->id))
      .member("created_at", format_rfc3339(post.created));
  write_parent(json, world, post, host, now);
  json.member("sensitive", false)
      .member("spoiler_text", "")
      .member("visibility", "public")
      .member("language", post.language)
      .member("uri", post.uri)
      .member("url", post.url)
      .member("replies_count", engagement.replies)
      .member("reblogs_count", engagement.reposts)
      .member("favourites_count", engagement.likes)
      .member("quotes_count", engagement.quotes)
      .member("edited_at", edited ? std::optional(format_rfc3339(post.edit->at)) : std::nullopt)
      .member("content", status_html(world, post, host, now));
  json.key("reblog").null();
  json.key("account");
  write_account(json, world, post.account, host);
  write_media(json, post);
  write_mentions(json, world, post, host);
  write_tags(json, post, host);
  json.key("emojis").begin_array().end_array();
  json.key("quote").null();
  write_card(json, post);
  json.key("poll").null();
  json.end_object();
}

}  // namespace tagwatch::demo
