#include "tagwatch/store/session_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/builders.hpp"
#include "support/process.hpp"
#include "support/temp_dir.hpp"

namespace tagwatch {
namespace {

KeptSession kept_session() {
  KeptSession kept;
  kept.belongs_to = "0123abcd";
  kept.session = AccountSession{"https://own.example", "ACCESS", "REFRESH"};
  kept.login_tried = build::at("2026-11-23T12:00:00Z");
  return kept;
}

TEST(SessionFile, ComesBackAsItWasAndIsForItsOwnerAlone) {
  const TempDir folder;
  const auto path = session_path(folder / "sessions", "a b/../c");
  EXPECT_EQ(path.filename(), "a%20b%2F..%2Fc.session");
  ASSERT_TRUE(write_session_file(path, kept_session()));
  const auto read = read_session_file(path).value();
  EXPECT_EQ(read.belongs_to, "0123abcd");
  EXPECT_EQ(read.session, kept_session().session);
  EXPECT_EQ(read.login_tried, kept_session().login_tried);
  EXPECT_EQ(read.login_refused, "");
  struct stat file {};
  ASSERT_EQ(::stat(path.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777U, 0600U);
  EXPECT_FALSE(std::filesystem::exists(path.string() + ".new"));
}

TEST(SessionFile, KeepsWhyALoginWasRefusedOnOneLine) {
  const TempDir folder;
  KeptSession refused;
  refused.login_tried = build::at("2026-11-23T12:00:00Z");
  refused.login_refused = "wrong\npassword";
  ASSERT_TRUE(write_session_file(folder / "a.session", refused));
  const auto read = read_session_file(folder / "a.session").value();
  EXPECT_FALSE(read.session.has_value());
  EXPECT_EQ(read.login_refused, "wrong password");
}

TEST(SessionFile, APieceOfItIsNone) {
  const TempDir folder;
  const auto path = folder / "a.session";
  EXPECT_EQ(read_session_file(path).error().code, Errc::not_found);
  ASSERT_TRUE(write_session_file(path, kept_session()));
  const std::string whole = contents(path);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    std::ofstream(path, std::ios::binary) << whole.substr(0, length);
    EXPECT_EQ(read_session_file(path).error().code, Errc::io) << length;
  }
  std::ofstream(path, std::ios::binary) << whole << "more\n";
  EXPECT_FALSE(read_session_file(path));
}

TEST(SessionFile, WhereItCannotBeWrittenTheErrorNamesIt) {
  const TempDir folder;
  std::ofstream(folder / "sessions") << "a file in the place of the folder";
  const auto written = write_session_file(session_path(folder / "sessions", "a"), kept_session());
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().context.find("a.session"), std::string::npos);
}

}  // namespace
}  // namespace tagwatch
