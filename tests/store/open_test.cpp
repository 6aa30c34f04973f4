// What opens, what does not, and what is said of it.
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <random>
#include <sstream>

#include "store/migrations.hpp"
#include "store_fixture.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using build::at;
using testing::HasSubstr;

namespace fs = std::filesystem;

const Instant kCreated = at("2026-11-23T08:00:00Z");

class Open : public StoreTest {
 protected:
  Result<Writer> open_writer(const fs::path& file, bool create) {
    return Writer::open(file, Writer::Options(create, Duration{0}), clock);
  }
  void alter(const std::string& sql) {
    close();
    auto db = store::Db::open(path, store::Db::Access::write).value();
    ASSERT_TRUE(db->execute(sql.c_str()));
  }
};

template <class T>
Error error_of(const Result<T>& result) {
  EXPECT_FALSE(result);
  return result ? Error() : result.error();
}

std::string bytes_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  return bytes.str();
}

void write_bytes(const fs::path& file, const std::string& bytes) {
  std::ofstream stream(file, std::ios::binary);
  stream << bytes;
}

TEST_F(Open, AMissingStoreIsSaidWithWhatToDoAndNothingIsMade) {
  const fs::path file = dir / "other/none.db";
  for (const Error& error : {error_of(Reader::open(file)), error_of(open_writer(file, false))}) {
    EXPECT_EQ(error.code, Errc::store_missing);
    EXPECT_THAT(error.context, HasSubstr(file.string()));
    EXPECT_THAT(error.context, HasSubstr("--init"));
  }
  EXPECT_FALSE(fs::exists(dir / "other"));
}

TEST_F(Open, InitMakesTheFolderTheStoreAndTheSiteKey) {
  const fs::path file = dir / "a/b/store.db";
  { ASSERT_TRUE(open_writer(file, true)); }
  const std::string key = read_site_key(file).value();
  EXPECT_EQ(key.size(), 64U);
  struct stat status {};
  ASSERT_EQ(::stat((dir / "a/b/site.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  { ASSERT_TRUE(open_writer(file, true)); }
  EXPECT_EQ(read_site_key(file).value(), key) << "the key is made once";
  EXPECT_NE(read_site_key(path).value(), key);
}

TEST_F(Open, ASiteKeyThatIsGoneOrDamagedIsSaid) {
  EXPECT_THAT(error_of(read_site_key(dir / "x/store.db")).context, HasSubstr("site.key"));
  write_bytes(dir / "site.key", "abc\n");
  EXPECT_THAT(error_of(read_site_key(path)).context, HasSubstr("damaged"));
}

TEST_F(Open, ASecondWriterIsToldWhoWrites) {
  const Error error = error_of(open_writer(path, false));
  EXPECT_EQ(error.code, Errc::store_busy);
  EXPECT_THAT(error.context, HasSubstr(std::to_string(::getpid())));
}

TEST_F(Open, AFolderIsNoStore) {
  fs::create_directory(dir / "folder.db");
  EXPECT_EQ(error_of(Reader::open(dir / "folder.db")).code, Errc::io);
}

TEST_F(Open, AForeignDatabaseIsRefusedAndStaysAsItIs) {
  const fs::path file = dir / "foreign.db";
  {
    auto db = store::Db::open(file, store::Db::Access::create).value();
    ASSERT_TRUE(db->execute("CREATE TABLE theirs(x); PRAGMA user_version = 1;"));
  }
  const std::string before = bytes_of(file);
  for (const Error& error : {error_of(Reader::open(file)), error_of(open_writer(file, false)),
                             error_of(open_writer(file, true))}) {
    EXPECT_EQ(error.code, Errc::store_corrupt);
    EXPECT_THAT(error.context, HasSubstr("another program"));
  }
  EXPECT_EQ(bytes_of(file), before);
}

TEST_F(Open, WhatIsNoDatabaseIsRefusedAndStaysAsItIs) {
  const fs::path file = dir / "letter.txt";
  write_bytes(file, std::string(8192, 'x'));
  for (const Error& error : {error_of(Reader::open(file)), error_of(open_writer(file, true))}) {
    EXPECT_EQ(error.code, Errc::store_corrupt);
    EXPECT_THAT(error.context, HasSubstr("backup"));
  }
  EXPECT_EQ(bytes_of(file), std::string(8192, 'x'));
}

TEST_F(Open, ANewerStoreIsRefusedWithAdvice) {
  alter("PRAGMA user_version = 99");
  for (const Error& error : {error_of(Reader::open(path)), error_of(open_writer(path, true))}) {
    EXPECT_EQ(error.code, Errc::schema_newer);
    EXPECT_THAT(error.context, HasSubstr("newer tagwatch"));
  }
}

TEST_F(Open, AStoreThatWasEmptiedIsNeverMadeAnew) {
  show("one", build::matched(build::post("1", kCreated)));
  close();
  fs::resize_file(path, 0);
  fs::remove(path.string() + "-wal");
  EXPECT_EQ(error_of(open_writer(path, true)).code, Errc::store_corrupt);
  EXPECT_EQ(error_of(open_writer(path, false)).code, Errc::store_corrupt);
  EXPECT_EQ(error_of(Reader::open(path)).code, Errc::store_corrupt);
}

TEST_F(Open, AnInitThatWasCutShortIsGoneOnWith) {
  const fs::path file = dir / "cut/store.db";
  fs::create_directory(dir / "cut");
  write_bytes(file, "");
  ASSERT_TRUE(open_writer(file, true));
}

TEST_F(Open, ACleanCloseLeavesAnEmptyJournal) {
  show("one", build::matched(build::post("1", kCreated)));
  EXPECT_GT(fs::file_size(path.string() + "-wal"), 0U);
  close();
  EXPECT_EQ(fs::file_size(path.string() + "-wal"), 0U);
}

TEST_F(Open, AReaderSeesWhatIsCommittedBesideAWriterAndKeepsItsSnapshot) {
  show("one", build::matched(build::post("1", kCreated)));
  const Reader reader = Reader::open(path).value();
  int seen = 0;
  ASSERT_TRUE(reader.visit_posts({}, [&](const PostRecord&) {
    if (++seen == 1) {
      show("one", build::matched(build::post("2", kCreated + 1h)));
      EXPECT_EQ(reader.stats().value().posts, 1) << "one snapshot for all calls within";
    }
    return true;
  }));
  EXPECT_EQ(seen, 1);
  EXPECT_EQ(reader.stats().value().posts, 2);
  EXPECT_EQ(reader.search("notes", {}, 10).value().size(), 2U);
}

TEST_F(Open, AReaderCanDoNothingButRead) {
  const Reader reader = Reader::open(path).value();
  close();
  const Reader alone = Reader::open(path).value();
  EXPECT_EQ(alone.stats().value().posts, 0);
  EXPECT_EQ(fs::file_size(path.string() + "-wal"), 0U);
  open();
  show("one", build::matched(build::post("1", kCreated)));
  EXPECT_EQ(alone.stats().value().posts, 1);
}

TEST_F(Open, AReaderNeverCheckpoints) {
  show("one", build::matched(build::post("1", kCreated)));
  const auto journal = fs::file_size(path.string() + "-wal");
  const std::string before = bytes_of(path);
  { ASSERT_TRUE(Reader::open(path)); }
  EXPECT_EQ(fs::file_size(path.string() + "-wal"), journal);
  EXPECT_TRUE(bytes_of(path) == before) << "the database file itself was not written";
}

// Runs `check` as a user who may read the store but write nothing in its folder.
int as_stranger(const fs::path& folder, const std::function<bool()>& check) {
  const pid_t child = ::fork();
  if (child == 0) {
    constexpr uid_t kNobody = 65534;
    const bool is_root = ::geteuid() == 0;
    const bool became = is_root ? ::setegid(kNobody) == 0 && ::seteuid(kNobody) == 0 : true;
    const bool may_write = ::access(folder.c_str(), W_OK) == 0 && !is_root;
    ::_exit(became && !may_write && check() ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

TEST_F(Open, AReaderOpensACleanStoreInAFolderThatItMayNotWrite) {
  show("one", build::matched(build::post("1", kCreated)));
  close();
  fs::permissions(dir.path(), fs::perms(0555));
  EXPECT_EQ(as_stranger(dir.path(),
                        [&] {
                          const auto reader = Reader::open(path);
                          if (!reader) {
                            std::fprintf(stderr, "%s\n", describe(reader.error()).c_str());
                          }
                          return reader && reader->stats() && reader->stats()->posts == 1 &&
                                 reader->search("notes", {}, 10)->size() == 1;
                        }),
            0);
  fs::permissions(dir.path(), fs::perms(0755));
}

TEST_F(Open, AStoreThatMayNotBeReadIsSaid) {
  close();
  fs::permissions(dir.path(), fs::perms(0755));
  fs::permissions(path, fs::perms(0));
  EXPECT_EQ(as_stranger(dir.path(),
                        [&] {
                          const auto reader = Reader::open(path);
                          return !reader && reader.error().code == Errc::io &&
                                 reader.error().context.find("Permission denied") !=
                                     std::string::npos;
                        }),
            0);
}

// Old versions -----------------------------------------------------------------------------------

std::string schema_of(store::Db& db) {
  std::string schema;
  store::Rows rows = db.query(
      "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1");
  while (rows.next()) {
    schema += rows.text(0) + "\n";
  }
  return schema;
}

// tests/store/fixtures/schema_1.sql is what version 1 was when it was released, with a post in it.
TEST_F(Open, AStoreOfVersion1IsBroughtUpToDateWithAllThatIsInIt) {
  const fs::path file = dir / "old.db";
  const std::string dump =
      bytes_of(fs::path(TAGWATCH_SOURCE_DIR) / "tests/store/fixtures/schema_1.sql");
  ASSERT_FALSE(dump.empty());
  {
    auto db = store::Db::open(file, store::Db::Access::create).value();
    const auto made = db->execute(dump.c_str());
    ASSERT_TRUE(made) << describe(made.error());
  }
  if (store::newest_schema() > 1) {
    EXPECT_EQ(error_of(Reader::open(file)).code, Errc::store_failed);
  }
  {
    auto old = open_writer(file, false);
    ASSERT_TRUE(old) << describe(old.error());
    const auto post = old->reader().post_by_uri("https://one.example/users/ana/statuses/1").value();
    ASSERT_TRUE(post);
    EXPECT_EQ(post->post.text, "Meeting notes 1 #TMSSW");
    EXPECT_EQ(post->post.engagement.likes, 3);
    EXPECT_EQ(post->digest, 1);
    EXPECT_EQ(old->reader().search("meeting", {}, 10).value().size(), 1U);
    EXPECT_EQ(old->reader().digests().value().size(), 1U);
    EXPECT_EQ(old->reader().timeline(TimelineId("one", "tmssw")).value().edge.id, "1");
  }
  close();
  auto migrated = store::Db::open(file, store::Db::Access::write).value();
  auto fresh = store::Db::open(path, store::Db::Access::write).value();
  EXPECT_EQ(schema_of(*migrated), schema_of(*fresh));
}

// Damage -----------------------------------------------------------------------------------------

// Opens and reads all there is. True: it was read without complaint; otherwise `words` says why
// not.
bool reads(const fs::path& file, const Clock& clock, std::string& words) {
  const auto note = [&](const Error& error) {
    words = describe(error);
    return false;
  };
  auto writer = Writer::open(file, Writer::Options(true, Duration{0}), clock);
  if (!writer) {
    return note(writer.error());
  }
  const Reader& reader = writer->reader();
  if (auto visited = reader.visit_posts({}, [](const PostRecord&) { return true; }); !visited) {
    return note(visited.error());
  }
  if (auto found = reader.search("notes meet*", {}, 100); !found) {
    return note(found.error());
  }
  if (auto timelines = reader.timelines(); !timelines) {
    return note(timelines.error());
  }
  Batch batch = build::batch("one", {build::matched(build::post("new", kCreated))});
  batch.posts[0].post.edited_at = kCreated;
  if (auto committed = writer->commit(batch); !committed) {
    return note(committed.error());
  }
  return true;
}

TEST_F(Open, ADamagedFileIsReadRightOrRefusedInWordsAndNeverMadeAnew) {
  Batch batch = build::batch("one", {});
  for (int post = 0; post < 200; ++post) {
    batch.posts.push_back(build::matched(build::post(std::to_string(post), kCreated)));
  }
  batch.state.emplace();
  commit(batch);
  close();
  const std::string whole = bytes_of(path);
  const std::string key = bytes_of(dir / "site.key");
  std::mt19937 random(61);
  int refused = 0;
  for (int mutant = 0; mutant < 60; ++mutant) {
    const TempDir elsewhere;
    const fs::path file = elsewhere / "tagwatch.db";
    std::string bytes = whole;
    if (mutant % 3 == 0) {
      bytes.resize(random() % bytes.size());
    } else {
      for (int flip = 0; flip < (mutant % 3 == 1 ? 1 : 40); ++flip) {
        const std::size_t spot = mutant % 2 == 0 ? random() % 200 : random() % bytes.size();
        bytes[spot] = static_cast<char>(bytes[spot] ^ (1U << (random() % 8)));
      }
    }
    write_bytes(file, bytes);
    write_bytes(elsewhere / "site.key", key);
    std::string words;
    if (!reads(file, clock, words)) {
      ++refused;
      EXPECT_THAT(words, HasSubstr(file.string())) << mutant;
    }
    EXPECT_GE(fs::file_size(file), std::min<std::size_t>(bytes.size(), 1)) << mutant;
  }
  EXPECT_GT(refused, 20);
  std::string words;
  EXPECT_TRUE(reads(path, clock, words)) << words;
}

TEST_F(Open, AStumpOfAStoreIsNeverTakenForANewOne) {
  show("one", build::matched(build::post("1", kCreated)));
  close();
  const std::string whole = bytes_of(path);
  for (const std::size_t size : {0U, 1U, 99U, 100U, 511U, 512U, 1024U, 4095U, 4096U, 8192U}) {
    write_bytes(path, whole.substr(0, size));
    for (const bool create : {true, false}) {
      std::string words;
      auto opened = open_writer(path, create);
      if (opened) {
        const auto visited = opened->reader().visit_posts({}, [](const auto&) { return true; });
        ASSERT_FALSE(visited) << size;
        words = describe(visited.error());
      } else {
        words = describe(opened.error());
      }
      EXPECT_THAT(words, HasSubstr("backup")) << size;
    }
    EXPECT_FALSE(Reader::open(path) && Reader::open(path)->stats()) << size;
    EXPECT_EQ(bytes_of(path).size(), size);
  }
}

}  // namespace
}  // namespace tagwatch
