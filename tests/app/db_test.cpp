// `tagwatch db …` from outside, on a store that the test fills and damages.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "store/sqlite.hpp"
#include "store_config.hpp"
#include "support/builders.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch {
namespace {

using build::at;
using test::Office;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class DbTest : public testing::Test {
 protected:
  DbTest() : clock(at("2026-11-23T12:00:00Z")) {
    Writer writer = open();
    std::vector<MatchedPost> posts;
    for (int number = 0; number < 1203; ++number) {
      Post post = build::post(std::to_string(number), at("2026-11-20T08:00:00Z"));
      post.text += number == 7 ? " in a port" : " on land ความมั่นคง";
      posts.push_back(build::matched(post));
      posts.back().topics = {"Old topic"};
    }
    EXPECT_TRUE(writer.commit(build::batch("one.example", posts)));
  }
  Writer open() {
    return Writer::open(office.store(), Writer::Options(true, Duration{0}), clock).value();
  }
  void damage(const std::string& script) const {
    const auto db = store::Db::open(office.store(), store::Db::Access::write).value();
    const auto done = db->execute(script.c_str());
    ASSERT_TRUE(done) << describe(done.error());
  }
  Ended check() const { return office.run({"db", "check"}); }
  Ended backup(std::vector<std::string> words) const {
    words.insert(words.begin(), {"db", "backup"});
    return office.run(std::move(words));
  }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(office.path("."))) {
      const std::string name = entry.path().filename();
      if (name.starts_with("copy")) {
        names.push_back(name);
      }
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  Office office;
  ManualClock clock;
};

TEST_F(DbTest, AWholeStoreIsSaidToBeWhole) {
  const Ended ended = check();
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
  EXPECT_EQ(ended.out, office.store().string() + ": whole\n");
  const Writer writer = open();
  EXPECT_EQ(check().code, 0) << "also while another writes";
}

TEST_F(DbTest, EveryKindOfDamageIsFoundAndNamed) {
  damage(
      "PRAGMA foreign_keys = OFF;"
      "INSERT INTO match(post, tag_key, spelled, by_phrase, txn) VALUES(99999, 'x', 'x', 0, 1);"
      "INSERT INTO match(post, tag_key, spelled, by_phrase, txn) VALUES(99998, 'x', 'x', 0, 1);");
  Ended ended = check();
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.out, HasSubstr("references: 2 rows of \"match\" name what is not in \"post\""));
  EXPECT_THAT(ended.err, HasSubstr("put a backup in its place"));

  damage("DELETE FROM match WHERE post > 9999; UPDATE revision SET text = 'else' WHERE post = 3;");
  ended = check();
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.out, HasSubstr("search index: that of words does not say what the posts say"));
  EXPECT_THAT(ended.out, HasSubstr("search index: that of scripts without spaces"));

  damage("PRAGMA foreign_keys = OFF; DELETE FROM revision WHERE post = 3;");
  ended = check();
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.out, HasSubstr("posts: 1 without a text"));
}

TEST_F(DbTest, ADamagedPageIsFound) {
  damage("PRAGMA wal_checkpoint(TRUNCATE);");
  {
    const auto db = store::Db::open(office.store(), store::Db::Access::read).value();
    store::Rows rows = db->query("SELECT rootpage FROM sqlite_schema WHERE name = 'place'");
    ASSERT_TRUE(rows.next());
    std::fstream file(office.store(), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp((rows.integer(0) - 1) * 4096 + 8);
    file << std::string(64, '\x55');
  }
  const Ended ended = check();
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.out, HasSubstr(office.store().string() + ": "));

  office.write("store.db", "no database at all, but longer than nothing");
  EXPECT_EQ(check().code, 1);
  std::filesystem::remove(office.store());
  EXPECT_EQ(check().code, 1);
}

TEST_F(DbTest, ABackupIsAStoreOfItsOwnAndTakenWhileAnotherWrites) {
  ASSERT_EQ(::chmod(office.store().c_str(), 0600), 0);
  {
    Writer writer = open();
    ASSERT_TRUE(writer.commit(
        build::batch("one.example", {build::matched(build::post("new", clock.now()))})));
    const Ended ended = backup({"copy.db"});
    ASSERT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.out, HasSubstr("copy.db  "));
  }
  EXPECT_THAT(files(), ElementsAre("copy.db"));
  struct stat copy {};
  ASSERT_EQ(::stat(office.path("copy.db").c_str(), &copy), 0);
  EXPECT_EQ(copy.st_mode & 0777, 0600U) << "who may not read the store may not read its copy";

  const std::string posts = office.run({"export", "--all"}).out;
  std::filesystem::remove(office.path("store.db-wal"));
  std::filesystem::remove(office.path("store.db-shm"));
  std::filesystem::rename(office.path("copy.db"), office.store());
  EXPECT_EQ(check().code, 0);
  EXPECT_EQ(office.run({"export", "--all"}).out, posts);
  EXPECT_EQ(Reader::open(office.store()).value().stats().value().posts, 1204);
}

TEST_F(DbTest, ABackupNeverCostsAFileThatIsThere) {
  office.write("copy.db", "precious");
  const Ended refused = backup({"copy.db"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_THAT(refused.err, HasSubstr("copy.db is there already"));
  EXPECT_EQ(contents(office.path("copy.db")), "precious");
  EXPECT_EQ(backup({"copy.db", "--force"}).code, 0);
  EXPECT_GT(std::filesystem::file_size(office.path("copy.db")), 100'000U);

  office.write("copy-2.db-wal", "frames");
  for (const char* name :
       {"store.db", "./store.db-wal", "store.db.lock", ".", "missing/copy.db", "copy-2.db"}) {
    const Ended ended = backup({name, "--force"});
    EXPECT_EQ(ended.code, 1) << name;
    EXPECT_THAT(ended.err, HasSubstr(name));
  }
  EXPECT_EQ(check().code, 0);
  EXPECT_THAT(files(), ElementsAre("copy-2.db-wal", "copy.db"));
}

TEST_F(DbTest, ABackupThatFailsLeavesNothing) {
  const Ended ended = office.shell("ulimit -f 20; trap '' XFSZ; $tagwatch db backup copy.db");
  EXPECT_EQ(ended.code, 1);
  EXPECT_THAT(ended.err, HasSubstr("disk is full"));
  EXPECT_THAT(files(), IsEmpty());
}

TEST_F(DbTest, StatsCountWhatIsThere) {
  const Ended ended = office.run({"db", "stats"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("posts                   1203\n"));
  EXPECT_THAT(ended.out, HasSubstr("\nsightings               1203\n"));
  EXPECT_THAT(ended.out, HasSubstr("\nbytes per post  "));
  EXPECT_THAT(ended.out, HasSubstr("\noldest post     2026-11-20 08:00 UTC\n"));
  EXPECT_THAT(ended.out, HasSubstr("\nnewest post     2026-11-20 08:00 UTC\n"));
}

TEST_F(DbTest, RetopicGivesEveryPostTheTopicsOfTheConfiguration) {
  {
    const Writer writer = open();
    EXPECT_EQ(office.run({"db", "retopic", "--wait", "0s"}).code, 75);
  }
  const Ended first = office.run({"db", "retopic"});
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_EQ(first.out, "1203 posts, 1203 changed\n");
  const Reader reader = Reader::open(office.store()).value();
  const std::string uris = "https://one.example/users/ana/statuses/";
  EXPECT_THAT(reader.post_by_uri(uris + "7").value()->topics, ElementsAre("Ports"));
  EXPECT_THAT(reader.post_by_uri(uris + "1202").value()->topics, IsEmpty());
  EXPECT_EQ(office.run({"db", "retopic"}).out, "1203 posts, 0 changed\n");
  EXPECT_EQ(check().code, 0);
}

}  // namespace
}  // namespace tagwatch
