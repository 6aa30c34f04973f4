#include <array>
#include <chrono>

#include "bench/cheap_parse.hpp"
#include "store/unspaced.hpp"
#include "tagwatch/text/ascii.hpp"

namespace tagwatch::bench {
namespace {

constexpr std::string_view kSource = "source";

std::string list_of(const std::vector<std::string_view>& texts) {
  std::string list = "[";
  for (const std::string_view text : texts) {
    list += list.size() > 1 ? ",\"" : "\"";
    list += text;
    list += '"';
  }
  return list + "]";
}

}  // namespace

std::string cheap_text(std::string_view html) {
  constexpr std::array<std::pair<std::string_view, char>, 5> kEntities{
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}};
  std::string text;
  text.reserve(html.size());
  while (!html.empty()) {
    const std::size_t plain = std::min(html.find_first_of("<&"), html.size());
    text += html.substr(0, plain);
    html.remove_prefix(plain);
    if (html.starts_with('<')) {
      html.remove_prefix(std::min(html.find('>'), html.size() - 1) + 1);
    } else if (html.starts_with('&')) {
      const auto* found = std::find_if(kEntities.begin(), kEntities.end(), [&](const auto& entity) {
        return html.starts_with(entity.first);
      });
      const bool known = found != kEntities.end();
      text += known ? found->second : '&';
      html.remove_prefix(known ? found->first.size() : 1);
    }
  }
  return text;
}

CheapStore::~CheapStore() {
  if (open_answers_ > 0) {
    store_.commit();
  }
}

void CheapStore::begin() {
  using std::chrono::duration_cast;
  now_ms_ =
      duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  if (open_answers_ == 0) {
    store_.begin();
  }
  store_.add(Into::txn, ++txn_, now_ms_);
}

void CheapStore::add(const CheapPost& post) {
  const std::int64_t id = ++last_id_;
  const std::int64_t one = 1;
  const std::int64_t none = 0;
  const std::int64_t unspaced = store::has_unspaced(post.text) ? 1 : 0;
  const std::string_view polled = "polled";
  const std::string_view topics = "[]";
  store_.add(Into::post, id, post.uri, post.platform, post.kind, post.created_ms, one,
             std::min(post.created_ms, now_ms_), now_ms_, now_ms_, polled, txn_, one,
             post.created_ms, none, unspaced, none, std::int64_t{post.indexable}, topics);
  add_revision(post, id);
  const std::string tags = list_of(post.tags);
  store_.add(Into::words, id, post.text, nullptr, tags);
  if (unspaced != 0) {
    store_.add(Into::unspaced, id, post.text, nullptr, tags);
  }
  add_evidence(post, id);
}

void CheapStore::add_revision(const CheapPost& post, std::int64_t id) {
  store_.add(Into::revision, id, std::int64_t{1}, txn_, kSource, post.created_ms, nullptr, post.url,
             post.handle, post.name, post.author_url, post.followers, std::int64_t{post.bot},
             post.joined, post.text, nullptr, post.language, list_of(post.tags), post.mentions,
             post.links, post.media, nullptr, nullptr);
}

void CheapStore::add_evidence(const CheapPost& post, std::int64_t id) {
  constexpr std::size_t kScheme = 8;  // https://
  const std::string key = ascii_lower(post.tags.front());
  store_.add(Into::alias, "page " + std::string(post.url.substr(kScheme)), id);
  store_.add(Into::sighting, kSource, post.id, id, now_ms_, std::int64_t{0}, txn_);
  store_.add(Into::match, id, key, post.tags.front(), std::int64_t{0}, txn_);
  store_.add(Into::place, key, kSource, std::min(post.created_ms, now_ms_), id);
  if (post.likes) {
    store_.add(Into::engagement, id, kSource, txn_, now_ms_, post.likes, post.reposts, post.replies,
               std::int64_t{0});
  }
}

void CheapStore::finish(std::int64_t items) {
  const std::string_view tag;
  const std::string_view task = "newest";
  const std::string_view outcome = "ok";
  store_.add(Into::fetch, kSource, tag, task, now_ms_, now_ms_, std::int64_t{200}, items, items,
             outcome, txn_);
  if (++open_answers_ == answers_) {
    store_.commit();
    open_answers_ = 0;
  }
}

}  // namespace tagwatch::bench
