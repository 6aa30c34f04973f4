#include "unusual.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tagwatch {
namespace {

/// So many days are worth as much as what is known of the dispersion beforehand.
constexpr double kDispersionDays = 10;
/// Terms that are smaller than this part of their sum change nothing.
constexpr double kNegligible = 1e-15;

double sum_of(const LikeDays& days) {
  return static_cast<double>(std::accumulate(days.begin(), days.end(), std::int64_t{0}));
}

// The negative binomial distribution by its mean and variance.
class NegativeBinomial {
 public:
  explicit NegativeBinomial(const Expectation& expected)
      : size_(expected.mean * expected.mean / (expected.variance - expected.mean)),
        more_(1 - expected.mean / expected.variance) {}

  [[nodiscard]] double of(std::int64_t count) const {
    const auto k = static_cast<double>(count);
    return std::exp(std::lgamma(k + size_) - std::lgamma(k + 1) - std::lgamma(size_) +
                    size_ * std::log1p(-more_) + k * std::log(more_));
  }
  // What the probability of `count` is multiplied by for that of one more.
  [[nodiscard]] double ratio(std::int64_t count) const {
    const auto k = static_cast<double>(count);
    return (k + size_) / (k + 1) * more_;
  }

 private:
  double size_;
  double more_;
};

}  // namespace

double dispersion_of(const std::vector<LikeDays>& groups) {
  double found = kDispersion * kDispersionDays;
  double weight = kDispersionDays;
  for (const LikeDays& days : groups) {
    const double posts = sum_of(days);
    if (days.size() < 2 || posts < 2) {
      continue;
    }
    const auto free = static_cast<double>(days.size() - 1);
    const double mean = posts / static_cast<double>(days.size());
    double squares = 0;
    for (const std::int64_t count : days) {
      squares += std::pow(static_cast<double>(count) - mean, 2) / mean;
    }
    // One post has a day of its own whatever the dispersion: so many posts tell no more than this.
    const double told = std::min(1.0, (posts - 1) / free);
    found += squares * told;
    weight += free * told;
  }
  return std::max(1.0, found / weight);
}

Expectation expectation_of(const LikeDays& days, double dispersion) {
  const auto n = static_cast<double>(days.size());
  const double mean = (sum_of(days) + dispersion / 2) / n;
  return {mean, dispersion * mean * (1 + 1 / n)};
}

// Both tails are summed outwards from `count`, so that small probabilities stay exact; within the
// bulk the other tail is the smaller one.
double or_more(const Expectation& expected, std::int64_t count) {
  if (count <= 0) {
    return 1;
  }
  if (static_cast<double>(count) <= expected.mean) {
    return 1 - or_fewer(expected, count - 1);
  }
  const NegativeBinomial distribution(expected);
  double term = distribution.of(count);
  double sum = 0;
  for (std::int64_t at = count; term > sum * kNegligible; ++at) {
    sum += term;
    term *= distribution.ratio(at);
  }
  return sum;
}

double or_fewer(const Expectation& expected, std::int64_t count) {
  if (count < 0) {
    return 0;
  }
  if (static_cast<double>(count) > expected.mean) {
    return 1 - or_more(expected, count + 1);
  }
  const NegativeBinomial distribution(expected);
  double term = distribution.of(count);
  double sum = 0;
  for (std::int64_t at = count; at >= 0 && term > sum * kNegligible; --at) {
    sum += term;
    term /= at > 0 ? distribution.ratio(at - 1) : 1;
  }
  return sum;
}

Bounds bounds_of(const Expectation& expected, int judged) {
  const double rise = kRiseBudget / judged;
  const double drop = kDropBudget / judged;
  // The least count above `low` that is a rise, by halving a stretch that holds it.
  auto low = static_cast<std::int64_t>(expected.mean);
  std::int64_t step = 1;
  while (or_more(expected, low + step) > rise) {
    low += step;
    step *= 2;
  }
  std::int64_t high = low + step;
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (or_more(expected, middle) > rise ? low : high) = middle;
  }
  Bounds bounds{high, -1};
  auto above = static_cast<std::int64_t>(expected.mean) + 1;
  while (above - bounds.drop > 1) {
    const std::int64_t middle = bounds.drop + (above - bounds.drop) / 2;
    (or_fewer(expected, middle) > drop ? above : bounds.drop) = middle;
  }
  return bounds;
}

}  // namespace tagwatch
