#include "sums.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "attention.hpp"
#include "tagwatch/base/sha256.hpp"

namespace tagwatch {
namespace {

std::int64_t with_place(const std::vector<ReportedPost>& posts, Place place) {
  std::int64_t count = 0;
  for (const ReportedPost& post : posts) {
    count += post.place == place ? 1 : 0;
  }
  return count;
}

template <class Items, class Part>
std::int64_t sum(const Items& items, Part part) {
  std::int64_t total = 0;
  for (const auto& item : items) {
    total += item.*part;
  }
  return total;
}

// The posts of the date that stand on the page: those that wait for an answer, and the listed ones.
std::int64_t shown_posts(const DigestValue& value) {
  const std::set<std::string_view> waiting = shown_attention(value);
  const auto of_date =
      std::count_if(value.posts.begin(), value.posts.end(), [&](const ReportedPost& post) {
        return post.place == Place::shown && waiting.contains(post.uri);
      });
  return of_date + static_cast<std::int64_t>(value.top_posts.size());
}

}  // namespace

Omitted omitted_of(const std::vector<ReportedPost>& posts) {
  Omitted omitted;
  omitted.shown = with_place(posts, Place::shown);
  omitted.clustered = with_place(posts, Place::clustered);
  omitted.hidden = with_place(posts, Place::hidden);
  omitted.own = with_place(posts, Place::own);
  omitted.total = omitted.shown + omitted.clustered + omitted.hidden + omitted.own;
  return omitted;
}

std::string posts_hash(const std::vector<ReportedPost>& posts) {
  std::string lines;
  for (const ReportedPost& post : posts) {
    lines += fmt::format("{}\t{}\n", post.uri, post.revision);
  }
  return sha256_hex(lines);
}

Result<void> check_sums(const DigestValue& value) {
  struct Sum {
    std::string_view what;
    std::int64_t is;
    std::int64_t should;
  };
  const Omitted& omitted = value.omitted;
  std::set<std::string_view> uris;
  for (const ReportedPost& post : value.posts) {
    uris.insert(post.uri);
  }
  std::int64_t late = sum(value.late_arrivals, &LateDay::late);
  late += sum(value.late_arrivals, &LateDay::own);
  std::int64_t copies = 0;
  for (const Cluster& cluster : value.clusters.value_or(std::vector<Cluster>())) {
    copies += static_cast<std::int64_t>(cluster.uris.size()) - 1;
  }
  const Sum sums[] = {
      {"shown, clustered, hidden and own",
       omitted.shown + omitted.clustered + omitted.hidden + omitted.own, omitted.total},
      {"the posts of the date",
       with_place(value.posts, Place::shown) + with_place(value.posts, Place::clustered) +
           with_place(value.posts, Place::hidden) + with_place(value.posts, Place::own),
       omitted.total},
      {"the listed posts", shown_posts(value), omitted.shown},
      {"the posts of clusters beyond their first", copies, omitted.clustered},
      {"the posts that sources showed first", sum(value.by_source, &SourceCount::first),
       omitted.total},
      {"the posts by hour", sum(value.by_hour, &HourCount::posts), omitted.total - omitted.own},
      {"the late posts", late, with_place(value.posts, Place::late)},
      {"the older posts", value.older, with_place(value.posts, Place::older)},
      {"the posts, once each", static_cast<std::int64_t>(uris.size()),
       static_cast<std::int64_t>(value.posts.size())},
  };
  for (const Sum& each : sums) {
    if (each.is != each.should) {
      return Error{Errc::store_corrupt,
                   fmt::format("the digest of {} does not add up: {} are {}, not {}",
                               format_day(value.date), each.what, each.is, each.should)};
    }
  }
  return {};
}

}  // namespace tagwatch
