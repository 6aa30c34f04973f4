#include "tagwatch/base/error.hpp"

#include <gtest/gtest.h>

#include <set>

namespace tagwatch {
namespace {

TEST(Error, TableHasEachCodeInItsPlace) {
  std::set<std::string_view> names;
  for (int code = 0; code <= static_cast<int>(Errc::cancelled); ++code) {
    const ErrorTraits& row = traits(static_cast<Errc>(code));
    EXPECT_EQ(static_cast<int>(row.code), code) << row.name;
    EXPECT_FALSE(row.words.empty());
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
  }
}

TEST(Error, EveryGapReasonIsReadBackFromItsName) {
  for (int value = 0; value <= static_cast<int>(GapReason::own_fault); ++value) {
    const auto reason = static_cast<GapReason>(value);
    EXPECT_EQ(gap_reason_from_name(name(reason)), reason);
    EXPECT_FALSE(words(reason).empty());
  }
  EXPECT_EQ(gap_reason_from_name("no such reason"), GapReason::own_fault);
}

TEST(Error, DescribesItselfInOneLine) {
  EXPECT_EQ(describe(Error{Errc::timeout, "a.example"}),
            "the server did not answer in time: a.example");
  EXPECT_EQ(describe(Error{Errc::timeout}), "the server did not answer in time");
}

TEST(Error, ValueOfAnErrorEndsLoudly) {
  const Result<int> result = Error{Errc::io, "x"};
  EXPECT_THROW((void)result.value(), std::runtime_error);
}

}  // namespace
}  // namespace tagwatch
