#include "bluesky_post.hpp"

#include <algorithm>
#include <array>

#include "bluesky_text.hpp"
#include "post_fields.hpp"
#include "tagwatch/text/ascii.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch {
namespace {

// A text has at most 3000 bytes; more facets, tags or pictures than these are no post but an
// attack.
constexpr std::size_t kFacetsMax = 300;
constexpr std::size_t kFeaturesMax = 10;
constexpr std::size_t kTagsMax = 100;
constexpr std::size_t kMediaMax = 100;

constexpr std::string_view kPostCollection = "app.bsky.feed.post";
constexpr std::string_view kWeb = "https://bsky.app/profile/";
// What servers put for a handle that its domain does not confirm.
constexpr std::string_view kInvalidHandle = "handle.invalid";
// The author asks that only people with an account see it.
constexpr std::string_view kNotForOutsiders = "!no-unauthenticated";
// Labels that warn of what is seen, by authors and by moderators.
constexpr std::array<std::string_view, 5> kWarnings{"porn", "sexual", "nudity", "graphic-media",
                                                    "gore"};

// "at://did:…/app.bsky.feed.post/rkey": a post of somebody.
struct PostUri {
  std::string_view did;
  std::string_view key;
};

bool is_plain(std::string_view text) {
  constexpr std::string_view kSigns = "-._~:%";
  return !text.empty() && std::all_of(text.begin(), text.end(), [kSigns](char letter) {
    return is_ascii_letter(letter) || is_ascii_digit(letter) ||
           kSigns.find(letter) != std::string_view::npos;
  });
}

std::optional<PostUri> read_uri(std::string_view uri) {
  constexpr std::string_view kScheme = "at://";
  if (!uri.starts_with(kScheme)) {
    return std::nullopt;
  }
  uri.remove_prefix(kScheme.size());
  const std::size_t first = uri.find('/');
  const std::size_t second = first == std::string_view::npos ? first : uri.find('/', first + 1);
  if (second == std::string_view::npos) {
    return std::nullopt;
  }
  const PostUri parts{uri.substr(0, first), uri.substr(second + 1)};
  const bool good = uri.substr(first + 1, second - first - 1) == kPostCollection &&
                    parts.did.starts_with("did:") && is_plain(parts.did) && is_plain(parts.key);
  return good ? std::optional(parts) : std::nullopt;
}

// What stands for an account on the web: its handle, or its DID where that is not confirmed; "" for
// neither.
std::string profile_of(const std::string& handle, const std::string& did) {
  return is_plain(handle) && handle != kInvalidHandle ? handle : is_plain(did) ? did : "";
}

class PostReader {
 public:
  // In the order in which servers write the fields, so that each is found at once.
  BlueskyPost read_view(JsonObject& view) {
    post_.uri = view.text("uri").value_or("");
    view.with_object("author", [this](JsonObject& author) { read_author(author); });
    view.with_object("record", [this](JsonObject& record) { read_record(record); });
    view.with_object("embed", [this](JsonObject& embed) { read_embed(embed); });
    read_engagement(view);
    const auto indexed = view.text("indexedAt");
    read_labels(view, "labels");
    return finish(indexed ? parse_rfc3339(*indexed) : std::nullopt);
  }

  BlueskyPost read_alone(JsonObject& record, const BlueskyRecord& from) {
    post_.uri = "at://" + from.did + "/" + std::string(kPostCollection) + "/" + from.key;
    name_author("", one_line_of(from.did));
    read_record(record);
    record.with_object("embed", [this](JsonObject& embed) { read_embed(embed); });
    if (from.changed) {
      post_.edited_at = from.seen_at;
    }
    return finish(from.seen_at);
  }

 private:
  BlueskyPost finish(std::optional<Instant> indexed_at) {
    post_.platform = "bluesky";
    post_.native_id = post_.uri;
    BlueskyPost result;
    if (indexed_at) {
      result.sorted_at = std::min(*indexed_at, post_.created_at.value_or(*indexed_at));
      post_.created_at = post_.created_at ? post_.created_at : indexed_at;
    }
    const auto uri = read_uri(post_.uri);
    result.usable = uri && has_text_ && !profile_.empty();
    if (result.usable) {
      post_.url = post_.author.url + "/post/" + std::string(uri->key);
    }
    result.post = std::move(post_);
    return result;
  }

  void name_author(const std::string& handle, const std::string& did) {
    profile_ = profile_of(handle, did);
    if (profile_.empty()) {
      return;
    }
    post_.author.handle = "@" + profile_;
    post_.author.url = std::string(kWeb) + profile_;
    post_.author.name = profile_;
  }

  void read_author(JsonObject& author) {
    const std::string did = one_line_of(author.text("did"));
    name_author(one_line_of(author.text("handle")), did);
    const std::string name = one_line_of(author.text("displayName"));
    if (!name.empty() && !profile_.empty()) {
      post_.author.name = name;
    }
    author.for_each_object("labels", [this](JsonObject& label) {
      const bool taken_back = label.boolean("neg").value_or(false);
      post_.withheld |= !taken_back && label.text("val") == kNotForOutsiders;
    });
    const auto created = author.text("createdAt");
    constexpr std::size_t kDayLength = 10;
    post_.author.created_on = created ? parse_day(created->substr(0, kDayLength)) : std::nullopt;
  }

  void read_record(JsonObject& record) {
    const auto created = record.text("createdAt");
    post_.created_at = created ? parse_rfc3339(*created) : std::nullopt;
    has_text_ = record.has("text");
    const std::string text = record.text("text").value_or("");
    BlueskyText plain = read_bluesky_text(text, facets_of(record));
    post_.text = std::move(plain.text);
    post_.tags = std::move(plain.tags);
    post_.mentions = std::move(plain.mentions);
    post_.links = std::move(plain.links);
    record.for_each_text("tags", [this](std::string_view spelled) {
      Hashtag tag(one_line_of(std::string(spelled)));
      const auto& known = post_.tags;
      if (tag.valid() && known.size() < kTagsMax &&
          std::find(known.begin(), known.end(), tag) == known.end()) {
        post_.tags.push_back(std::move(tag));
      }
    });
    record.for_each_text("langs", [this](std::string_view language) {
      const std::string name = one_line_of(std::string(language));
      if (!post_.language && !name.empty()) {
        post_.language = name;
      }
    });
    record.with_object("labels", [this](JsonObject& labels) { read_labels(labels, "values"); });
    read_references(record);
  }

  static std::vector<BlueskyFacet> facets_of(JsonObject& record) {
    std::vector<BlueskyFacet> facets;
    record.for_each_object("facets", [&facets](JsonObject& entry) {
      if (facets.size() == kFacetsMax) {
        return;
      }
      BlueskyFacet facet;
      entry.for_each_object("features", [&facet](JsonObject& feature) {
        const auto type = feature.text("$type");
        const auto take = [&](std::string_view wanted, std::string_view field,
                              std::vector<std::string>& into) {
          auto value = type == wanted ? feature.text(field) : std::nullopt;
          if (value && into.size() < kFeaturesMax) {
            into.push_back(*std::move(value));
          }
        };
        take("app.bsky.richtext.facet#tag", "tag", facet.tags);
        take("app.bsky.richtext.facet#link", "uri", facet.links);
        take("app.bsky.richtext.facet#mention", "did", facet.mentions);
      });
      entry.with_object("index", [&facet](JsonObject& index) {
        facet.start = index.integer("byteStart");
        facet.end = index.integer("byteEnd");
      });
      facets.push_back(std::move(facet));
    });
    return facets;
  }

  // A record that is shown inside the post; only a post makes a quote of it, not a list or a feed.
  // Beside media it lies one level deeper.
  void read_references(JsonObject& record) {
    record.with_object("reply", [this](JsonObject& reply) {
      reply.with_object("parent",
                        [this](JsonObject& parent) { post_.in_reply_to = parent.text("uri"); });
    });
    std::optional<std::string> shown;
    record.with_object("embed", [&](JsonObject& embed) {
      embed.with_object("record", [&](JsonObject& outer) {
        shown = outer.text("uri");
        outer.with_object("record", [&](JsonObject& inner) { shown = inner.text("uri"); });
      });
    });
    if (shown && read_uri(*shown)) {
      post_.repost_of = std::move(shown);
    }
    post_.kind = post_.repost_of     ? PostKind::quote
                 : post_.in_reply_to ? PostKind::reply
                                     : PostKind::post;
  }

  void read_embed(JsonObject& embed) {
    const auto add_image = [this](JsonObject& image) {
      add_media("image", image.text("fullsize"), image.text("alt"));
    };
    embed.for_each_object("images", add_image);
    embed.for_each_object("items", add_image);
    const auto video = embed.text("playlist");
    if (video) {
      add_media("video", video, embed.text("alt"));
    }
    embed.with_object("external", [this](JsonObject& external) {
      const auto uri = external.text("uri");
      const auto url = uri ? resolve_url("", *uri) : std::nullopt;
      if (url) {
        add_titled_link(post_.links, {without_tracking(*url), one_line_of(external.text("title"))});
      }
    });
    embed.with_object("media", [this](JsonObject& media) { read_embed(media); });
  }

  void add_media(std::string kind, const std::optional<std::string>& address,
                 std::optional<std::string> alt) {
    auto url = address ? resolve_url("", *address) : std::nullopt;
    if (url && post_.media.size() < kMediaMax) {
      post_.media.push_back({std::move(kind), *std::move(url), std::move(alt).value_or("")});
    }
  }

  void read_engagement(JsonObject& view) {
    post_.engagement.replies = count_of(view.integer("replyCount"));
    post_.engagement.reposts = count_of(view.integer("repostCount"));
    post_.engagement.likes = count_of(view.integer("likeCount"));
    post_.engagement.quotes = count_of(view.integer("quoteCount"));
  }

  void read_labels(JsonObject& object, std::string_view name) {
    object.for_each_object(name, [this](JsonObject& label) {
      const auto value = label.text("val");
      const bool counts = !label.boolean("neg").value_or(false) && value;
      post_.withheld |= counts && *value == kNotForOutsiders;
      if (counts && !post_.content_warning &&
          std::find(kWarnings.begin(), kWarnings.end(), *value) != kWarnings.end()) {
        post_.content_warning = value;
      }
    });
  }

  Post post_;
  bool has_text_ = false;
  std::string profile_;  // see profile_of()
};

}  // namespace

BlueskyPost read_bluesky_post(JsonObject& view) {
  return PostReader().read_view(view);
}

std::string bluesky_handle(JsonObject& profile) {
  const std::string did = one_line_of(profile.text("did"));
  const std::string name = profile_of(one_line_of(profile.text("handle")), did);
  return name.empty() ? name : "@" + name;
}

BlueskyPost read_bluesky_record(JsonObject& record, const BlueskyRecord& from) {
  return PostReader().read_alone(record, from);
}

}  // namespace tagwatch
