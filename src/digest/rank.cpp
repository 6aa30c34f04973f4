#include "rank.hpp"

#include <algorithm>
#include <array>

namespace tagwatch {
namespace {

constexpr std::int64_t kThousandths = 1000;
/// A repost, reply or quote costs its author more than a like does.
constexpr std::int64_t kLikeWeight = 1;
constexpr std::int64_t kSpreadWeight = 2;
/// Accounts that hardly anybody follows are not divided by next to nothing.
constexpr std::int64_t kAudienceFloor = 10;
/// What an account is taken to have where the platform does not say.
constexpr std::int64_t kFollowersUnknown = 500;
/// No count weighs more than this, so that sums stay far from any limit.
constexpr std::int64_t kPartMax = 1'000'000;
/// More than all other parts together.
constexpr std::int64_t kProgrammePart = 10'000'000;
constexpr std::int64_t kMentionsOwnPart = 5'000;
constexpr std::int64_t kQuestionPart = 5'000;
constexpr std::int64_t kListedPart = 500;
constexpr std::int64_t kLinkPart = 500;
constexpr std::int64_t kPlacePart = 250;
/// From so many reposts and quotes on a post is said to have many.
constexpr std::int64_t kManyReposts = 10;

std::int64_t whole_root(std::int64_t number) {
  std::int64_t root = 0;
  for (std::int64_t bit = std::int64_t{1} << 30; bit > 0; bit >>= 1) {
    if ((root + bit) * (root + bit) <= number) {
      root += bit;
    }
  }
  return root;
}

// What a server claims, within reason.
std::int64_t sane(std::optional<std::int64_t> count) {
  return std::clamp<std::int64_t>(count.value_or(0), 0, kPartMax);
}

std::int64_t noticed(std::optional<std::int64_t> count, std::int64_t weight,
                     std::int64_t audience) {
  return std::min(sane(count) * kThousandths * weight / audience, kPartMax);
}

std::vector<Why> why_of(const PostFact& fact, const Accounts& accounts,
                        std::int64_t audience_followers) {
  const Post& post = fact.record.post;
  const Engagement& engagement = post.engagement;
  std::vector<Why> why;
  const auto add = [&why](bool holds, Why reason) {
    if (holds) {
      why.push_back(reason);
    }
  };
  add(mentions_own(post, accounts), Why::mentions_own);
  add(asks(post.text), Why::question);
  add(post.author.followers.value_or(0) >= audience_followers, Why::audience);
  add(sane(engagement.reposts) + sane(engagement.quotes) >= kManyReposts, Why::many_reposts);
  add(fact.role.has_value(), Why::listed);
  add(fact.signs.link, Why::link);
  return why;
}

TopPost unranked(const PostFact& fact, std::vector<Why> why) {
  TopPost top;
  top.uri = fact.record.post.uri;
  top.why = std::move(why);
  top.engagement = fact.record.post.engagement;
  top.engagement_as_of = fact.record.engagement_as_of;
  return top;
}

// A question that many read waits for the office, however little it was noticed yet.
bool asks_before_many(const std::vector<Why>& why) {
  const auto holds = [&why](Why reason) {
    return std::find(why.begin(), why.end(), reason) != why.end();
  };
  return holds(Why::question) && holds(Why::audience);
}

TopPost ranked(const PostFact& fact, std::vector<Why> why, const Accounts& accounts) {
  TopPost top = unranked(fact, std::move(why));
  const Post& post = fact.record.post;
  const std::int64_t followers =
      std::max<std::int64_t>(post.author.followers.value_or(kFollowersUnknown), 0);
  const std::int64_t audience = kAudienceFloor + whole_root(followers);
  const auto add = [&top](const char* part, std::int64_t thousandths) {
    if (thousandths > 0) {
      top.parts[part] = thousandths;
      top.score += thousandths;
    }
  };
  add("likes", noticed(post.engagement.likes, kLikeWeight, audience));
  add("reposts", noticed(post.engagement.reposts, kSpreadWeight, audience));
  add("replies", noticed(post.engagement.replies, kSpreadWeight, audience));
  add("quotes", noticed(post.engagement.quotes, kSpreadWeight, audience));
  add("programme", fact.signs.about() ? kProgrammePart : 0);
  add("mentions_own", mentions_own(post, accounts) ? kMentionsOwnPart : 0);
  add("question", asks_before_many(top.why) ? kQuestionPart : 0);
  add("listed", fact.role ? kListedPart : 0);
  add("link", fact.signs.link ? kLinkPart : 0);
  add("place", fact.signs.place ? kPlacePart : 0);
  return top;
}

void sort_by_score(std::vector<TopPost>& posts) {
  std::sort(posts.begin(), posts.end(), [](const TopPost& a, const TopPost& b) {
    return a.score != b.score ? a.score > b.score : a.uri < b.uri;
  });
}

bool is_question_mark(std::string_view rest) {
  constexpr std::array<std::string_view, 5> kMarks{"?", "？", "؟", "⁇", "⁈"};
  return std::any_of(kMarks.begin(), kMarks.end(),
                     [&](std::string_view mark) { return rest.starts_with(mark); });
}

}  // namespace

bool mentions_own(const Post& post, const Accounts& accounts) {
  return std::any_of(post.mentions.begin(), post.mentions.end(), [&](const std::string& handle) {
    return accounts.role_of(handle) == Role::own;
  });
}

bool asks(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(kSpaces, at), text.size());
    const std::string_view word = text.substr(at, end - at);
    for (std::size_t inside = 0; inside < word.size(); ++inside) {
      if (word.find("://") == std::string_view::npos && is_question_mark(word.substr(inside))) {
        return true;
      }
    }
    at = end + 1;
  }
  return false;
}

std::vector<TopPost> listed_posts(const PostFacts& posts, const Accounts& accounts,
                                  std::int64_t audience_followers,
                                  const std::set<std::string_view>& copies,
                                  const std::set<std::string_view>& elsewhere) {
  PostFacts counted;
  std::copy_if(posts.begin(), posts.end(), std::back_inserter(counted), [&](const PostFact* fact) {
    return !fact->apart() && !copies.contains(fact->record.post.uri);
  });
  const bool whole = counted.size() <= kListedWholeMax;
  const bool alone = counted.size() == 1 && copies.empty();
  std::vector<TopPost> listed;
  std::vector<TopPost> others;
  for (const PostFact* fact : counted) {
    std::vector<Why> why = why_of(*fact, accounts, audience_followers);
    if (!fact->quotable() || elsewhere.contains(fact->record.post.uri)) {
      continue;
    }
    if (whole) {
      listed.push_back(unranked(*fact, alone ? std::vector{Why::only_post} : why));
    } else {
      const bool reason = fact->signs.about() || !why.empty();
      (reason ? listed : others).push_back(ranked(*fact, std::move(why), accounts));
    }
  }
  if (!whole) {
    sort_by_score(others);
    for (std::size_t at = 0; at < others.size() && listed.size() < kShownMin; ++at) {
      listed.push_back(std::move(others[at]));
    }
    sort_by_score(listed);
    listed.resize(std::min(listed.size(), kShownMax));
  }
  return listed;
}

}  // namespace tagwatch
