// A store in a folder of its own, on a clock that the test moves.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "store/sqlite.hpp"
#include "support/builders.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch {

class StoreTest : public testing::Test {
 protected:
  StoreTest() : path(dir / "tagwatch.db"), clock(build::at("2026-11-23T12:00:00Z")) { open(); }

  void open() {
    auto opened = Writer::open(path, Writer::Options(true, Duration{0}), clock);
    ASSERT_TRUE(opened) << describe(opened.error());
    writer.emplace(std::move(*opened));
  }
  void close() { writer.reset(); }
  void reopen(Deletion deletion) {
    close();
    writer.emplace(
        Writer::open(path, Writer::Options(false, Duration{0}, Lock::Holder::command, deletion),
                     clock)
            .value());
  }

  Committed commit(const Batch& batch) {
    auto committed = writer->commit(batch);
    EXPECT_TRUE(committed) << describe(committed.error());
    return committed ? *committed : Committed();
  }
  Committed show(const std::string& source, MatchedPost post) {
    return commit(build::batch(source, {std::move(post)}));
  }

  std::vector<PostRecord> posts(const PostQuery& query = {}) {
    std::vector<PostRecord> found;
    const auto visited = writer->reader().visit_posts(query, [&](const PostRecord& record) {
      found.push_back(record);
      return true;
    });
    EXPECT_TRUE(visited) << describe(visited.error());
    return found;
  }
  PostRecord only_post() {
    const auto all = posts();
    EXPECT_EQ(all.size(), 1U);
    return all.empty() ? PostRecord() : all.front();
  }
  std::vector<std::string> found(const std::string& text, const PostQuery& query = {},
                                 int limit = 100) {
    const auto records = writer->reader().search(text, query, limit);
    EXPECT_TRUE(records) << describe(records.error());
    std::vector<std::string> ids;
    for (const PostRecord& record : records ? *records : std::vector<PostRecord>()) {
      ids.push_back(record.post.native_id);
    }
    return ids;
  }

  /// Closes the store and proves it whole: pages, types, foreign keys, both search tables.
  void expect_sound() {
    close();
    auto db = store::Db::open(path, store::Db::Access::write);
    ASSERT_TRUE(db) << describe(db.error());
    EXPECT_EQ(first_text(**db, "PRAGMA integrity_check"), "ok");
    EXPECT_EQ(first_text(**db, "PRAGMA foreign_key_check"), "");
    for (const char* index : {"post_fts", "post_fts_unspaced"}) {
      const std::string name = index;
      const auto checked = (*db)->execute(
          ("INSERT INTO " + name + "(" + name + ", rank) VALUES('integrity-check', 1)").c_str());
      EXPECT_TRUE(checked) << name << ": " << describe(checked.error());
    }
  }

  static std::string first_text(store::Db& db, const std::string& sql) {
    store::Rows rows = db.query_once(sql);
    std::string text = rows.next() ? rows.text(0) : std::string();
    EXPECT_FALSE(rows.failed()) << (rows.failed() ? describe(rows.error()) : "");
    return text;
  }

  TempDir dir;
  std::filesystem::path path;
  ManualClock clock;
  std::optional<Writer> writer;
};

}  // namespace tagwatch
