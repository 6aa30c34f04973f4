// The texts that several accounts posted, in a Sheet: counted and linked, never quoted.

#include "sheet_parts.hpp"
#include "tagwatch/digest/sentences.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch::render {
namespace {

// More are a table, not a digest.
constexpr std::size_t kRowsMax = 5;
constexpr std::size_t kNameCharactersMax = 60;

void tell_first(const DigestView& view, const std::string& uri, SameTextRow& row) {
  const auto found = view.records.find(uri);
  if (found == view.records.end()) {
    row.notice = "the first is no longer stored";
    return;
  }
  const Post& post = found->second.post;
  if (found->second.deleted) {
    row.notice = "the first was deleted";
  } else if (post.withheld) {
    row.notice = "the author of the first asks not to be quoted";
  } else {
    const std::string& who = post.author.handle.empty() ? post.author.name : post.author.handle;
    row.first = shortened(one_line(who), kNameCharactersMax);
    row.url = linkable(post.url);
    row.host = one_line(host_of(row.url));
  }
}

}  // namespace

std::vector<SameTextRow> same_texts(const DigestView& view, const WallClock& clock) {
  std::vector<SameTextRow> rows;
  for (const Cluster& cluster : view.value.clusters.value_or(std::vector<Cluster>())) {
    if (rows.size() == kRowsMax) {
      break;
    }
    SameTextRow row;
    row.posts = posts_words(static_cast<std::int64_t>(cluster.uris.size())) + " by " +
                counted(cluster.accounts, "account", "accounts");
    const std::string from = clock.time(cluster.from);
    const std::string to = clock.time(std::chrono::ceil<std::chrono::minutes>(cluster.to));
    row.span = from == to ? from : from + "–" + to;
    tell_first(view, cluster.uris.front(), row);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string same_texts_note(const DigestValue& value) {
  const std::size_t texts = value.clusters ? value.clusters->size() : 0;
  return texts <= kRowsMax ? std::string()
                           : "And " +
                                 counted(static_cast<std::int64_t>(texts - kRowsMax), "other text",
                                         "other texts") +
                                 ".";
}

}  // namespace tagwatch::render
