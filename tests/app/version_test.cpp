#include "app/version.hpp"

#include <gmock/gmock.h>

namespace tagwatch {
namespace {

TEST(Version, KnowsWhichSqliteLosesCommits) {
  for (const char* version :
       {"3.7.0", "3.40.1", "3.44.5", "3.45.0", "3.50.6", "3.51.0", "3.51.2"}) {
    EXPECT_TRUE(has_wal_reset_bug(version)) << version;
  }
  for (const char* version :
       {"3.6.23", "3.44.6", "3.44.7", "3.50.7", "3.51.3", "3.52.0", "4.0.0"}) {
    EXPECT_FALSE(has_wal_reset_bug(version)) << version;
  }
  for (const char* version : {"", "3.51", "new"}) {
    EXPECT_TRUE(has_wal_reset_bug(version)) << version;
  }
}

TEST(Version, SaysWhyTheBugCannotStrike) {
  EXPECT_EQ(version_text("3.40.1"), software() +
                                        "\nSQLite 3.40.1 has the WAL-reset bug (3.7.0 to 3.51.2), "
                                        "which cannot strike here: one connection alone writes "
                                        "and checkpoints\n");
  EXPECT_THAT(version_text("3.52.0"), testing::HasSubstr("SQLite 3.52.0 is free of"));
}

}  // namespace
}  // namespace tagwatch
