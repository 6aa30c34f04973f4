#include "clusters.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "tagwatch/text/words.hpp"

namespace tagwatch {
namespace {

/// Longer texts are told apart by their beginning.
constexpr std::size_t kWordsMax = 200;
/// So many shingles stand for a text.
constexpr std::size_t kSketchMax = 24;
/// Texts with fewer of them in common are not compared.
constexpr std::uint32_t kInCommonMin = 2;
/// More firsts with the same shingle, and it tells none of them apart.
constexpr std::size_t kFirstsOfShingle = 8;

// Words and shingles are told apart by numbers that are mixed of them: that two have one number by
// chance happens to one pair in four thousand million.
using Word = std::uint32_t;
using Text = std::vector<Word>;

std::size_t allowed(const Text& a, const Text& b) {
  return std::max(a.size(), b.size()) * kChangedPercent / 100;
}

// The least number of words to add, drop or replace that makes `b` of `a`; more than `most` is told
// as most + 1. Only the diagonal band that can stay below is walked (Ukkonen 1985).
std::size_t distance(const Text& a, const Text& b, std::size_t most) {
  const std::size_t over = most + 1;
  std::vector<std::size_t> row(b.size() + 1, over);
  for (std::size_t at = 0; at <= std::min(most, b.size()); ++at) {
    row[at] = at;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    const std::size_t first = i > most ? i - most : 0;
    const std::size_t last = std::min(b.size(), i + most);
    std::size_t diagonal = first > 0 ? row[first - 1] : over;
    std::size_t least = over;
    if (first > 0) {
      row[first - 1] = over;  // left of the band
    }
    for (std::size_t j = first; j <= last; ++j) {
      const std::size_t above = row[j];
      std::size_t best = above + 1;
      if (j > 0) {
        best = std::min({best, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      }
      row[j] = std::min(best, over);
      diagonal = above;
      least = std::min(least, row[j]);
    }
    if (least == over) {
      return over;
    }
  }
  return row[b.size()];
}

std::uint32_t mixed(std::uint64_t number) {
  constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15U;  // 2^64 / golden ratio
  number *= kMix;
  return static_cast<std::uint32_t>((number ^ (number >> 32)) * kMix >> 32);
}

Text text_of(const std::vector<std::string>& words) {
  Text text;
  text.reserve(std::min(words.size(), kWordsMax));
  for (std::size_t at = 0; at < words.size() && at < kWordsMax; ++at) {
    std::uint64_t number = 0xCBF29CE484222325U;  // FNV-1a
    for (const char c : words[at]) {
      number = (number ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    }
    text.push_back(mixed(number));
  }
  return text;
}

// Two or three words in a row.
using Shingle = std::uint32_t;

// A post's text and its sketch.
struct Sketched {
  std::size_t post = 0;
  Text text;
  std::vector<Shingle> shared{};  // of its sketch, those that stand in another too, by number
};

// Adds the sketch of `text`, each shingle with the text's number `at`.
void add_sketch(const Text& text, std::size_t at, std::vector<std::uint64_t>& all) {
  std::vector<Shingle> shingles;
  for (std::size_t word = 0; word + 1 < text.size(); ++word) {
    const Shingle two = mixed((std::uint64_t{text[word]} << 32) | text[word + 1]);
    shingles.push_back(two);
    if (word + 2 < text.size()) {
      shingles.push_back(mixed((std::uint64_t{two} << 32) | text[word + 2]));
    }
  }
  std::sort(shingles.begin(), shingles.end());
  shingles.erase(std::unique(shingles.begin(), shingles.end()), shingles.end());
  shingles.resize(std::min(shingles.size(), kSketchMax));
  for (const Shingle shingle : shingles) {
    all.push_back((std::uint64_t{shingle} << 32) | at);
  }
}

// Calls `visit` with the number of each shingle that stands in two texts or more, and with each
// text that it stands in. Most stand in one. Gives how many they are.
template <class Visit>
std::size_t visit_shared(const std::vector<std::uint64_t>& sorted, Visit visit) {
  std::size_t shared = 0;
  for (std::size_t first = 0; first < sorted.size();) {
    std::size_t last = first + 1;
    while (last < sorted.size() && sorted[last] >> 32 == sorted[first] >> 32) {
      ++last;
    }
    if (last - first > 1) {
      for (std::size_t at = first; at < last; ++at) {
        visit(static_cast<Shingle>(shared), static_cast<std::uint32_t>(sorted[at]));
      }
      ++shared;
    }
    first = last;
  }
  return shared;
}

// Finds what each of `texts` shares with any other; gives how many shingles are shared.
std::size_t find_shared(std::vector<Sketched>& texts) {
  std::vector<std::uint64_t> all;
  all.reserve(kSketchMax * texts.size());
  for (std::size_t at = 0; at < texts.size(); ++at) {
    add_sketch(texts[at].text, at, all);
  }
  std::sort(all.begin(), all.end());
  std::vector<std::uint32_t> counts(texts.size());
  visit_shared(all, [&](Shingle, std::uint32_t text) { ++counts[text]; });
  for (std::size_t at = 0; at < texts.size(); ++at) {
    texts[at].shared.reserve(counts[at]);
  }
  return visit_shared(
      all, [&](Shingle shingle, std::uint32_t text) { texts[text].shared.push_back(shingle); });
}

class Clustering {
 public:
  explicit Clustering(std::size_t shingles) : firsts_(shingles) {}

  void add(const Sketched& text) {
    if (const auto same = cluster_of(text)) {
      clusters_[*same].posts.push_back(text.post);
      return;
    }
    for (const Shingle shingle : text.shared) {
      if (firsts_[shingle].size() < kFirstsOfShingle) {
        firsts_[shingle].push_back(static_cast<std::uint32_t>(clusters_.size()));
      }
    }
    clusters_.push_back({&text, {text.post}});
    in_common_.push_back(0);
  }

  struct Cluster {
    const Sketched* first = nullptr;
    std::vector<std::size_t> posts;
  };
  [[nodiscard]] const std::vector<Cluster>& clusters() const { return clusters_; }
  [[nodiscard]] std::int64_t compared() const { return compared_; }

 private:
  // Clusters whose first has most shingles in common with `text`, as many as are compared.
  std::vector<std::uint32_t> candidates(const Sketched& text) {
    std::vector<std::uint32_t> found;
    for (const Shingle shingle : text.shared) {
      for (const std::uint32_t cluster : firsts_[shingle]) {
        if (in_common_[cluster]++ == 0) {
          found.push_back(cluster);
        }
      }
    }
    std::vector<std::uint32_t> near;
    std::copy_if(found.begin(), found.end(), std::back_inserter(near),
                 [&](std::uint32_t cluster) { return in_common_[cluster] >= kInCommonMin; });
    const std::size_t compared = std::min(near.size(), kComparedMax);
    std::partial_sort(near.begin(), near.begin() + static_cast<std::ptrdiff_t>(compared),
                      near.end(), [&](std::uint32_t a, std::uint32_t b) {
                        return in_common_[a] != in_common_[b] ? in_common_[a] > in_common_[b]
                                                              : a < b;
                      });
    near.resize(compared);
    for (const std::uint32_t cluster : found) {
      in_common_[cluster] = 0;
    }
    return near;
  }

  std::optional<std::uint32_t> cluster_of(const Sketched& text) {
    std::optional<std::uint32_t> best;
    std::size_t least = 0;
    for (const std::uint32_t cluster : candidates(text)) {
      const Text& first = clusters_[cluster].first->text;
      const std::size_t most = allowed(first, text.text);
      ++compared_;
      const std::size_t changed = distance(first, text.text, most);
      if (changed <= most && (!best || changed < least)) {
        best = cluster;
        least = changed;
      }
    }
    return best;
  }

  std::vector<Cluster> clusters_;
  std::vector<std::uint32_t> in_common_;            // by cluster, with the text at hand
  std::vector<std::vector<std::uint32_t>> firsts_;  // clusters by the shingles of their firsts
  std::int64_t compared_ = 0;
};

}  // namespace

SameTexts same_texts(const std::vector<SaidPost>& posts) {
  std::vector<Sketched> texts;
  for (std::size_t at = 0; at < posts.size(); ++at) {
    const ComparedWords said = compared_words(posts[at].text);
    if (said.count >= kSameTextWordsMin) {
      texts.push_back({at, text_of(said.words)});
    }
  }
  Clustering clustering(find_shared(texts));
  for (const Sketched& text : texts) {
    clustering.add(text);
  }
  SameTexts same;
  same.compared = clustering.compared();
  for (const Clustering::Cluster& cluster : clustering.clusters()) {
    std::set<std::string_view> accounts;
    for (const std::size_t post : cluster.posts) {
      accounts.insert(posts[post].account);
    }
    accounts.erase("");
    if (accounts.size() >= kSameTextAccountsMin) {
      same.clusters.push_back({cluster.posts, static_cast<std::int64_t>(accounts.size())});
    }
  }
  std::stable_sort(
      same.clusters.begin(), same.clusters.end(),
      [](const SameText& a, const SameText& b) { return a.posts.size() > b.posts.size(); });
  return same;
}

}  // namespace tagwatch
