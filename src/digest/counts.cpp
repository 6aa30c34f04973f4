#include "counts.hpp"

#include <algorithm>
#include <set>

#include "clusters.hpp"
#include "tagwatch/text/ascii.hpp"
#include "tagwatch/text/language.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch {
namespace {

/// Longest list of accounts, links or tags: more is a table, not a digest.
constexpr std::size_t kFrequentMax = 10;
/// What stands in one post alone is no pattern.
constexpr std::int64_t kFrequentFrom = 2;

// By what two posts are known to be of one account; "" where the platform names nobody.
const std::string& account_key(const Post& post) {
  const Author& author = post.author;
  return !author.handle.empty() ? author.handle : !author.url.empty() ? author.url : author.name;
}

std::int64_t accounts_of(const PostFacts& posts) {
  std::set<std::string_view> accounts;
  for (const PostFact* fact : posts) {
    if (!account_key(fact->record.post).empty()) {
      accounts.insert(account_key(fact->record.post));
    }
  }
  return static_cast<std::int64_t>(accounts.size());
}

// Counts what posts share by a key, and remembers where it stands first.
class Shared {
 public:
  void add(const std::string& key, const PostFact& fact, int index) {
    const Post& post = fact.record.post;
    const auto [found, added] = shared_.try_emplace(key);
    Entry& entry = found->second;
    if (added) {
      entry.count = {post.uri, index, 0, 0};
    }
    if (entry.newest != &fact) {  // the same thing twice in one post counts once
      entry.newest = &fact;
      ++entry.count.posts;
      entry.accounts.insert(account_key(post));
    }
  }

  [[nodiscard]] std::vector<ReferredCount> most_frequent() const {
    std::vector<ReferredCount> counts;
    for (const auto& [key, entry] : shared_) {
      if (entry.count.posts >= kFrequentFrom) {
        counts.push_back(entry.count);
        counts.back().accounts = static_cast<std::int64_t>(entry.accounts.size());
      }
    }
    std::stable_sort(counts.begin(), counts.end(),
                     [](const ReferredCount& a, const ReferredCount& b) {
                       return std::pair(-a.posts, -a.accounts) < std::pair(-b.posts, -b.accounts);
                     });
    counts.resize(std::min(counts.size(), kFrequentMax));
    return counts;
  }

 private:
  struct Entry {
    ReferredCount count;
    const PostFact* newest = nullptr;
    std::set<std::string_view> accounts;
  };
  std::map<std::string, Entry> shared_;
};

bool speaks_for_itself(const PostFact& fact) {
  return !fact.apart() && fact.quotable();
}

std::vector<NamedCount> most_frequent(std::vector<NamedCount> counts) {
  std::erase_if(counts, [](const NamedCount& count) { return count.posts == 0; });
  std::stable_sort(counts.begin(), counts.end(),
                   [](const NamedCount& a, const NamedCount& b) { return a.posts > b.posts; });
  return counts;
}

// "en" of "en-GB", in lower case.
std::string primary_language(std::string_view said) {
  return ascii_lower(said.substr(0, said.find_first_of("-_")));
}

}  // namespace

TagCount count_tag(const PostFacts& posts, const Hashtag& tag) {
  TagCount count;
  count.tag = tag.spelled();
  PostFacts counted;
  for (const PostFact* fact : posts) {
    if (!fact->matches(tag)) {
      continue;
    }
    if (fact->apart()) {
      ++(fact->role == Role::own ? count.own : count.partner);
      continue;
    }
    counted.push_back(fact);
    count.programme += fact->signs.about() ? 1 : 0;
  }
  count.posts = static_cast<std::int64_t>(counted.size());
  count.authors = accounts_of(counted);
  return count;
}

std::int64_t with_several_tags(const PostFacts& posts, const std::vector<Hashtag>& tags) {
  return std::count_if(posts.begin(), posts.end(), [&](const PostFact* fact) {
    const auto under = std::count_if(tags.begin(), tags.end(),
                                     [&](const Hashtag& tag) { return fact->matches(tag); });
    return !fact->apart() && under > 1;
  });
}

std::vector<HourCount> by_hour(const PostFacts& posts, Day day, const Zone& zone) {
  const Window whole = zone.window(day);
  std::vector<HourCount> hours;
  for (Instant from = whole.from; from < whole.to; from += std::chrono::hours(1)) {
    hours.push_back({from, 0, CoverageWord::unknown, std::nullopt});
  }
  for (const PostFact* fact : posts) {
    const Instant placed = fact->record.placed;
    if (!fact->apart() && placed >= whole.from && placed < whole.to) {
      ++hours.at(static_cast<std::size_t>((placed - whole.from) / std::chrono::hours(1))).posts;
    }
  }
  return hours;
}

std::vector<SourceCount> by_source(const PostFacts& posts,
                                   const std::vector<DigestSource>& sources) {
  std::vector<SourceCount> counts;
  for (const DigestSource& source : sources) {
    counts.push_back({source.name, source.platform, 0, 0, std::nullopt});
  }
  const auto count_of = [&](const std::string& source, const Post& post) -> SourceCount& {
    const auto found = std::find_if(counts.begin(), counts.end(), [&](const SourceCount& count) {
      return count.source == source;
    });
    return found != counts.end()
               ? *found
               : counts.emplace_back(SourceCount{source, post.platform, 0, 0, std::nullopt});
  };
  for (const PostFact* fact : posts) {
    std::set<std::string_view> seen;
    for (const Sighting& sighting : fact->record.sightings) {
      if (seen.insert(sighting.source).second) {
        ++count_of(sighting.source, fact->record.post).posts;
      }
    }
    if (!fact->record.sightings.empty()) {
      ++count_of(fact->record.sightings.front().source, fact->record.post).first;
    }
  }
  return counts;
}

std::vector<ReferredCount> frequent_authors(const PostFacts& posts) {
  Shared shared;
  for (const PostFact* fact : posts) {
    const std::string& handle = fact->record.post.author.handle;
    if (speaks_for_itself(*fact) && !handle.empty()) {
      shared.add(handle, *fact, 0);
    }
  }
  return shared.most_frequent();
}

std::vector<ReferredCount> frequent_links(const PostFacts& posts) {
  Shared shared;
  for (const PostFact* fact : posts) {
    if (!speaks_for_itself(*fact)) {
      continue;
    }
    int index = 0;
    for (const Link& link : fact->record.post.links) {
      shared.add(page_key(link.url), *fact, index++);
    }
  }
  return shared.most_frequent();
}

std::vector<ReferredCount> frequent_tags(const PostFacts& posts,
                                         const std::vector<Hashtag>& watched) {
  Shared shared;
  for (const PostFact* fact : posts) {
    if (!speaks_for_itself(*fact)) {
      continue;
    }
    int index = 0;
    for (const Hashtag& tag : fact->record.post.tags) {
      if (std::find(watched.begin(), watched.end(), tag) == watched.end()) {
        shared.add(tag.key(), *fact, index);
      }
      ++index;
    }
  }
  return shared.most_frequent();
}

std::vector<Cluster> clusters_of(const PostFacts& posts) {
  PostFacts speaking;
  std::vector<SaidPost> said;
  for (const PostFact* fact : posts) {
    if (speaks_for_itself(*fact)) {
      speaking.push_back(fact);
      said.push_back({fact->record.post.text, account_key(fact->record.post)});
    }
  }
  std::vector<Cluster> clusters;
  for (const SameText& same : same_texts(said).clusters) {
    Cluster cluster;
    for (const std::size_t at : same.posts) {
      cluster.uris.push_back(speaking[at]->record.post.uri);
    }
    cluster.accounts = same.accounts;
    cluster.from = speaking[same.posts.front()]->record.placed;
    cluster.to = speaking[same.posts.back()]->record.placed;
    clusters.push_back(std::move(cluster));
  }
  return clusters;
}

std::vector<NamedCount> by_topic(const PostFacts& posts, const std::vector<std::string>& topics) {
  std::vector<NamedCount> counts;
  for (const std::string& topic : topics) {
    counts.push_back({topic, 0, std::nullopt});
    for (const PostFact* fact : posts) {
      const auto& of_post = fact->record.topics;
      if (!fact->apart() && std::find(of_post.begin(), of_post.end(), topic) != of_post.end()) {
        ++counts.back().posts;
      }
    }
  }
  return most_frequent(std::move(counts));
}

std::vector<NamedCount> by_language(const PostFacts& posts) {
  std::map<std::string, NamedCount> languages;
  for (const PostFact* fact : posts) {
    if (fact->apart()) {
      continue;
    }
    const Post& post = fact->record.post;
    const std::string said = primary_language(post.language.value_or(""));
    const std::string language = said.empty() ? guess_language(post.text).value_or("") : said;
    NamedCount& count = languages[language];
    count.name = language;
    ++count.posts;
    count.guessed += said.empty() && !language.empty() ? 1 : 0;
  }
  std::vector<NamedCount> counts;
  for (auto& [language, count] : languages) {
    counts.push_back(std::move(count));
  }
  return most_frequent(std::move(counts));
}

std::vector<DayCount> day_counts(const PostFacts& posts, Day day,
                                 const std::vector<Hashtag>& tags) {
  std::vector<DayCount> counts;
  for (const Hashtag& tag : tags) {
    const TagCount of_tag = count_tag(posts, tag);
    counts.push_back({day, tag.key(), of_tag.posts, of_tag.own, of_tag.partner, of_tag.programme,
                      of_tag.authors});
  }
  DayCount all;
  all.day = day;
  PostFacts counted;
  for (const PostFact* fact : posts) {
    if (fact->apart()) {
      ++(fact->role == Role::own ? all.own : all.partner);
    } else {
      counted.push_back(fact);
      all.programme += fact->signs.about() ? 1 : 0;
    }
  }
  all.posts = static_cast<std::int64_t>(counted.size());
  all.authors = accounts_of(counted);
  counts.push_back(all);
  return counts;
}

}  // namespace tagwatch
