// What a history must have come to.
#include <simdjson.h>

#include <algorithm>
#include <map>

#include "sim/history.hpp"
#include "tagwatch/render/json.hpp"

namespace tagwatch::sim {
namespace {

using Leaves = std::map<std::string, std::string>;

void flatten(const simdjson::dom::element& json, const std::string& path, Leaves& leaves) {
  if (json.is_object()) {
    for (const auto& [key, value] : simdjson::dom::object(json)) {
      flatten(value, path + "/" + std::string(key), leaves);
    }
  } else if (json.is_array()) {
    std::size_t index = 0;
    for (const simdjson::dom::element each : simdjson::dom::array(json)) {
      flatten(each, path + "/" + std::to_string(index++), leaves);
    }
  } else {
    leaves[path] = simdjson::minify(json);
  }
}

// Sentences that a digest has more then end so.
constexpr std::string_view kBlanked = " no longer quoted.\"";
constexpr std::string_view kHeld = " kept as a record.\"";

bool says(const std::string& found, const std::string& expected) {
  const bool is_ending = expected == kBlanked || expected == kHeld;
  return is_ending ? found.ends_with(expected) : found == expected;
}

Leaves leaves_of(const std::string& bytes) {
  simdjson::dom::parser parser;
  Leaves leaves;
  flatten(parser.parse(bytes), "", leaves);
  return leaves;
}

// Of a digest's posts, since it was issued.
struct Changed {
  int blanked = 0;  // have no content any more
  int held = 0;     // were taken back, and are kept as a record
};

// The JSON of a digest once the posts of `blank` have no content any more.
Leaves redacted(const std::string& bytes, const std::set<std::string>& blank,
                const Changed& changed) {
  Leaves leaves = leaves_of(bytes);
  const Leaves before = leaves;
  for (const auto& [list, thing] :
       {std::pair{"/authors/", "/handle"}, {"/links/", "/link"}, {"/related_tags/", "/tag"}}) {
    for (const auto& [path, uri] : before) {
      if (!path.starts_with(list) || !path.ends_with("/uri") ||
          !blank.contains(uri.substr(1, uri.size() - 2))) {
        continue;
      }
      const std::string quoted = path.substr(0, path.rfind('/')) + thing;
      std::erase_if(leaves, [&quoted](const auto& leaf) {
        return leaf.first == quoted || leaf.first.starts_with(quoted + "/");
      });
      leaves[quoted] = "null";
    }
  }
  leaves["/blanked"] = std::to_string(changed.blanked);
  std::size_t sentences = 0;
  while (before.contains("/earlier/" + std::to_string(sentences))) {
    ++sentences;
  }
  if (changed.blanked > 0) {
    leaves["/earlier/" + std::to_string(sentences++)] = std::string(kBlanked);
  }
  if (changed.held > 0) {
    leaves["/earlier/" + std::to_string(sentences)] = std::string(kHeld);
  }
  return leaves;
}

std::string first_difference(const Leaves& expected, const Leaves& found) {
  for (const auto& [path, value] : expected) {
    const auto is = found.find(path);
    if (is == found.end() || !says(is->second, value)) {
      return path + " is " + (is == found.end() ? "missing" : is->second) + ", not " + value;
    }
  }
  for (const auto& [path, value] : found) {
    if (!expected.contains(path)) {
      return path + " is too many";
    }
  }
  return "";
}

}  // namespace

std::string History::rendered(Day date) {
  const auto view = issued_view(world_.reader(), date);
  EXPECT_TRUE(view) << describe(view.error());
  return view ? render_json(*view) : std::string();
}

// Placed in time that was reported when the first of its timelines was added.
bool History::is_history(const ModelPost& post) const {
  Instant reported_to = Instant::max();
  for (const Pair& pair : post.shown) {
    reported_to = std::min(reported_to, reported_to_.at(pair));
  }
  return post.placed < reported_to;
}

void History::note_issued(Day asked) {
  ModelDigest digest;
  const DigestValue value = world_.kept(asked);
  digest.date = asked;
  digest.window = value.window;
  digest.kept = world_.reader().digest(asked).value().value;
  digest.bytes = rendered(asked);
  digest.blank_at_issue = blank_uris();
  digest.held_at_issue = held_uris();
  const Instant start = digests_.empty() ? value.window.from : digests_.front().window.from;
  for (ModelPost& post : posts_) {
    const bool placed = post.placed >= start && post.placed < value.window.to;
    if (!post.digest && !post.imported && placed && !is_history(post)) {
      post.digest = digests_.size();
      digest.uris.push_back(post.post.uri);
    }
  }
  digests_.push_back(std::move(digest));
}

// Held posts keep their content until they are erased.
bool History::is_blank(const ModelPost& post) const {
  return post.erased || (post.gone && deletion_ == Deletion::follow);
}

std::set<std::string> History::blank_uris() const {
  std::set<std::string> blank;
  for (const ModelPost& post : posts_) {
    if (is_blank(post)) {
      blank.insert(post.post.uri);
    }
  }
  return blank;
}

std::set<std::string> History::held_uris() const {
  std::set<std::string> held;
  for (const ModelPost& post : posts_) {
    if (post.gone && !is_blank(post)) {
      held.insert(post.post.uri);
    }
  }
  return held;
}

std::vector<std::string> History::differences() {
  std::vector<std::string> wrong;
  check_places(wrong);
  check_bytes(wrong);
  return wrong;
}

void History::check_places(std::vector<std::string>& wrong) {
  std::map<std::string, std::size_t> reported;
  for (std::size_t number = 0; number < digests_.size(); ++number) {
    const ModelDigest& digest = digests_[number];
    if (number > 0 && digest.window.from != digests_[number - 1].window.to) {
      wrong.push_back("the digest of " + format_day(digest.date) + " does not follow on");
    }
    for (const ReportedPost& post : world_.kept(digest.date).posts) {
      if (!reported.emplace(post.uri, number).second) {
        wrong.push_back(post.uri + " is in two digests");
      }
    }
  }
  for (const ModelPost& post : posts_) {
    const auto found = reported.find(post.post.uri);
    const auto is = found == reported.end() ? std::nullopt : std::optional(found->second);
    const auto date = [this](std::optional<std::size_t> digest) {
      return digest ? "that of " + format_day(digests_[*digest].date) : std::string("none");
    };
    if (is != post.digest) {
      wrong.push_back(post.post.uri + " placed " + format_rfc3339(post.placed) + " is in " +
                      date(is) + ", not in " + date(post.digest));
    }
    reported.erase(post.post.uri);
  }
  for (const auto& [uri, number] : reported) {
    wrong.push_back(uri + " is reported and was never there");
  }
}

void History::check_bytes(std::vector<std::string>& wrong) {
  const std::set<std::string> blank = blank_uris();
  const std::set<std::string> held = held_uris();
  for (const ModelDigest& digest : digests_) {
    const std::string name = "the digest of " + format_day(digest.date);
    if (world_.reader().digest(digest.date).value().value != digest.kept) {
      wrong.push_back(name + " is kept otherwise than it was issued");
    }
    Changed changed;
    for (const std::string& uri : digest.uris) {
      const bool gone_at_issue =
          digest.blank_at_issue.contains(uri) || digest.held_at_issue.contains(uri);
      changed.blanked += blank.contains(uri) && !gone_at_issue ? 1 : 0;
      changed.held += held.contains(uri) && !gone_at_issue ? 1 : 0;
    }
    const std::string bytes = rendered(digest.date);
    const bool untouched = changed.blanked + changed.held == 0;
    const std::string difference =
        untouched ? first_difference(leaves_of(digest.bytes), leaves_of(bytes))
                  : first_difference(redacted(digest.bytes, blank, changed), leaves_of(bytes));
    if (!difference.empty() || (untouched && bytes != digest.bytes)) {
      wrong.push_back(name + " differs by more than the redaction: " + difference);
    }
  }
}

HistoryFigures History::figures() const {
  HistoryFigures figures;
  figures.digests = static_cast<int>(digests_.size());
  figures.posts = static_cast<int>(posts_.size());
  figures.refused = refused_;
  const std::set<std::string> blank = blank_uris();
  for (const ModelPost& post : posts_) {
    figures.reported += post.digest ? 1 : 0;
    figures.gone += post.gone ? 1 : 0;
  }
  for (const ModelDigest& digest : digests_) {
    figures.redacted +=
        std::any_of(digest.uris.begin(), digest.uris.end(), [&](const std::string& uri) {
          return blank.contains(uri) && !digest.blank_at_issue.contains(uri);
        });
  }
  return figures;
}

void History::forget_a_reported_post() {
  const auto reported = std::find_if(posts_.begin(), posts_.end(),
                                     [](const ModelPost& post) { return post.digest.has_value(); });
  ASSERT_NE(reported, posts_.end());
  reported->digest.reset();
}

void History::erase_behind_the_model() {
  const auto reported = std::find_if(posts_.begin(), posts_.end(), [](const ModelPost& post) {
    return post.digest && !post.gone;
  });
  ASSERT_NE(reported, posts_.end());
  ASSERT_TRUE(world_.writer().erase(reported->post.author.handle));
}

}  // namespace tagwatch::sim
