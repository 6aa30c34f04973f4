#include "tagwatch/ingest/watchlist.hpp"

#include <algorithm>

#include "tagwatch/text/url.hpp"

namespace tagwatch {
namespace {

// Everything a person reads of a post, for phrases and topics.
std::string readable_text(const Post& post) {
  std::string text = post.text;
  if (post.content_warning) {
    text += '\n';
    text += *post.content_warning;
  }
  for (const Hashtag& tag : post.tags) {
    text += "\n#";
    text += tag.spelled();
  }
  for (const Link& link : post.links) {
    text += '\n';
    text += link.title;
  }
  return text;
}

bool from_own_server(const Post& post, const SourceSettings& source) {
  const std::string host = host_of(post.uri);
  return !host.empty() && host == host_of(source.url);
}

}  // namespace

Watchlist::Watchlist(const std::vector<Hashtag>& tags, Topics topics, bool require_indexable)
    : topics_(std::move(topics)), require_indexable_(require_indexable) {
  for (const Hashtag& tag : tags) {
    spelled_by_key_.emplace(tag.key(), tag.spelled());
  }
}

std::vector<Match> Watchlist::matches_of(const Post& post, const SourceSettings& source,
                                         const Phrases& phrases) const {
  std::vector<Match> matches;
  for (const Hashtag& tag : post.tags) {
    const auto watched = spelled_by_key_.find(tag.key());
    const bool listed = std::any_of(matches.begin(), matches.end(),
                                    [&](const Match& each) { return each.tag_key == tag.key(); });
    if (watched != spelled_by_key_.end() && !listed) {
      matches.push_back({watched->first, watched->second, false});
    }
  }
  const bool kept_all_the_same =
      matches.empty() && (source.match == MatchMode::all || (source.match == MatchMode::phrases &&
                                                             phrases.any_in(readable_text(post))));
  if (kept_all_the_same) {
    for (const Hashtag& tag : source.tags) {
      matches.push_back({tag.key(), tag.spelled(), true});
    }
  }
  return matches;
}

std::vector<std::string> Watchlist::topics_of(const Post& post) const {
  return topics_.of(readable_text(post));
}

MatchedPost Watchlist::matched(Post post, std::vector<Match> matches,
                               const SourceSettings& source) const {
  MatchedPost matched;
  matched.matches = std::move(matches);
  matched.topics = topics_of(post);
  matched.from_own_server = from_own_server(post, source);
  matched.post = std::move(post);
  matched.post.withheld |= require_indexable_ && !matched.post.indexable;
  return matched;
}

std::vector<MatchedPost> Watchlist::match(std::vector<Post> posts, const SourceSettings& source,
                                          const Phrases& phrases) const {
  std::vector<MatchedPost> kept;
  for (Post& post : posts) {
    std::vector<Match> matches = matches_of(post, source, phrases);
    if (matches.empty() || post.kind == PostKind::repost) {
      continue;
    }
    kept.push_back(matched(std::move(post), std::move(matches), source));
  }
  return kept;
}

std::vector<MatchedPost> Watchlist::match_known(std::vector<Post> posts,
                                                const SourceSettings& source,
                                                const Phrases& phrases) const {
  std::vector<MatchedPost> kept;
  for (Post& post : posts) {
    if (post.kind != PostKind::repost) {
      std::vector<Match> matches = matches_of(post, source, phrases);
      kept.push_back(matched(std::move(post), std::move(matches), source));
    }
  }
  return kept;
}

}  // namespace tagwatch
