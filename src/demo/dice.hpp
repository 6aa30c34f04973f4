// Chance that is the same on every machine: the standard's distributions are not.
#pragma once

#include <cstdint>
#include <numeric>
#include <random>
#include <span>
#include <utility>
#include <vector>

#include "tagwatch/base/time.hpp"

namespace tagwatch::demo {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  /// 0 … `sides` − 1. The slight preference of small numbers does not matter to a story.
  [[nodiscard]] std::size_t below(std::size_t sides) {
    return static_cast<std::size_t>(engine_() % sides);
  }
  /// Small numbers more often than large ones.
  [[nodiscard]] std::int64_t skewed(std::size_t sides) {
    return static_cast<std::int64_t>(below(sides) * below(sides) / sides);
  }
  [[nodiscard]] Duration between(Duration shortest, Duration longest) {
    const auto span = static_cast<std::size_t>((longest - shortest).count());
    return shortest + Duration(static_cast<std::int64_t>(below(span)));
  }
  /// An index, each as often as its weight says.
  [[nodiscard]] std::size_t weighted(std::span<const int> weights) {
    const int sum = std::accumulate(weights.begin(), weights.end(), 0);
    int left = static_cast<int>(below(static_cast<std::size_t>(sum)));
    std::size_t index = 0;
    while (left >= weights[index]) {
      left -= weights[index++];
    }
    return index;
  }

 private:
  std::mt19937_64 engine_;
};

/// Cards that are dealt in shuffled order, each once before any comes again.
class Deck {
 public:
  explicit Deck(std::size_t cards) {
    for (std::size_t card = 0; card < cards; ++card) {
      order_.push_back(card);
    }
    dealt_ = cards;
  }

  /// Makes sure that the next `cards` cards differ.
  void prepare(std::size_t cards, Dice& dice) {
    if (dealt_ + cards > order_.size()) {
      shuffle(dice);
    }
  }
  [[nodiscard]] std::size_t deal(Dice& dice) {
    prepare(1, dice);
    return order_.at(dealt_++);
  }

 private:
  void shuffle(Dice& dice) {
    for (std::size_t last = order_.size(); last > 1; --last) {
      std::swap(order_.at(last - 1), order_.at(dice.below(last)));
    }
    dealt_ = 0;
  }

  std::vector<std::size_t> order_;
  std::size_t dealt_ = 0;
};

}  // namespace tagwatch::demo
