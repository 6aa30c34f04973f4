// What the archive serves, asked of it without a network.
#include "app/archive.hpp"

#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdlib>

#include "clocked_office.hpp"
#include "tagwatch/settings/load.hpp"
#include "tagwatch/sources/registry.hpp"

namespace tagwatch {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ArchiveTest : public test::ClockedOffice {
 protected:
  ArchiveTest()
      : config_(
            load_config(config(), {source_kinds(),
                                   [](const std::string&) { return std::optional<std::string>(); }})
                .value()),
        desk_(DigestDesk::open(config_, source_kinds()).value()),
        archive_(config_, desk_) {}

  // Issues the digest of 2026-11-23, with a post in it.
  void issue() {
    poll("one.example", clock.now() - 84 * 24h);
    Post post = build::post("1", build::at("2026-11-23T12:00:00Z"));
    post.text = "Canary words #TMSSW";
    clock.set(build::at("2026-11-23T12:00:00Z"));
    show("one.example", post);
    clock.set(build::at("2026-11-24T12:00:00Z"));
    const Ended issued = run({"digest", "--issue"});
    EXPECT_EQ(issued.code, 0) << issued.err;
  }
  ServedPage get(const std::string& path) {
    asio::io_context loop;
    ServedPage served;
    asio::co_spawn(loop, archive_.page(path),
                   [&](const std::exception_ptr&, ServedPage page) { served = std::move(page); });
    loop.run();
    return served;
  }
  std::string file(const std::string& name) const { return contents(folder / "digests" / name); }

 private:
  Config config_;
  DigestDesk desk_;
  Archive archive_;
};

TEST_F(ArchiveTest, BeforeTheFirstDigestThereIsAPageThatSaysSo) {
  EXPECT_THAT(get("/").body, HasSubstr("No digest was issued yet."));
  EXPECT_THAT(get("/").body, Not(HasSubstr("digests.atom")));
  for (const char* path : {"/latest.html", "/digests.atom", "/2026-11-23.html"}) {
    EXPECT_EQ(get(path).status, 404) << path;
  }
}

TEST_F(ArchiveTest, EveryFormatIsWhatTheFileOfThatNameHolds) {
  issue();
  for (const auto& [name, type] : std::initializer_list<std::pair<std::string, std::string>>{
           {"2026-11-23.html", "text/html; charset=utf-8"},
           {"2026-11-23.txt", "text/plain; charset=utf-8"},
           {"2026-11-23.json", "application/json; charset=utf-8"},
           {"2026-11-23.posts.ndjson", "application/x-ndjson; charset=utf-8"}}) {
    const ServedPage served = get("/" + name);
    EXPECT_EQ(served.status, 200) << name;
    EXPECT_EQ(served.type, type);
    EXPECT_FALSE(served.body.empty());
    EXPECT_EQ(served.body, file(name)) << name;
  }
  EXPECT_THAT(get("/2026-11-23.html").body, HasSubstr("Canary words"));
  EXPECT_THAT(get("/2026-11-23.md").body, HasSubstr("Canary words"));
  EXPECT_THAT(get("/2026-11-23.csv").body, StartsWith("day,place,uri,"));
  EXPECT_EQ(get("/2026-11-23.csv").body, get("/2026-11-23.posts.csv").body);
}

TEST_F(ArchiveTest, TheIndexLeadsToEveryPageOfADigest) {
  issue();
  const std::string index = get("/").body;
  EXPECT_EQ(index, get("/index.html").body);
  EXPECT_THAT(index, AllOf(HasSubstr("Mon 23 Nov"), HasSubstr("href=\"digests.atom\"")));
  int links = 0;
  for (std::size_t at = index.find("href=\""); at != std::string::npos;
       at = index.find("href=\"", at)) {
    at += 6;
    const std::string target = "/" + index.substr(at, index.find('"', at) - at);
    EXPECT_EQ(get(target).status, 200) << target;
    ++links;
  }
  EXPECT_EQ(links, 6 + 2);
  const ServedPage latest = get("/latest.html");
  EXPECT_EQ(latest.status, 302);
  EXPECT_EQ(latest.location, "/2026-11-23.html");
  EXPECT_EQ(get("/digests.atom").type, "application/atom+xml; charset=utf-8");
  EXPECT_THAT(get("/digests.atom").body, HasSubstr("href=\"2026-11-23.html\""));
}

TEST_F(ArchiveTest, ANewDigestAndADeletionAreSeenAtOnce) {
  issue();
  ASSERT_THAT(get("/2026-11-23.html").body, HasSubstr("Canary words"));
  ASSERT_EQ(run({"db", "erase", "@ana@one.example"}).code, 0);
  for (const char* name : {"html", "txt", "json", "md", "csv", "posts.ndjson"}) {
    const ServedPage served = get(std::string("/2026-11-23.") + name);
    EXPECT_EQ(served.status, 200);
    EXPECT_THAT(served.body, Not(HasSubstr("Canary"))) << name;
  }
  clock.set(build::at("2026-11-25T12:00:00Z"));
  ASSERT_EQ(run({"digest", "--issue"}).code, 0);
  EXPECT_THAT(get("/").body, AllOf(HasSubstr("Tue 24 Nov"), HasSubstr("Mon 23 Nov")));
  EXPECT_EQ(get("/latest.html").location, "/2026-11-24.html");
}

TEST_F(ArchiveTest, NothingElseIsThere) {
  issue();
  std::ofstream(folder / "digests/notes.txt") << "secret";
  for (const char* path : {"",
                           "//",
                           "/.",
                           "/..",
                           "/notes.txt",
                           "/../tagwatch.toml",
                           "/digests/2026-11-23.html",
                           "/%2e%2e/tagwatch.toml",
                           "/..%2ftagwatch.toml",
                           "/....//tagwatch.toml",
                           "/store.db",
                           "/2026-11-23",
                           "/2026-11-23.",
                           "/2026-11-23.pdf",
                           "/2026-11-23.html/",
                           "/2026-11-23.HTML",
                           "/2026-11-23.html%00",
                           "/2026-11-23.html.bak",
                           "/2026-11-23.preview.html",
                           "/2026-11-24.html",
                           "/2026-11-22.html",
                           "/2026-02-30.html",
                           "/2026-11-2.html",
                           "/0000-00-00.html",
                           "/9999-99-99.html",
                           "/-026-11-23.html",
                           "/2026-11-23../x.html",
                           "/2026-11-23.html\\",
                           "/2026-11-23/../2026-11-23.html",
                           "/LATEST.html",
                           "/healthz",
                           "/metrics",
                           "/favicon.ico",
                           "/\xFF\xFE",
                           "2026-11-23.html"}) {
    const ServedPage served = get(path);
    EXPECT_EQ(served.status, 404) << path;
    EXPECT_EQ(served.body, status_page(404).body) << path;
  }
}

TEST_F(ArchiveTest, AStoreThatCannotBeReadIsAnErrorAndLaterAPage) {
  issue();
  std::filesystem::rename(folder / "store.db", folder / "away.db");
  const ServedPage failed = get("/2026-11-23.html");
  EXPECT_EQ(failed.status, 500);
  EXPECT_EQ(failed.body, status_page(500).body);
  std::filesystem::rename(folder / "away.db", folder / "store.db");
  EXPECT_EQ(get("/2026-11-23.html").status, 200);
}

// The archive's files, as commands write them.
class ArchiveCommands : public ArchiveTest {};

TEST_F(ArchiveCommands, AnIssuedDigestIsInTheIndexOfItsFolder) {
  issue();
  EXPECT_THAT(file("index.html"), AllOf(HasSubstr("href=\"2026-11-23.html\""),
                                        Not(HasSubstr("2026-11-23.md")), HasSubstr("Mon 23 Nov")));
  EXPECT_EQ(file("digests.atom"), "") << "the feed was not asked for";
  // A preview is in no archive.
  const std::filesystem::path other = folder / "other";
  ASSERT_EQ(run({"digest", "--date", "today", "--output", other.string()}).code, 0);
  EXPECT_TRUE(std::filesystem::exists(other / "2026-11-24.preview.html"));
  EXPECT_FALSE(std::filesystem::exists(other / "index.html"));
}

TEST_F(ArchiveCommands, TheFeedIsAFormatOfItsOwn) {
  const Ended none = run({"digest", "--format", "atom"});
  EXPECT_EQ(none.code, 1);
  EXPECT_THAT(none.err, HasSubstr("no digest was issued yet"));
  issue();
  const Ended shown = run({"digest", "--format", "atom"});
  EXPECT_EQ(shown.code, 0) << shown.err;
  EXPECT_THAT(shown.out, AllOf(StartsWith("<?xml"), HasSubstr("href=\"2026-11-23.html\"")));
  EXPECT_EQ(run({"digest", "--format", "atom,text"}).code, 2) << "stdout takes one";
  std::string text = contents(config());
  text.replace(text.find("[digest]\n"), 9, "[digest]\nformats = [\"html\", \"atom\"]\n");
  std::ofstream(config()) << text;
  clock.set(build::at("2026-11-25T12:00:00Z"));
  const Ended issued = run({"digest", "--issue"});
  ASSERT_EQ(issued.code, 0) << issued.err;
  EXPECT_THAT(issued.out, HasSubstr("digests.atom\n"));
  EXPECT_THAT(file("digests.atom"), AllOf(HasSubstr("2026-11-24.html"), HasSubstr("2026-11-23")));
  EXPECT_THAT(file("index.html"), HasSubstr("href=\"digests.atom\""));
}

TEST_F(ArchiveCommands, WithoutAPrinterTheOtherFilesAreWritten) {
  poll("one.example", clock.now() - 84 * 24h);
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", (folder / "nothing").c_str(), 1);
  const Ended issued = run({"digest", "--issue", "--format", "pdf,text"});
  const Ended shown = run({"digest", "--format", "pdf"});
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(issued.code, 3);
  EXPECT_THAT(issued.err, HasSubstr("weasyprint is not installed; on Debian `apt-get install "
                                    "weasyprint`"));
  EXPECT_THAT(issued.out, HasSubstr("2026-11-23.txt\n"));
  EXPECT_NE(file("2026-11-23.txt"), "");
  EXPECT_EQ(shown.code, 1);
  EXPECT_EQ(shown.out, "");
  // What could not be printed counts as written: the next command does not begin anew.
  EXPECT_THAT(run({"digest", "--issue"}).err, Not(HasSubstr("written_late")));
}

}  // namespace
}  // namespace tagwatch
