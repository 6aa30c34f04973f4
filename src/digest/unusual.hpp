// Whether the count of a day is improbable beside those of comparable days. Pure.
//
// Posts come in bursts: counts of ordinary days vary more than chance alone would let them (the
// variance is some multiple of the mean, the dispersion), and most of them are small. So no normal
// distribution is laid over them, but the predictive distribution of a gamma-Poisson model, which
// is negative binomial (Gelman et al., Bayesian Data Analysis, 3rd ed., 2.6; the dispersion by
// Pearson's statistic, McCullagh and Nelder, Generalized Linear Models, 2nd ed., 9.2.4):
//
//   dispersion   the method of moments over all groups of like days (each weekday for itself),
//                shrunk towards kDispersion as far as the days tell little: rare posts say hardly
//                anything of it. Never below 1, which is chance alone.
//   mean         of the n days like this one, with Jeffreys' prior: days without any post do not
//                prove that there never is one.
//   variance     dispersion * mean * (1 + 1/n), as the mean is itself known from n days only.
//
// A rise is a count that as many posts or more have with a probability of at most the budget for
// it, a drop one that as many or fewer have: so where next to nothing is usual, no zero is a drop.
// All counts that are judged of one day share the budget, so that an ordinary day is flagged less
// than once in 30 days. Most of it is for rises: a drop that matters, to next to nothing, is far
// less probable than its share.
#pragma once

#include <cstdint>
#include <vector>

#include "tagwatch/digest/value.hpp"

namespace tagwatch {

/// What days without much of their own to tell are taken to vary by.
inline constexpr double kDispersion = 3;
/// False flags a day: rises, drops.
inline constexpr double kRiseBudget = 1.0 / 45;
inline constexpr double kDropBudget = 1.0 / 400;

/// The counts of days that are alike.
using LikeDays = std::vector<std::int64_t>;

/// What is to be expected of a day; the variance is above the mean.
struct Expectation {
  double mean = 0;
  double variance = 0;
};

/// The variance of counts over their mean, from all groups of days that are alike; at least 1.
[[nodiscard]] double dispersion_of(const std::vector<LikeDays>& groups);

/// `days` are those like the day that is expected, at least one.
[[nodiscard]] Expectation expectation_of(const LikeDays& days, double dispersion);

/// The probability of `count` posts or more, and of `count` or fewer.
[[nodiscard]] double or_more(const Expectation& expected, std::int64_t count);
[[nodiscard]] double or_fewer(const Expectation& expected, std::int64_t count);

/// From how many posts on a day is a rise, and down to how many a drop; -1 where no count is one.
struct Bounds {
  std::int64_t rise = 0;
  std::int64_t drop = -1;
  friend bool operator==(const Bounds&, const Bounds&) = default;
};

/// `judged` is the number of counts that share the budget of the day, at least one.
[[nodiscard]] Bounds bounds_of(const Expectation& expected, int judged);

}  // namespace tagwatch
