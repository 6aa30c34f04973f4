// The probability of a count beside those of comparable days.
#include <gtest/gtest.h>

#include <cmath>

#include "digest/unusual.hpp"

namespace tagwatch {
namespace {

TEST(Unusual, TailsAreThoseOfTheNegativeBinomialDistribution) {
  // Of size 1 it is the geometric one: as many or more with probability (mean / (1 + mean))^count.
  const Expectation geometric{3, 12};
  for (const int count : {0, 1, 2, 3, 4, 10, 40, 200}) {
    EXPECT_NEAR(or_more(geometric, count) / std::pow(0.75, count), 1, 1e-9) << count;
    EXPECT_NEAR(or_fewer(geometric, count), 1 - std::pow(0.75, count + 1), 1e-12) << count;
  }
  EXPECT_EQ(or_fewer(geometric, -1), 0);
  // Of size 2: (count + 1) * p^2 * q^count, here with p = 1/3.
  const Expectation size_two{4, 12};
  EXPECT_NEAR(or_fewer(size_two, 1), 1.0 / 9 + 2.0 / 9 * 2 / 3, 1e-12);
}

TEST(Unusual, TailsOfAnyCountAddUp) {
  for (const double mean : {0.04, 0.5, 7.0, 300.0, 1e6}) {
    for (const double dispersion : {1.08, 3.0, 40.0}) {
      const Expectation expected{mean, mean * dispersion};
      const auto middle = static_cast<std::int64_t>(mean);
      for (const std::int64_t count : {std::int64_t{1}, middle, middle + 1, 2 * middle + 3}) {
        EXPECT_NEAR(or_more(expected, count) + or_fewer(expected, count - 1), 1, 1e-7)
            << mean << " " << dispersion << " " << count;
      }
    }
  }
}

TEST(Unusual, DispersionIsFoundWhereThereArePostsAndTakenAsKnownWhereThereAreNone) {
  EXPECT_DOUBLE_EQ(dispersion_of({}), kDispersion);
  EXPECT_DOUBLE_EQ(dispersion_of({{0, 0, 0, 0, 0, 0, 0}}), kDispersion);
  // One post says nothing of how posts come together.
  EXPECT_DOUBLE_EQ(dispersion_of({{0, 0, 0, 0, 0, 0, 1}}), kDispersion);
  // Days that are all the same vary less than chance, which is the least that is believed.
  const std::vector<LikeDays> even(7, LikeDays(12, 50));
  EXPECT_DOUBLE_EQ(dispersion_of(even), 1);
  // Weekdays that differ from each other are no dispersion, days within a weekday are.
  std::vector<LikeDays> weekdays;
  for (const std::int64_t mean : {100, 200, 300, 400, 500, 600, 700}) {
    weekdays.push_back({mean - 60, mean + 60, mean, mean, mean - 60, mean + 60, mean, mean});
  }
  EXPECT_GT(dispersion_of(weekdays), 5);
  EXPECT_LT(dispersion_of(weekdays), 8);
}

TEST(Unusual, DaysWithoutPostsDoNotProveThatThereAreNone) {
  const Bounds quiet = bounds_of(expectation_of(LikeDays(12, 0), kDispersion), 1);
  EXPECT_GE(quiet.rise, 2);
  EXPECT_LE(quiet.rise, 6);
  EXPECT_EQ(quiet.drop, -1) << "no zero is a drop where zero is usual";
}

TEST(Unusual, BoundsAreWhereTheBudgetIsSpent) {
  for (const double mean : {0.2, 3.0, 20.0, 200.0, 5000.0}) {
    const Expectation expected{mean, 3 * mean};
    for (const int judged : {1, 2, 10}) {
      const Bounds bounds = bounds_of(expected, judged);
      EXPECT_LE(or_more(expected, bounds.rise), kRiseBudget / judged);
      EXPECT_GT(or_more(expected, bounds.rise - 1), kRiseBudget / judged);
      EXPECT_LE(or_fewer(expected, bounds.drop), kDropBudget / judged);
      EXPECT_GT(or_fewer(expected, bounds.drop + 1), kDropBudget / judged);
    }
  }
  // Ten tags share what one has alone.
  EXPECT_GT(bounds_of({20, 60}, 10).rise, bounds_of({20, 60}, 1).rise);
  EXPECT_EQ(bounds_of({3, 9}, 1).drop, -1);
  EXPECT_GE(bounds_of({20, 60}, 1).drop, 2);
}

TEST(Unusual, FewDaysKnownAskForMore) {
  const Bounds seven = bounds_of(expectation_of(LikeDays(7, 20), 3), 1);
  const Bounds many = bounds_of(expectation_of(LikeDays(70, 20), 3), 1);
  EXPECT_GT(seven.rise, many.rise);
}

}  // namespace
}  // namespace tagwatch
