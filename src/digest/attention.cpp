#include "attention.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "rank.hpp"

namespace tagwatch {
namespace {

/// A post that was reported can begin to wait for so long after.
constexpr Duration kFastRepliesWithin = std::chrono::hours(48);
constexpr double kRepliesAnHour = 3;
constexpr double kRootsForOneMore = 100;
/// What an account is taken to have where the platform does not say.
constexpr std::int64_t kFollowersUnknown = 500;

bool replies_fast(const PostRecord& record) {
  const std::int64_t replies = record.post.engagement.replies.value_or(0);
  if (replies < kFastRepliesMin || !record.engagement_as_of) {
    return false;
  }
  const Duration age =
      std::max<Duration>(*record.engagement_as_of - record.created, std::chrono::hours(1));
  const double hours = std::chrono::duration<double, std::ratio<3600>>(age).count();
  const auto followers = static_cast<double>(
      std::max<std::int64_t>(record.post.author.followers.value_or(kFollowersUnknown), 0));
  return static_cast<double>(replies) >=
         hours * (kRepliesAnHour + std::sqrt(followers) / kRootsForOneMore);
}

// What is known of the posts that digests told, by id.
using Known = std::map<std::int64_t, AttentionRow>;

Result<Known> known_of(const Reader& reader, Day told_from) {
  const auto rows = reader.attention(told_from);
  if (!rows) {
    return rows.error();
  }
  Known known;
  for (const AttentionRow& row : *rows) {
    known.emplace(row.post, row);
  }
  return known;
}

std::vector<Why> whys_of(const std::vector<std::string>& reasons) {
  std::vector<Why> whys;
  for (const std::string& reason : reasons) {
    if (const auto why = why_from_name(reason)) {
      whys.push_back(*why);
    }
  }
  return whys;
}

struct Waiting {
  const PostRecord* record;
  std::vector<Why> why;
  std::optional<Day> told;
};

AttentionItem item_of(const Waiting& waiting) {
  AttentionItem item;
  item.uri = waiting.record->post.uri;
  item.number = waiting.record->id;
  item.revision = waiting.record->revision;
  item.why = waiting.why;
  item.since = waiting.record->placed;
  item.told = waiting.told;
  item.engagement = waiting.record->post.engagement;
  return item;
}

AttentionRow row_of(const Waiting& waiting) {
  AttentionRow row;
  row.post = waiting.record->id;
  for (const Why why : waiting.why) {
    row.reasons.emplace_back(name(why));
  }
  return row;
}

std::int64_t followers_of(const Waiting& waiting) {
  return waiting.record->post.author.followers.value_or(0);
}

void sort(std::vector<Waiting>& waiting) {
  std::sort(waiting.begin(), waiting.end(), [](const Waiting& a, const Waiting& b) {
    if (followers_of(a) != followers_of(b)) {
      return followers_of(a) > followers_of(b);
    }
    return a.record->placed != b.record->placed ? a.record->placed < b.record->placed
                                                : a.record->post.uri < b.record->post.uri;
  });
}

// Of each text the first stays, as they are sorted.
void drop_copies(std::vector<Waiting>& waiting, const std::vector<Cluster>& clusters) {
  std::map<std::string_view, std::size_t> cluster_of;
  for (std::size_t at = 0; at < clusters.size(); ++at) {
    for (const std::string& uri : clusters[at].uris) {
      cluster_of.emplace(uri, at);
    }
  }
  std::set<std::size_t> told;
  std::erase_if(waiting, [&](const Waiting& each) {
    const auto cluster = cluster_of.find(each.record->post.uri);
    return cluster != cluster_of.end() && !told.insert(cluster->second).second;
  });
}

bool quotable(const PostRecord& record) {
  return !record.deleted && !record.post.withheld;
}

// The posts of earlier digests that may still wait: those that were told, and those that replies
// came to since.
Result<std::vector<PostRecord>> earlier_posts(const Reader& reader, const Known& known,
                                              Instant from) {
  auto replied = reader.replied_to({from - kFastRepliesWithin, from}, kFastRepliesMin);
  if (!replied) {
    return replied.error();
  }
  std::vector<std::int64_t> ids;
  std::copy_if(replied->begin(), replied->end(), std::back_inserter(ids),
               [&](std::int64_t id) { return !known.contains(id); });
  for (const auto& [id, row] : known) {
    if (!row.closed && row.told) {
      ids.push_back(id);
    }
  }
  return reader.posts_by_id(ids);
}

}  // namespace

std::vector<Why> reasons_to_answer(const PostRecord& record, const Accounts& accounts,
                                   std::int64_t audience_followers) {
  const Post& post = record.post;
  const std::optional<Role> role = accounts.role_of(post.author.handle);
  std::vector<Why> why;
  if (role == Role::own || !quotable(record)) {
    return why;
  }
  if (mentions_own(post, accounts)) {
    why.push_back(Why::mentions_own);
  }
  const bool audience = post.author.followers.value_or(0) >= audience_followers;
  if (asks(post.text) && (audience || role)) {
    why.push_back(Why::question);
    why.push_back(role ? Why::listed : Why::audience);
  }
  if (replies_fast(record)) {
    why.push_back(Why::replies_fast);
  }
  return why;
}

Result<Attention> attention_of(const Reader& reader, const DigestOptions& options,
                               const Accounts& accounts, const std::vector<PostFact>& facts,
                               const std::vector<Cluster>& clusters, const Scope& scope) {
  const Day date = scope.date().day;
  const auto known = known_of(reader, date - std::chrono::days(options.attention_days - 1));
  if (!known) {
    return known.error();
  }
  auto earlier = earlier_posts(reader, *known, scope.window.from);
  if (!earlier) {
    return earlier.error();
  }
  std::vector<Waiting> waiting;
  const auto add = [&](const PostRecord& record) {
    const auto told = known->find(record.id);
    if (told != known->end()) {
      if (!told->second.closed && quotable(record)) {
        waiting.push_back({&record, whys_of(told->second.reasons), told->second.told});
      }
      return;
    }
    auto why = reasons_to_answer(record, accounts, options.audience_followers);
    if (!why.empty()) {
      waiting.push_back({&record, std::move(why), std::nullopt});
    }
  };
  for (const PostFact& fact : facts) {
    add(fact.record);
  }
  std::for_each(earlier->begin(), earlier->end(), add);
  sort(waiting);
  drop_copies(waiting, clusters);
  Attention attention;
  for (const Waiting& each : waiting) {
    attention.items.push_back(item_of(each));
    if (!each.told) {
      attention.new_ones.push_back(row_of(each));
    }
  }
  return attention;
}

std::set<std::string_view> shown_attention(const DigestValue& value) {
  std::set<std::string_view> uris;
  if (value.attention) {
    for (const AttentionItem& item : *value.attention) {
      if (uris.size() < kAttentionShownMax) {
        uris.insert(item.uri);
      }
    }
  }
  return uris;
}

}  // namespace tagwatch
