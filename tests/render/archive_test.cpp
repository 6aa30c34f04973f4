// The archive's page and feed, read by independent parsers.
#include "tagwatch/render/archive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "render/hostile.hpp"
#include "render/page_tools.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/render/files.hpp"
#include "tagwatch/text/html.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

ArchiveEntry entry(Day date, const std::string& what) {
  ArchiveEntry made;
  made.date = date;
  made.digest_id = format_day(date) + "-0a1b2c3d";
  made.issued_at = Instant(date.time_since_epoch() + 35h);
  made.subject = "[tagwatch] " + std::string(weekday_name(date).substr(0, 3)) + " " +
                 format_short_day(date) + ": " + what;
  made.headline = {"#TMSSW: 2 posts, usually 0 to 3.", "Not watched: X & others."};
  return made;
}

// `days` digests, the newest of 2 December 2026, each with a page and a text.
std::vector<ArchiveRow> archive(int days) {
  std::vector<ArchiveRow> rows;
  const Day newest = parse_day("2026-12-02").value();
  for (int back = 0; back < days; ++back) {
    const Day date = newest - std::chrono::days(back);
    rows.push_back({entry(date, "#TMSSW " + std::to_string(back) + "; watched sources complete"),
                    {format_day(date) + ".html", format_day(date) + ".txt"}});
  }
  return rows;
}

// What Python's reader of XML finds in a feed: one line a fact.
std::string read_by_python(const std::string& atom) {
  const TempDir folder;
  const std::string path = (folder / "digests.atom").string();
  std::ofstream(path, std::ios::binary) << atom;
  const page_tools::Outcome read =
      page_tools::run(TAGWATCH_PYTHON " " TAGWATCH_SOURCE_DIR "/tests/render/read_atom.py " + path);
  EXPECT_EQ(read.exit_code, 0) << read.output;
  return read.output;
}

TEST(Feed, HoldsWhatAnAtomReaderNeeds) {
  EXPECT_EQ(read_by_python(render_atom(archive(2))),
            "feed tag:tagwatch.invalid,2026:archive/2026-12-01-0a1b2c3d\n"
            "updated 2026-12-03T11:00:00.000Z\n"
            "self digests.atom\n"
            "alternate index.html\n"
            "entry tag:tagwatch.invalid,2026:digest/2026-12-02-0a1b2c3d\n"
            "  title [tagwatch] Wed 2 Dec: #TMSSW 0; watched sources complete\n"
            "  updated 2026-12-03T11:00:00.000Z\n"
            "  link 2026-12-02.html\n"
            "  summary #TMSSW: 2 posts, usually 0 to 3. Not watched: X & others.\n"
            "entry tag:tagwatch.invalid,2026:digest/2026-12-01-0a1b2c3d\n"
            "  title [tagwatch] Tue 1 Dec: #TMSSW 1; watched sources complete\n"
            "  updated 2026-12-02T11:00:00.000Z\n"
            "  link 2026-12-01.html\n"
            "  summary #TMSSW: 2 posts, usually 0 to 3. Not watched: X & others.\n");
}

TEST(Feed, HoldsTheNewestThirtyUnderAnIdThatStays) {
  const std::string few = read_by_python(render_atom(archive(40)));
  EXPECT_EQ(page_tools::count(few, "entry "), 30U);
  EXPECT_THAT(few, AllOf(HasSubstr("digest/2026-11-03-"), Not(HasSubstr("digest/2026-11-02-"))));
  std::vector<ArchiveRow> later = archive(41);
  later.erase(later.begin());  // the same first digest
  const std::string other = read_by_python(render_atom(later));
  std::vector<ArchiveRow> all = archive(41);
  EXPECT_EQ(other.substr(0, other.find('\n')),
            read_by_python(render_atom(all)).substr(0, other.find('\n')));
}

TEST(Feed, NothingGetsOutOfItsPlace) {
  std::vector<ArchiveRow> rows = archive(1);
  rows[0].entry.subject = "</title><x>]]>&lt;\"' \x01\x0B\x0C \xEF\xBF\xBE\xEF\xBF\xBF \xFF" +
                          std::string(sample::kHostile);
  rows[0].entry.headline = {rows[0].entry.subject};
  const std::string read = read_by_python(render_atom(rows));
  EXPECT_EQ(page_tools::count(read, "\n"), 4U + 5U);
  EXPECT_THAT(read, HasSubstr("title </title><x>]]>&lt;\"'"));
}

TEST(Index, ListsByMonthWithLinksToWhatIsThere) {
  std::vector<ArchiveRow> rows = archive(3);
  rows[1].files = {};
  const std::string page = render_index(rows, true);
  EXPECT_THAT(page_tools::attribute_values(page, "href"),
              ElementsAre("digests.atom", "2026-12-02.html", "2026-12-02.txt", "2026-11-30.html",
                          "2026-11-30.txt", "digests.atom"));
  const std::string text = page_tools::visible_text(page, true);
  EXPECT_LT(text.find("December 2026"), text.find("Wed 2 Dec"));
  EXPECT_LT(text.find("Tue 1 Dec"), text.find("November 2026"));
  EXPECT_LT(text.find("November 2026"), text.find("Mon 30 Nov"));
  EXPECT_THAT(text, AllOf(HasSubstr("3 digests issued"), HasSubstr("#TMSSW 1; watched")));
  EXPECT_THAT(render_index(rows, false), Not(HasSubstr("digests.atom")));
}

TEST(Index, AnEmptyArchiveSaysSo) {
  EXPECT_THAT(render_index({}, false), HasSubstr("No digest was issued yet."));
}

TEST(Index, NothingGetsOutOfItsPlaceAndNothingIsFetched) {
  std::vector<ArchiveRow> hostile = archive(2);
  for (ArchiveRow& row : hostile) {
    row.entry.subject += sample::kHostile;
  }
  const std::string page = render_index(hostile, true);
  EXPECT_EQ(page_tools::skeleton(page), page_tools::skeleton(render_index(archive(2), true)));
  EXPECT_THAT(page, Not(HasSubstr("http:")));
  EXPECT_THAT(page, Not(HasSubstr("https:")));
  EXPECT_THAT(page, Not(HasSubstr("\xE2\x80\xAE")));
}

TEST(ArchiveFiles, LinkToTheFilesThatAreInTheFolder) {
  const TempDir folder;
  for (const char* name : {"2026-12-02.html", "2026-12-02.posts.ndjson", "2026-12-01.txt",
                           "2026-12-01.preview.html", "2026-12-01.earlier.html"}) {
    std::ofstream(folder / name) << "x";
  }
  const Day newest = parse_day("2026-12-02").value();
  const std::vector<ArchiveRow> rows =
      archive_rows({entry(newest, "a"), entry(newest - std::chrono::days(1), "b"),
                    entry(newest - std::chrono::days(2), "c")},
                   folder.path().string());
  EXPECT_THAT(rows[0].files, ElementsAre("2026-12-02.html", "2026-12-02.posts.ndjson"));
  EXPECT_THAT(rows[1].files, ElementsAre("2026-12-01.txt"));
  EXPECT_THAT(rows[2].files, ElementsAre());
  const auto written = write_archive_files(rows, true, folder.path().string());
  ASSERT_TRUE(written) << describe(written.error());
  EXPECT_THAT(*written,
              ElementsAre((folder / "index.html").string(), (folder / "digests.atom").string()));
  // Of a chain without a digest there is a page, and no feed.
  std::filesystem::remove(folder / "digests.atom");
  ASSERT_TRUE(write_archive_files({}, true, folder.path().string()));
  EXPECT_FALSE(std::filesystem::exists(folder / "digests.atom"));
}

}  // namespace
}  // namespace tagwatch
