#include "feed_posts.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "feed_identity.hpp"
#include "tagwatch/text/extract.hpp"
#include "tagwatch/text/html.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch {
namespace {

// Items that a feed may pin on top of its newest ones.
constexpr std::size_t kPinnedMax = 3;

void add_link(std::vector<Link>& links, std::string_view url, std::string_view title) {
  std::string bare = without_tracking(url);
  const bool known =
      std::any_of(links.begin(), links.end(), [&](const Link& link) { return link.url == bare; });
  if (!known && !bare.empty() && links.size() < kFeedValuesMax) {
    links.push_back({std::move(bare), std::string(title)});
  }
}

void add_links(std::vector<Link>& links, const std::vector<Link>& more) {
  for (const Link& link : more) {
    add_link(links, link.url, link.title);
  }
}

// Addresses written out in plain text.
std::vector<Link> links_in(std::string_view text) {
  std::vector<Link> links;
  for (std::size_t at = text.find("http"); at != std::string_view::npos;
       at = text.find("http", at)) {
    std::string_view url = text.substr(at);
    at += 4;
    if (!url.starts_with("http://") && !url.starts_with("https://")) {
      continue;
    }
    url = url.substr(0, url.find_first_of(" \t\r\n<>\"'"));
    at += url.size() - 4;
    url = url.substr(0, url.find_last_not_of(".,;:!?)]}") + 1);
    if (const auto resolved = resolve_url(url, url)) {
      add_link(links, *resolved, "");
    }
  }
  return links;
}

// Lines without white space at their ends and without empty ones between.
std::string lines_of(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    const std::string_view line = without_ascii_space_around(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty()) {
      lines += lines.empty() ? "" : "\n";
      lines += line;
    }
  }
  return lines;
}

PlainHtml plain(const FeedText& text) {
  if (text.html) {
    return html_to_text(text.value, text.base);
  }
  PlainHtml result;
  result.text = lines_of(text.value);
  result.links = links_in(result.text);
  return result;
}

// On one line, any white space one space.
std::string one_line(std::string_view text) {
  std::string line;
  bool space = false;
  for (const char c : text) {
    if (is_ascii_space(c)) {
      space = !line.empty();
      continue;
    }
    line += space ? " " : "";
    line += c;
    space = false;
  }
  return line;
}

// Blogs without titles send the beginning of the text as one, cut off by an ellipsis or not.
bool begins_with(std::string_view body, std::string_view title) {
  for (const std::string_view ellipsis : {"\xE2\x80\xA6", "..."}) {
    if (title.ends_with(ellipsis)) {
      title = without_ascii_space_around(title.substr(0, title.size() - ellipsis.size()));
      return one_line(body).starts_with(title);
    }
  }
  return one_line(body) == title;
}

std::string title_and_body(const std::string& title, const std::string& body) {
  if (title.empty() || begins_with(body, title)) {
    return body;
  }
  return body.empty() ? title : title + "\n" + body;
}

const FeedText& body_of(const FeedItem& item) {
  for (const FeedText* text : {&item.content, &item.summary}) {
    if (!text->value.empty()) {
      return *text;
    }
  }
  return item.media_description;
}

// BCP 47, as it is usually written: "en", "en-GB", "zh-Hant-TW". nullopt for what is none.
std::optional<std::string> language_tag(std::string_view text) {
  std::string tag = ascii_lower(without_ascii_space_around(text));
  std::replace(tag.begin(), tag.end(), '_', '-');
  const std::size_t primary = std::min(tag.find('-'), tag.size());
  const bool letters_only =
      tag.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos &&
      tag.find_first_of("0123456789") >= primary;
  if (primary < 2 || primary > 8 || tag.size() > 35 || !letters_only || tag.back() == '-') {
    return std::nullopt;
  }
  for (std::size_t at = primary; at < tag.size();) {
    const std::size_t end = std::min(tag.find('-', at + 1), tag.size());
    const auto upper = [&](std::size_t index) {
      tag[index] = tag[index] >= 'a' && tag[index] <= 'z'
                       ? static_cast<char>(tag[index] - 'a' + 'A')
                       : tag[index];
    };
    if (end - at - 1 == 2) {
      upper(at + 1);
      upper(at + 2);
    } else if (end - at - 1 == 4) {
      upper(at + 1);
    }
    at = end;
  }
  return tag;
}

Author author_of(const FeedDocument& feed, const FeedItem& item) {
  const bool inherits = item.authors.empty();
  const std::vector<std::string>& names = inherits ? feed.authors : item.authors;
  Author author;
  author.url = inherits && item.author_url.empty() ? feed.author_url : item.author_url;
  if (names.empty()) {
    author.name = one_line(item.publication);
  }
  const bool any_name = std::any_of(names.begin(), names.end(), [](const std::string& name) {
    return name.find('@') == std::string::npos;
  });
  for (const std::string& name : names) {
    if (any_name && name.find('@') != std::string::npos) {
      continue;  // a mail address beside names adds nothing
    }
    author.name += author.name.empty() ? "" : ", ";
    author.name += one_line(name);
  }
  return author;
}

std::vector<Hashtag> tags_of(const FeedItem& item, std::string_view text, bool per_tag) {
  std::vector<Hashtag> tags = hashtags_in(text);
  if (per_tag) {
    for (const std::string& category : item.categories) {
      const Hashtag tag(category);
      if (tag.valid() && std::find(tags.begin(), tags.end(), tag) == tags.end()) {
        tags.push_back(tag);
      }
    }
  }
  return tags;
}

Post post_of(const FeedDocument& feed, const FeedItem& item, const FeedOrigin& origin,
             std::string identity) {
  const PlainHtml title = plain(item.title);
  PlainHtml body = plain(body_of(item));
  Post post;
  post.uri = std::move(identity);
  post.native_id = post.uri;
  post.url = own_address(feed, item);
  post.platform = "feed";
  post.kind = PostKind::article;
  post.author = author_of(feed, item);
  post.created_at = published_at(item);
  post.edited_at = edited_at(item);
  post.text = title_and_body(one_line(title.text), body.text);
  post.language = language_tag(item.language.empty() ? feed.language : item.language);
  post.tags = tags_of(item, post.text, origin.per_tag);
  if (post.url.empty()) {
    add_link(post.links, item.link, "");
  }
  add_links(post.links, title.links);
  add_links(post.links, body.links);
  add_links(post.links, item.links);
  post.media = item.media;
  for (Media& media : body.media) {
    add_media(post.media, std::move(media));
  }
  if (post.media.size() == 1 && post.media.front().alt.empty() &&
      &body_of(item) != &item.media_description) {
    post.media.front().alt = one_line(plain(item.media_description).text);
  }
  return post;
}

// How many posts on top are pinned: older than all that follow, which are newest first. They say
// nothing of how far back the feed reaches.
std::size_t pinned_on_top(const std::vector<Post>& posts) {
  const auto time = [&](std::size_t at) { return posts[at].created_at; };
  std::size_t ordered_from = posts.empty() ? 0 : posts.size() - 1;
  while (ordered_from > 0 && time(ordered_from) && time(ordered_from - 1) >= time(ordered_from)) {
    --ordered_from;
  }
  if (ordered_from == 0 || ordered_from > kPinnedMax || ordered_from + 2 > posts.size()) {
    return 0;
  }
  for (std::size_t at = 0; at < ordered_from; ++at) {
    if (!time(at) || time(at) >= posts.back().created_at) {
      return 0;
    }
  }
  return ordered_from;
}

// Newest first; a post without a time stays behind the one before it in the document.
void sort_newest_first(std::vector<Post>& posts) {
  std::vector<Instant> times(posts.size());
  Instant last = Instant::max();
  for (std::size_t at = 0; at < posts.size(); ++at) {
    last = posts[at].created_at.value_or(last);
    times[at] = last;
  }
  std::vector<std::size_t> order(posts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return times[a] > times[b]; });
  std::vector<Post> sorted;
  sorted.reserve(posts.size());
  for (const std::size_t at : order) {
    sorted.push_back(std::move(posts[at]));
  }
  posts = std::move(sorted);
}

}  // namespace

Page page_of(FeedDocument feed, const FeedOrigin& origin) {
  Page page;
  page.items = static_cast<int>(feed.items.size());
  page.time_to_live = feed.time_to_live;
  ItemIdentities identities = identities_of(feed, origin.feed_url);
  page.unreadable = identities.unreadable;
  for (std::size_t at = 0; at < feed.items.size(); ++at) {
    std::string& identity = identities.of_items[at];
    if (identity.empty()) {
      ++page.skipped;
      continue;
    }
    page.posts.push_back(post_of(feed, feed.items[at], origin, std::move(identity)));
  }
  const std::size_t pinned = pinned_on_top(page.posts);
  for (std::size_t at = pinned; at < page.posts.size(); ++at) {
    page.identities.push_back(page.posts[at].uri);
  }
  const auto first_unpinned = page.posts.begin() + static_cast<std::ptrdiff_t>(pinned);
  const std::vector<Post> pinned_posts(page.posts.begin(), first_unpinned);
  page.posts.erase(page.posts.begin(), first_unpinned);
  sort_newest_first(page.posts);
  if (!page.posts.empty()) {
    page.newest = Bound(page.posts.front().native_id, page.posts.front().created_at);
    page.oldest = Bound(page.posts.back().native_id, page.posts.back().created_at);
  }
  page.posts.insert(page.posts.end(), pinned_posts.begin(), pinned_posts.end());
  sort_newest_first(page.posts);
  return page;
}

}  // namespace tagwatch
