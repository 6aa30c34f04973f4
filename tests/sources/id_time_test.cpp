#include "sources/id_time.hpp"

#include <gtest/gtest.h>

namespace tagwatch {
namespace {

std::string day_of(std::string_view id) {
  const auto at = time_of_id(id);
  return at ? format_rfc3339(*at).substr(0, 10) : "none";
}

TEST(TimeOfId, IsThatOfTheServer) {
  const Instant at = parse_rfc3339("2026-11-24T06:30:00.123Z").value();
  const auto ms = static_cast<std::uint64_t>(at.time_since_epoch().count());
  EXPECT_EQ(time_of_id(std::to_string((ms << 16) + 77)), at) << "Mastodon";
  EXPECT_EQ(day_of("01ARZ3NDEKTSV4RRFFQ69G5FAV"), "2016-07-30") << "a ULID";
  EXPECT_EQ(day_of("1795500000" + std::string(32, 'a')), "2026-11-24") << "snac2";
  EXPECT_EQ(day_of("9n2ciuz1wdesFnrGJU"), "2019-09-18") << "Pleroma";
}

TEST(TimeOfId, OtherIdsTellNone) {
  for (const char* id : {"", "12", "115", "123456789012", "3k44aaaaaaa2x", "not-an-id-at-all--",
                         "99999999999999999999999999999999999", "zzzzzzzzzzzzzzzzzz"}) {
    EXPECT_EQ(time_of_id(id), std::nullopt) << id;
  }
}

}  // namespace
}  // namespace tagwatch
