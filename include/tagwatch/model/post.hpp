// A post as every platform gives it: plain owned values, UTF-8 text, UTC times.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/base/time.hpp"
#include "tagwatch/model/hashtag.hpp"

namespace tagwatch {

enum class PostKind { post, reply, repost, quote, article, video };
[[nodiscard]] std::string_view name(PostKind kind);
/// PostKind::post for a name nobody knows.
[[nodiscard]] PostKind post_kind_from_name(std::string_view name);

struct Author {
  std::string handle;  ///< "@user@host", "@name.bsky.social"; empty when the platform gives none
  std::string name;
  std::string url;
  std::optional<std::int64_t> followers;
  bool bot = false;
  std::optional<Day> created_on;
  friend bool operator==(const Author&, const Author&) = default;
};

struct Link {
  std::string url;    ///< absolute, http or https, tracking parameters removed
  std::string title;  ///< "" when there is none
  friend bool operator==(const Link&, const Link&) = default;
};

struct Media {
  std::string kind;  ///< "image", "video", "audio", "animation", "unknown"
  std::string url;
  std::string alt;
  friend bool operator==(const Media&, const Media&) = default;
};

/// nullopt: the platform does not say.
struct Engagement {
  std::optional<std::int64_t> likes;
  std::optional<std::int64_t> reposts;
  std::optional<std::int64_t> replies;
  std::optional<std::int64_t> quotes;
  friend bool operator==(const Engagement&, const Engagement&) = default;
};

/// Everything a source says of one post at one time.
struct Post {
  std::string uri;        ///< global identity
  std::string native_id;  ///< this source's own id, opaque; orders and pages are by it
  std::string url;        ///< where a person reads it; "" when unknown
  std::string platform;   ///< "mastodon", "bluesky", "feed", …
  PostKind kind = PostKind::post;
  Author author;
  std::optional<Instant> created_at;  ///< nullopt when the platform gives no readable time
  std::optional<Instant> edited_at;
  std::string text;  ///< plain text, paragraphs as '\n', links in full
  std::optional<std::string> content_warning;
  std::optional<std::string> language;  ///< BCP 47
  std::vector<Hashtag> tags;            ///< all of them, in order of appearance, each once
  std::vector<std::string> mentions;    ///< handles
  std::vector<Link> links;
  std::vector<Media> media;
  Engagement engagement;
  std::optional<std::string> in_reply_to;  ///< uri
  std::optional<std::string> repost_of;    ///< uri; for a quote, what it quotes
  bool withheld =
      false;  ///< its author or server asks not to be shown (noindex, !no-unauthenticated)
  bool indexable = true;  ///< false: its author declined full-text search
  friend bool operator==(const Post&, const Post&) = default;
};

}  // namespace tagwatch
