#include "tagwatch/demo/world.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tagwatch::demo {
namespace {

constexpr Duration kHalfLife = std::chrono::hours(2);

std::int64_t grown(std::optional<std::int64_t> finally, Duration age) {
  const std::int64_t passed = std::max<std::int64_t>(age.count(), 0);
  const std::int64_t scale = passed + kHalfLife.count();
  return (finally.value_or(0) * passed + scale / 2) / scale;
}

}  // namespace

std::string handle(const Account& account) {
  return "@" + account.name + "@" + account.server;
}

std::uint64_t snowflake(Instant at, std::uint16_t number) {
  return (static_cast<std::uint64_t>(to_ms(at)) << 16) | number;
}

const std::string& WorldPost::text_at(Instant at) const {
  return edit && edit->at <= at ? edit->text : text;
}

const std::string& NewsItem::summary_at(Instant at) const {
  return edit && edit->at <= at ? edit->text : summary;
}

Engagement WorldPost::engagement_at(Instant at) const {
  const Duration age = at - created;
  Engagement engagement;
  engagement.likes = grown(finally.likes, age);
  engagement.reposts = grown(finally.reposts, age);
  engagement.replies = grown(finally.replies, age);
  engagement.quotes = grown(finally.quotes, age);
  return engagement;
}

const Arrival* WorldPost::shown_on(std::string_view server, Instant at) const {
  if (deleted && *deleted <= at) {
    return nullptr;
  }
  const auto arrival = std::find_if(arrivals.begin(), arrivals.end(), [&](const Arrival& each) {
    return each.server == server && each.at <= at;
  });
  return arrival == arrivals.end() ? nullptr : &*arrival;
}

std::size_t World::add(Account account) {
  accounts_.push_back(std::move(account));
  return accounts_.size() - 1;
}

std::size_t World::add(WorldPost post) {
  posts_.push_back(std::move(post));
  return posts_.size() - 1;
}

void World::add(NewsItem item) {
  news_.push_back(std::move(item));
}

void World::add(Outage outage) {
  outages_.push_back(std::move(outage));
}

bool World::answers(std::string_view server, Instant at) const {
  return std::none_of(outages_.begin(), outages_.end(), [&](const Outage& outage) {
    return outage.server == server && outage.window.from <= at && at < outage.window.to;
  });
}

WorldPost& World::post(std::size_t index) {
  index_ = {};
  return posts_.at(index);
}

const World::Index& World::index() const {
  for (; index_.posts < posts_.size(); ++index_.posts) {
    const WorldPost& post = posts_[index_.posts];
    index_.by_uri.emplace(post.uri, index_.posts);
    for (const Arrival& arrival : post.arrivals) {
      index_.timelines[{arrival.server, ""}].emplace(arrival.id, index_.posts);
      for (const Hashtag& tag : post.tags) {
        index_.timelines[{arrival.server, tag.key()}].emplace(arrival.id, index_.posts);
      }
    }
  }
  return index_;
}

const World::ById& World::filed(std::string_view server, std::string_view tag_key) const {
  static const ById kNothing;
  const auto& timelines = index().timelines;
  const auto found = timelines.find({std::string(server), std::string(tag_key)});
  return found == timelines.end() ? kNothing : found->second;
}

std::vector<World::Filed> World::timeline(std::string_view server, std::string_view tag_key,
                                          Instant at) const {
  return timeline(server, tag_key, at, Part());
}

std::vector<World::Filed> World::timeline(std::string_view server, std::string_view tag_key,
                                          Instant at, const Part& part) const {
  const ById& all = filed(server, tag_key);
  std::vector<Filed> shown;
  const auto take = [&](const ById::value_type& each) {
    const WorldPost& post = posts_[each.second];
    const Arrival* arrival = post.shown_on(server, at);
    if (arrival != nullptr && arrival->id == each.first) {
      shown.push_back({&post, arrival});
    }
    return shown.size() < part.limit;
  };
  const auto low = all.upper_bound(part.above);
  const auto high = all.lower_bound(part.below);
  if (part.above >= part.below || part.limit == 0) {
    return shown;
  }
  if (part.from_below) {
    (void)std::all_of(low, high, take);
    std::reverse(shown.begin(), shown.end());
  } else {
    (void)std::all_of(std::make_reverse_iterator(high), std::make_reverse_iterator(low), take);
  }
  return shown;
}

std::optional<World::Filed> World::find(std::string_view server, std::uint64_t id,
                                        Instant at) const {
  const auto [first, end] = filed(server, "").equal_range(id);
  for (auto each = first; each != end; ++each) {
    const WorldPost& post = posts_[each->second];
    const Arrival* arrival = post.shown_on(server, at);
    if (arrival != nullptr && arrival->id == id) {
      return Filed{&post, arrival};
    }
  }
  return std::nullopt;
}

std::optional<World::Filed> World::find(std::string_view server, const std::string& uri,
                                        Instant at) const {
  const auto& by_uri = index().by_uri;
  const auto found = by_uri.find(uri);
  if (found == by_uri.end()) {
    return std::nullopt;
  }
  const WorldPost& post = posts_[found->second];
  const Arrival* arrival = post.shown_on(server, at);
  return arrival != nullptr ? std::optional(Filed{&post, arrival}) : std::nullopt;
}

std::vector<const NewsItem*> World::news_by(Instant at) const {
  std::vector<const NewsItem*> published;
  for (const NewsItem& item : news_) {
    if (item.published <= at) {
      published.push_back(&item);
    }
  }
  std::stable_sort(published.begin(), published.end(), [](const NewsItem* a, const NewsItem* b) {
    return a->published > b->published;
  });
  return published;
}

}  // namespace tagwatch::demo
