#include "programme.hpp"

#include <algorithm>

#include "tagwatch/text/url.hpp"

namespace tagwatch {
namespace {

// Everything of a post that its author put into words.
std::string words_of(const Post& post) {
  std::string all = post.text;
  const auto add = [&all](const std::string& text) {
    if (!text.empty()) {
      all += '\n';
      all += text;
    }
  };
  add(post.content_warning.value_or(""));
  for (const Link& link : post.links) {
    add(link.title);
  }
  for (const Media& media : post.media) {
    add(media.alt);
  }
  return all;
}

}  // namespace

Result<Programme> Programme::compile(const ProgrammeRules& rules,
                                     const std::vector<Hashtag>& watched) {
  Programme programme;
  auto phrases = Phrases::compile(rules.phrases);
  if (!phrases) {
    return phrases.error();
  }
  auto places = Phrases::compile(rules.places);
  if (!places) {
    return places.error();
  }
  programme.phrases_ = std::move(*phrases);
  programme.places_ = std::move(*places);
  for (const std::string& tag : rules.also_tags) {
    programme.also_tags_.insert(tag_key(tag));
  }
  for (const Hashtag& tag : watched) {
    programme.also_tags_.erase(tag.key());
  }
  programme.link_hosts_ = rules.link_hosts;
  return programme;
}

ProgrammeSigns Programme::signs_of(const Post& post, const Accounts& accounts) const {
  const std::string words = words_of(post);
  ProgrammeSigns signs;
  signs.phrase = phrases_.any_in(words);
  signs.tag = std::any_of(post.tags.begin(), post.tags.end(),
                          [this](const Hashtag& tag) { return also_tags_.contains(tag.key()); });
  signs.link = std::any_of(post.links.begin(), post.links.end(), [this](const Link& link) {
    const std::string host = host_of(link.url);
    return std::any_of(link_hosts_.begin(), link_hosts_.end(),
                       [&](const std::string& domain) { return host_within(host, domain); });
  });
  signs.account =
      accounts.role_of(post.author.handle).has_value() ||
      std::any_of(post.mentions.begin(), post.mentions.end(),
                  [&](const std::string& handle) { return accounts.role_of(handle).has_value(); });
  signs.place = signs.about() && places_.any_in(words);
  return signs;
}

}  // namespace tagwatch
