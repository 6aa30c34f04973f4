// Posts of a made-up language: copies of some texts, with a share of their words changed, among
// many posts that say something of their own.
#pragma once

#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "digest/clusters.hpp"

namespace tagwatch::said {

using Words = std::vector<std::string>;

// Texts of a made-up language whose words are as unevenly frequent as those of real ones.
class Writer {
 public:
  explicit Writer(unsigned seed) : dice_(seed) {}

  std::size_t below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(dice_);
  }
  std::string word() {
    constexpr double kVocabulary = 20'000;
    const double rank = std::pow(kVocabulary, std::uniform_real_distribution<double>(0, 1)(dice_));
    return "w" + std::to_string(static_cast<int>(rank));
  }
  Words words(std::size_t count) {
    Words words;
    for (std::size_t at = 0; at < count; ++at) {
      words.push_back(word());
    }
    return words;
  }
  /// `percent` of the words replaced, left out or preceded by another.
  Words changed(Words words, std::size_t percent) {
    const std::size_t changes = words.size() * percent / 100;
    std::set<std::size_t> where;
    while (where.size() < changes) {
      where.insert(below(words.size()));
    }
    Words result;
    for (std::size_t at = 0; at < words.size(); ++at) {
      const std::size_t how = where.contains(at) ? below(3) : 3;
      if (how < 2) {
        result.push_back(word());
      }
      if (how == 1 || how == 3) {
        result.push_back(words[at]);
      }
    }
    return result;
  }
  /// As accounts write it: in other letters, with an address and hashtags of their own.
  std::string text(const Words& words) {
    std::string text = below(4) == 0 ? "@somebody@one.example " : "";
    for (const std::string& word : words) {
      text += below(10) == 0 ? "W" + word.substr(1) : word;
      text += below(12) == 0 ? ", " : " ";
    }
    text += "https://news.example/" + std::to_string(below(1'000'000));
    return text + " #TMSSW" + (below(2) == 0 ? " #Security" : "");
  }

 private:
  std::mt19937_64 dice_;
};

// Posts, and for each the number of the text that it was copied from; 0 for one of its own.
struct Sample {
  std::vector<SaidPost> posts;
  std::vector<int> truth;
};

// One post in ten is a copy of one of many texts; as many share half of their words with another,
// and as many are short and said by many.
inline Sample sample(std::size_t count, std::size_t percent, unsigned seed) {
  Writer writer(seed);
  Sample sample;
  const auto add = [&](const Words& words, int truth) {
    sample.posts.push_back(
        {writer.text(words), "@" + std::to_string(sample.posts.size()) + "@one.example"});
    sample.truth.push_back(truth);
  };
  std::vector<Words> originals;
  const std::size_t texts = std::max<std::size_t>(count / 100, 1);
  for (std::size_t at = 0; at < texts; ++at) {
    originals.push_back(writer.words(8 + writer.below(33)));
    add(originals.back(), static_cast<int>(at) + 1);
  }
  while (sample.posts.size() < count) {
    const std::size_t which = writer.below(texts);
    switch (writer.below(10)) {
      case 0:
        add(writer.changed(originals[which], percent), static_cast<int>(which) + 1);
        break;
      case 1:
        add(writer.changed(originals[which], 55), 0);
        break;
      case 2: {
        Words few(originals[which].begin(), originals[which].begin() + 5);
        add(few, 0);
        break;
      }
      default:
        add(writer.words(4 + writer.below(40)), 0);
    }
  }
  return sample;
}

}  // namespace tagwatch::said
