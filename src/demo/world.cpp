#include "tagwatch/demo/world.hpp"

#include <algorithm>
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

std::vector<World::Filed> World::timeline(std::string_view server, std::string_view tag_key,
                                          Instant at) const {
  std::vector<Filed> shown;
  for (const WorldPost& post : posts_) {
    const bool tagged = std::any_of(post.tags.begin(), post.tags.end(),
                                    [&](const Hashtag& tag) { return tag.key() == tag_key; });
    if (const Arrival* arrival = tagged ? post.shown_on(server, at) : nullptr) {
      shown.push_back({&post, arrival});
    }
  }
  std::sort(shown.begin(), shown.end(),
            [](const Filed& a, const Filed& b) { return a.arrival->id > b.arrival->id; });
  return shown;
}

std::optional<World::Filed> World::find(std::string_view server, std::uint64_t id,
                                        Instant at) const {
  for (const WorldPost& post : posts_) {
    const Arrival* arrival = post.shown_on(server, at);
    if (arrival != nullptr && arrival->id == id) {
      return Filed{&post, arrival};
    }
  }
  return std::nullopt;
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
