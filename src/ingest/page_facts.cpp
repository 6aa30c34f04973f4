#include "ingest/page_facts.hpp"

#include <algorithm>
#include <set>

namespace tagwatch {
namespace {

/// So many known items are more than what a feed keeps on show for ever.
constexpr std::size_t kKnownEnough = 3;

std::vector<Instant> times_of(const Page& page) {
  const std::set<std::string_view> counted(page.identities.begin(), page.identities.end());
  std::vector<Instant> times;
  for (const Post& post : page.posts) {
    if (post.created_at && (counted.empty() || counted.contains(post.uri))) {
      times.push_back(*post.created_at);
    }
  }
  return times;
}

// The items that were shown before and stand below what is new; one above that is pinned. All of
// them where nothing is new.
std::vector<const Post*> known_below_the_new(const Page& page,
                                             const std::vector<std::string>& before) {
  const std::set<std::string_view> shown(before.begin(), before.end());
  std::vector<const Post*> known;
  bool below = std::all_of(page.posts.begin(), page.posts.end(),
                           [&](const Post& post) { return shown.contains(post.uri); });
  for (const Post& post : page.posts) {
    if (!shown.contains(post.uri)) {
      below = true;
    } else if (below) {
      known.push_back(&post);
    }
  }
  return known;
}

}  // namespace

Instant newest_time(const Page& page, Instant otherwise) {
  const std::vector<Instant> times = times_of(page);
  const Instant claimed = page.newest && page.newest->at ? *page.newest->at : Instant::min();
  const Instant bound = std::max(claimed, page.newest_filed.value_or(Instant::min()));
  const Instant latest =
      times.empty() ? bound : std::max(bound, *std::max_element(times.begin(), times.end()));
  return latest == Instant::min() ? otherwise : latest;
}

Instant read_down_to(const Page& page, Instant otherwise, std::size_t strays) {
  const std::vector<Instant> times = times_of(page);
  if (times.empty()) {
    const bool told = page.oldest && page.oldest->at;
    return told ? std::min(*page.oldest->at, otherwise) : otherwise;
  }
  const auto last = times.end() - static_cast<std::ptrdiff_t>(std::min(times.size(), strays));
  const Instant filed = page.oldest_filed.value_or(Instant::min());
  return std::min(std::max(filed, *std::max_element(last, times.end())), otherwise);
}

std::vector<std::string> identities_by_time(const Page& page) {
  const std::set<std::string_view> all(page.identities.begin(), page.identities.end());
  std::vector<std::string> sorted;
  std::set<std::string_view> taken;
  for (const Post& post : page.posts) {
    if (all.contains(post.uri) && taken.insert(post.uri).second) {
      sorted.push_back(post.uri);
    }
  }
  std::copy_if(page.identities.begin(), page.identities.end(), std::back_inserter(sorted),
               [&taken](const std::string& identity) { return !taken.contains(identity); });
  return sorted;
}

Page without_known(const Page& page, const std::vector<std::string>& before) {
  Page rest = page;
  std::erase_if(rest.posts, [&before](const Post& post) {
    return std::find(before.begin(), before.end(), post.uri) != before.end();
  });
  rest.newest.reset();
  rest.oldest.reset();
  return rest;
}

Instant read_up_to(const Page& page, Instant otherwise) {
  const std::vector<Instant> times = times_of(page);
  const auto end = times.begin() + static_cast<std::ptrdiff_t>(std::min(times.size(), kStrays));
  return times.empty() ? otherwise : *std::min_element(times.begin(), end);
}

bool reaches_id(const Page& page, std::string_view id) {
  const bool shown = (page.newest && page.newest->id == id) ||
                     (page.oldest && page.oldest->id == id) ||
                     std::any_of(page.posts.begin(), page.posts.end(),
                                 [id](const Post& post) { return post.native_id == id; });
  const auto below = std::count_if(page.posts.begin(), page.posts.end(), [id](const Post& post) {
    return post.native_id.size() == id.size() && id_at_or_below(post.native_id, id);
  });
  return shown || below >= 2;
}

bool follows_on(const Page& page, const std::vector<std::string>& before,
                std::optional<Instant> newest) {
  const std::vector<const Post*> known = known_below_the_new(page, before);
  const bool shows_newest = std::any_of(known.begin(), known.end(), [&](const Post* post) {
    return !newest || !post->created_at || *post->created_at >= *newest;
  });
  if (shows_newest) {
    return true;
  }
  // Without its newest, which may be deleted, those next to it must be there: what stands at its
  // other end may be pinned.
  const auto end = before.begin() + static_cast<std::ptrdiff_t>(std::min(before.size(), kStrays));
  const bool near_newest = std::any_of(known.begin(), known.end(), [&](const Post* post) {
    return std::find(before.begin(), end, post->uri) != end;
  });
  return near_newest && known.size() >= kKnownEnough;
}

bool leads_nowhere(const Page& page) {
  return page.more && !page.oldest;
}

std::optional<ShownStretch> shown_stretch(const Task& task, const Page& page, Order order,
                                          bool stated_open) {
  const auto* below = std::get_if<Below>(&task);
  const bool newest = std::holds_alternative<Newest>(task);
  if (order == Order::identity || (below == nullptr && !newest)) {
    return std::nullopt;
  }
  ShownStretch shown;
  shown.order = order;
  if (below != nullptr) {
    shown.high = below->bound;
  } else if (page.items == 0 && !stated_open) {
    return std::nullopt;
  }
  if (page.items > 0 && !page.oldest) {
    return std::nullopt;  // where it ends cannot be read
  }
  if (order == Order::ids) {
    shown.low = page.items > 0 ? *page.oldest : Bound();
    const bool comparable = shown.low.id.empty() || shown.high.id.empty() ||
                            shown.low.id.size() == shown.high.id.size();
    const bool has_ids =
        (page.items == 0 || !shown.low.id.empty()) && (below == nullptr || !shown.high.id.empty());
    if (!comparable || !has_ids) {
      return std::nullopt;
    }
  } else if (page.more || below != nullptr) {
    shown.low = Bound({}, read_down_to(page, *page.oldest->at));
  }
  for (const Post& post : page.posts) {
    shown.posts.push_back({post.native_id, post.uri, post.created_at});
  }
  return shown;
}

bool unreadable(const Page& page) {
  return page.unreadable > 0 && page.unreadable * 2 >= page.items;
}

}  // namespace tagwatch
