#include "mastodon_status.hpp"

#include <algorithm>
#include <array>

#include "post_fields.hpp"
#include "tagwatch/text/extract.hpp"
#include "tagwatch/text/html.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch {
namespace {

struct MediaType {
  std::string_view theirs;
  std::string_view ours;
};
constexpr std::array<MediaType, 4> kMediaTypes{
    {{"image", "image"}, {"gifv", "animation"}, {"video", "video"}, {"audio", "audio"}}};

std::string_view media_kind(const std::optional<std::string>& type) {
  for (const MediaType& row : kMediaTypes) {
    if (type == row.theirs) {
      return row.ours;
    }
  }
  return "unknown";
}

class StatusReader {
 public:
  StatusReader(JsonObject& fields, const StatusContext& context)
      : fields_(fields), server_url_(context.server_url), timeline_(context.timeline) {}

  // In the order in which Mastodon writes the fields, so that each is found at once.
  MastodonStatus read() {
    post_.platform = "mastodon";
    read_id();
    post_.created_at = instant("created_at");
    const bool reply = fields_.has("in_reply_to_id");
    read_warning();
    read_visibility();
    post_.language = fields_.text("language");
    post_.uri = fields_.text("uri").value_or("");
    post_.url = address("url").value_or(resolved(post_.uri).value_or(""));
    if (post_.uri.empty()) {
      post_.uri = post_.url;
    }
    read_engagement();
    post_.edited_at = instant("edited_at");
    const std::optional<std::string> content = fields_.text("content");
    read_reblog();
    fields_.with_object("account", [this](JsonObject& account) { read_author(account); });
    read_media();
    read_mentions();
    read_tags();
    read_quote();
    read_card();
    read_content(content.value_or(""));
    if (reply && post_.kind == PostKind::post) {
      post_.kind = PostKind::reply;
    }
    const StatusUse decided = use();
    return {std::move(post_), decided};
  }

 private:
  // Without an id it may be anything, whatever else it says.
  [[nodiscard]] StatusUse use() const {
    if (post_.native_id.empty() || unclear_) {
      return StatusUse::unreadable;
    }
    if (!public_ || boost_) {
      return StatusUse::left_out;
    }
    const bool lost_its_tags = timeline_.valid() && post_.tags.empty();
    return post_.uri.empty() || lost_its_tags ? StatusUse::unreadable : StatusUse::post;
  }

  void read_id() {
    post_.native_id = fields_.text("id").value_or("");
    if (post_.native_id.empty()) {
      const auto number = fields_.integer("id");
      post_.native_id = number ? std::to_string(*number) : "";
    }
  }

  void read_visibility() {
    const auto visibility = fields_.text("visibility");
    public_ = !visibility || visibility == "public";
    unclear_ = unclear_ || (!visibility && fields_.has("visibility"));
  }

  void read_reblog() {
    if (!fields_.has("reblog") || fields_.boolean("reblog") == false) {
      return;
    }
    fields_.with_object("reblog", [this](JsonObject& original) {
      boost_ = original.has("id") || original.has("uri");
    });
    unclear_ = unclear_ || !boost_;
  }

  [[nodiscard]] std::optional<Instant> instant(std::string_view name) {
    const auto text = fields_.text(name);
    return text ? parse_rfc3339(*text) : std::nullopt;
  }

  // Some servers give addresses relative to themselves.
  [[nodiscard]] std::optional<std::string> resolved(std::string_view reference) const {
    return resolve_url(server_url_, reference);
  }

  [[nodiscard]] std::optional<std::string> address_in(JsonObject& object,
                                                      std::string_view name) const {
    const auto text = object.text(name);
    return text ? resolved(*text) : std::nullopt;
  }
  [[nodiscard]] std::optional<std::string> address(std::string_view name) {
    return address_in(fields_, name);
  }

  // "@user@host"; local users come without their host.
  [[nodiscard]] std::string handle(const std::optional<std::string>& acct) const {
    const std::string name = one_line_of(acct);
    if (name.empty()) {
      return {};
    }
    return name.find('@') != std::string::npos ? "@" + name
                                               : "@" + name + "@" + host_of(server_url_);
  }

  void read_warning() {
    const std::string warning = one_line_of(fields_.text("spoiler_text"));
    if (!warning.empty()) {
      post_.content_warning = warning;
    }
  }

  void read_engagement() {
    post_.engagement.replies = count_of(fields_.integer("replies_count"));
    post_.engagement.reposts = count_of(fields_.integer("reblogs_count"));
    post_.engagement.likes = count_of(fields_.integer("favourites_count"));
    post_.engagement.quotes = count_of(fields_.integer("quotes_count"));
  }

  void read_author(JsonObject& account) {
    const auto username = account.text("username");
    post_.author.handle = handle(account.text("acct"));
    post_.author.name = one_line_of(account.text("display_name"));
    if (post_.author.name.empty()) {
      post_.author.name = one_line_of(username);
    }
    post_.author.bot = account.boolean("bot").value_or(false);
    post_.indexable = account.boolean("indexable").value_or(true);
    const auto created = account.text("created_at");
    constexpr std::size_t kDayLength = 10;
    post_.author.created_on = created ? parse_day(created->substr(0, kDayLength)) : std::nullopt;
    post_.author.url = address_in(account, "url").value_or("");
    post_.author.followers = count_of(account.integer("followers_count"));
    post_.withheld = account.boolean("noindex").value_or(false);
  }

  void read_media() {
    fields_.for_each_object("media_attachments", [this](JsonObject& attachment) {
      Media media;
      media.kind = media_kind(attachment.text("type"));
      // `url` is null while the server still works on the file.
      for (const std::string_view name : {"url", "remote_url", "preview_url"}) {
        if (media.url.empty()) {
          media.url = address_in(attachment, name).value_or("");
        }
      }
      media.alt = attachment.text("description").value_or("");
      if (!media.url.empty()) {
        post_.media.push_back(std::move(media));
      }
    });
  }

  void read_mentions() {
    fields_.for_each_object("mentions", [this](JsonObject& mention) {
      if (auto url = address_in(mention, "url")) {
        no_links_.push_back(*std::move(url));
      }
      std::string mentioned = handle(mention.text("acct"));
      const auto& known = post_.mentions;
      if (!mentioned.empty() && std::find(known.begin(), known.end(), mentioned) == known.end()) {
        post_.mentions.push_back(std::move(mentioned));
      }
    });
  }

  [[nodiscard]] bool has_tag(const Hashtag& tag) const {
    return std::find(post_.tags.begin(), post_.tags.end(), tag) != post_.tags.end();
  }

  void add_tag(Hashtag tag) {
    if (tag.valid() && !has_tag(tag)) {
      post_.tags.push_back(std::move(tag));
    }
  }

  void read_tags() {
    bool plain = false;
    tags_listed_ = fields_.for_each_element("tags", [&](JsonObject* entry) {
      if (entry == nullptr) {
        plain = true;
        return;
      }
      if (auto url = address_in(*entry, "url")) {
        no_links_.push_back(*std::move(url));
      }
      add_tag(Hashtag(one_line_of(entry->text("name"))));
    });
    if (plain) {
      fields_.for_each_text("tags", [this](std::string_view name) {
        add_tag(Hashtag(one_line_of(std::string(name))));
      });
    }
  }

  // What a server does not list stands in the text, as on platforms that have no lists.
  void add_tags_of_text() {
    const bool listed = tags_listed_ && (!timeline_.valid() || has_tag(timeline_));
    if (!listed) {
      for (Hashtag& tag : hashtags_in(post_.text)) {
        add_tag(std::move(tag));
      }
    }
  }

  // Mastodon: {state, quoted_status}, where only an accepted quote shows a status. Pleroma: the
  // quoted status itself.
  void read_quote() {
    fields_.with_object("quote", [this](JsonObject& quote) {
      post_.repost_of = quote.text("uri");
      quote.with_object("quoted_status",
                        [this](JsonObject& status) { post_.repost_of = status.text("uri"); });
    });
    if (post_.repost_of) {
      post_.kind = PostKind::quote;
    }
  }

  void read_card() {
    fields_.with_object("card", [this](JsonObject& card) {
      const auto url = address_in(card, "url");
      if (url) {
        card_ = {without_tracking(*url), one_line_of(card.text("title"))};
      }
    });
  }

  void read_content(std::string_view html) {
    PlainHtml plain = html_to_text(html, server_url_);
    post_.text = std::move(plain.text);
    for (Link& link : plain.links) {
      if (std::find(no_links_.begin(), no_links_.end(), link.url) == no_links_.end()) {
        post_.links.push_back(std::move(link));
      }
    }
    add_titled_link(post_.links, std::move(card_));
    spell_tags_as_written(plain.hashtag_texts);
    add_tags_of_text();
  }

  // Servers list tags in lower case; how the author spelled them stands in the text.
  void spell_tags_as_written(const std::vector<std::string>& written) {
    for (auto text = written.rbegin(); text != written.rend(); ++text) {  // the first one counts
      const Hashtag spelled(*text);
      const auto listed = std::find(post_.tags.begin(), post_.tags.end(), spelled);
      if (listed != post_.tags.end()) {
        *listed = spelled;
      }
    }
  }

  JsonObject& fields_;
  std::string server_url_;
  const Hashtag& timeline_;
  Post post_;
  bool public_ = true;
  bool boost_ = false;
  bool unclear_ = false;  // a field that decides what becomes of it cannot be read
  bool tags_listed_ = false;
  Link card_;
  std::vector<std::string> no_links_;  // addresses of mentioned people and of tags
};

}  // namespace

MastodonStatus read_mastodon_status(JsonObject& fields, const StatusContext& context) {
  return StatusReader(fields, context).read();
}

}  // namespace tagwatch
