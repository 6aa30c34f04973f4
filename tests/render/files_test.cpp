#include "tagwatch/render/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "render/sample_views.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/render/json.hpp"

namespace tagwatch {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<DigestFormat> kAll{DigestFormat::html, DigestFormat::text, DigestFormat::json,
                                     DigestFormat::markdown, DigestFormat::csv};

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST(DigestFiles, AreNamedByDateAndStatus) {
  DigestValue value = sample::zero_day().value;
  EXPECT_EQ(digest_file_name(value, DigestFormat::html), "2026-12-06.html");
  EXPECT_EQ(digest_file_name(value, DigestFormat::text), "2026-12-06.txt");
  EXPECT_EQ(digest_file_name(value, DigestFormat::json), "2026-12-06.json");
  EXPECT_EQ(digest_file_name(value, DigestFormat::markdown), "2026-12-06.md");
  EXPECT_EQ(digest_file_name(value, DigestFormat::csv), "2026-12-06.posts.csv");
  EXPECT_EQ(digest_file_name(value, DigestFormat::pdf), "2026-12-06.pdf");
  EXPECT_EQ(digest_posts_file_name(value), "2026-12-06.posts.ndjson");
  value.issued = false;
  EXPECT_EQ(digest_file_name(value, DigestFormat::html), "2026-12-06.preview.html");
  EXPECT_EQ(digest_posts_file_name(value), "2026-12-06.preview.posts.ndjson");
}

TEST(DigestFiles, FormatsAreKnownByName) {
  DigestFormat format{};
  EXPECT_TRUE(digest_format_from_name("text", format));
  EXPECT_EQ(format, DigestFormat::text);
  EXPECT_TRUE(digest_format_from_name("markdown", format));
  EXPECT_EQ(format, DigestFormat::markdown);
  EXPECT_TRUE(digest_format_from_name("pdf", format));
  EXPECT_EQ(format, DigestFormat::pdf);
  EXPECT_FALSE(digest_format_from_name("docx", format));
}

TEST(DigestFiles, AreWrittenWithTheFolderAndNothingElse) {
  const TempDir parent;
  const std::string folder = (parent / "digests/2026").string();
  const DigestView view = sample::four_post_day();
  for (int time = 0; time < 2; ++time) {  // the second time replaces
    const auto written = write_digest_files(view, kAll, folder, "");
    ASSERT_TRUE(written) << describe(written.error());
    EXPECT_THAT(written->paths,
                ElementsAre(folder + "/2026-12-07.html", folder + "/2026-12-07.txt",
                            folder + "/2026-12-07.json", folder + "/2026-12-07.md",
                            folder + "/2026-12-07.posts.csv", folder + "/2026-12-07.posts.ndjson"));
  }
  EXPECT_THAT(names_in(folder),
              ElementsAre("2026-12-07.html", "2026-12-07.json", "2026-12-07.md",
                          "2026-12-07.posts.csv", "2026-12-07.posts.ndjson", "2026-12-07.txt"));
  EXPECT_EQ(contents(folder + "/2026-12-07.json"), render_json(view));
}

TEST(DigestFiles, NothingIsWrittenWhenOneCannotBeRendered) {
  const TempDir folder;
  const auto written =
      write_digest_files(sample::zero_day(), kAll, (folder / "out").string(), "{{nonsense}}");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Errc::config_invalid);
  EXPECT_TRUE(names_in(folder.path()).empty());
}

TEST(DigestFiles, AFolderThatCannotBeMadeIsAnErrorWithPathAndAdvice) {
  const TempDir folder;
  std::ofstream(folder / "taken") << "a file";
  const auto written =
      write_digest_files(sample::zero_day(), kAll, (folder / "taken/out").string(), "");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Errc::io);
  EXPECT_THAT(written.error().context, HasSubstr("taken/out: Not a directory; something else has "
                                                 "this name"));
}

class EarlierDigests : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder / name, std::ios::binary) << bytes;
  }
  [[nodiscard]] std::vector<std::string> set_aside() const {
    const auto earlier = set_digest_files_aside(kDay, folder.path().string());
    EXPECT_TRUE(earlier) << describe(earlier.error());
    std::vector<std::string> names;
    for (const std::string& path : earlier.value()) {
      names.push_back(std::filesystem::path(path).filename());
    }
    return names;
  }
  static inline const Day kDay = parse_day("2026-12-07").value();
  const TempDir folder;
};

TEST_F(EarlierDigests, TheFilesOfADayGetOtherNamesAndNoOthersDo) {
  const std::vector<std::string> others{"2026-12-06.html", "2026-12-07.preview.html",
                                        "2026-12-07.html.bak", "notes.txt"};
  for (const std::string& name : others) {
    write(name, name);
  }
  EXPECT_THAT(set_aside(), ElementsAre());
  for (const char* extension : {".html", ".txt", ".json", ".md", ".posts.ndjson"}) {
    write(std::string("2026-12-07") + extension, extension);
  }
  EXPECT_THAT(set_aside(), ElementsAre("2026-12-07.earlier.html", "2026-12-07.earlier.json",
                                       "2026-12-07.earlier.md", "2026-12-07.earlier.posts.ndjson",
                                       "2026-12-07.earlier.txt"));
  EXPECT_EQ(contents((folder / "2026-12-07.earlier.md").string()), ".md");
  EXPECT_EQ(names_in(folder.path()).size(), others.size() + 5);
  for (const std::string& name : others) {
    EXPECT_EQ(contents((folder / name).string()), name);
  }
}

TEST_F(EarlierDigests, NeitherOverwritesTheOther) {
  write("2026-12-07.earlier.html", "first");
  write("2026-12-07.earlier-2.json", "second");
  write("2026-12-07.html", "third");
  write("2026-12-07.json", "third");
  EXPECT_THAT(set_aside(), ElementsAre("2026-12-07.earlier-2.json", "2026-12-07.earlier-3.html",
                                       "2026-12-07.earlier-3.json", "2026-12-07.earlier.html"));
  EXPECT_EQ(contents((folder / "2026-12-07.earlier.html").string()), "first");
  EXPECT_EQ(contents((folder / "2026-12-07.earlier-2.json").string()), "second");
  EXPECT_EQ(contents((folder / "2026-12-07.earlier-3.html").string()), "third");
}

TEST_F(EarlierDigests, WhatAKillLeftHalfDoneGoesOnUnderTheSameName) {
  write("2026-12-07.earlier.html", "one");
  write("2026-12-07.txt", "the same one");
  EXPECT_THAT(set_aside(), ElementsAre("2026-12-07.earlier.html", "2026-12-07.earlier.txt"));
  EXPECT_THAT(set_aside(), ElementsAre("2026-12-07.earlier.html", "2026-12-07.earlier.txt"));
}

TEST_F(EarlierDigests, AreRemovedOfEveryDayAndNothingElseIs) {
  for (const char* name : {"2026-12-07.earlier.html", "2026-12-01.earlier-12.posts.ndjson",
                           "2026-12-07.html", "2026-12-07.earliest.html", "notes.earlier.txt"}) {
    write(name, name);
  }
  const auto removed = remove_earlier_digest_files(folder.path().string());
  ASSERT_TRUE(removed) << describe(removed.error());
  EXPECT_THAT(*removed, ElementsAre((folder / "2026-12-01.earlier-12.posts.ndjson").string(),
                                    (folder / "2026-12-07.earlier.html").string()));
  EXPECT_THAT(names_in(folder.path()),
              ElementsAre("2026-12-07.earliest.html", "2026-12-07.html", "notes.earlier.txt"));
}

TEST_F(EarlierDigests, AFolderThatIsNotThereHasNone) {
  const auto aside = set_digest_files_aside(kDay, (folder / "missing").string());
  ASSERT_TRUE(aside) << describe(aside.error());
  EXPECT_TRUE(aside->empty());
}

TEST_F(EarlierDigests, AFolderThatCannotBeReadIsAnErrorWithThePath) {
  write("taken", "a file");
  const auto aside = set_digest_files_aside(kDay, (folder / "taken").string());
  ASSERT_FALSE(aside);
  EXPECT_EQ(aside.error().code, Errc::io);
  EXPECT_THAT(aside.error().context, HasSubstr("taken: Not a directory"));
}

TEST(WriteFileAtomically, AReaderOfTheOldFileKeepsIt) {
  const TempDir folder;
  const std::string path = (folder / "file").string();
  ASSERT_TRUE(write_file_atomically(path, "old"));
  std::ifstream reader(path, std::ios::binary);
  ASSERT_TRUE(write_file_atomically(path, "new and longer"));
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(reader), {}), "old");
  EXPECT_EQ(contents(path), "new and longer");
}

TEST(WriteFileAtomically, AFailureLeavesTheOldFileAndNoOther) {
  const TempDir folder;
  std::filesystem::create_directories(folder / "name/inside");
  const auto written = write_file_atomically((folder / "name").string(), "bytes");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Errc::io);
  EXPECT_THAT(written.error().context, HasSubstr("cannot replace"));
  EXPECT_THAT(names_in(folder.path()), ElementsAre("name"));
}

TEST(WriteFileAtomically, DoesNotFollowALinkPutInItsWay) {
  const TempDir folder;
  std::ofstream(folder / "victim") << "precious";
  std::filesystem::create_symlink(folder / "victim", folder / "2026-12-07.html");
  ASSERT_TRUE(write_file_atomically((folder / "2026-12-07.html").string(), "page"));
  EXPECT_EQ(contents((folder / "victim").string()), "precious");
}

TEST(WriteFileAtomically, AMissingFolderIsAnErrorWithThePath) {
  const TempDir folder;
  const std::string path = (folder / "missing/file").string();
  const auto written = write_file_atomically(path, "bytes");
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error().context, HasSubstr("cannot write " + path + ": No such file"));
}

}  // namespace
}  // namespace tagwatch
