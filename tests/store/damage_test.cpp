// Hundreds of damaged stores: each is refused in words or served, never made anew, and no post of
// it is missing without a word.
#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "store_fixture.hpp"
#include "support/mutants.hpp"
#include "tagwatch/store/care.hpp"

namespace tagwatch {
namespace {

namespace fs = std::filesystem;

constexpr int kMutants = 500;
constexpr int kPosts = 200;
const Instant kCreated = build::at("2026-11-23T08:00:00Z");

std::string bytes_of(const fs::path& file) {
  std::ostringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  return bytes.str();
}

void write_bytes(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

// What a reader says: every post with its text, or why not.
struct Answer {
  std::string refusal;
  std::map<std::string, std::string> posts;
};

Answer ask(const fs::path& file) {
  Answer answer;
  const auto note = [&answer](const Error& error) { answer.refusal = describe(error); };
  const auto reader = Reader::open(file);
  if (!reader) {
    note(reader.error());
    return answer;
  }
  const auto visited = reader->visit_posts({}, [&](const PostRecord& record) {
    answer.posts[record.post.uri] = record.post.text;
    return true;
  });
  if (!visited) {
    note(visited.error());
  }
  if (const auto found = reader->search("notes", {}, kPosts); !found) {
    note(found.error());
  }
  if (const auto timelines = reader->timelines(); !timelines) {
    note(timelines.error());
  }
  return answer;
}

class Damage : public StoreTest {
 protected:
  Damage() {
    Batch batch = build::batch("one", {});
    for (int post = 0; post < kPosts; ++post) {
      batch.posts.push_back(build::matched(build::post(std::to_string(post), kCreated)));
    }
    batch.state.emplace();
    commit(batch);
    close();
    whole = bytes_of(path);
  }

  std::string whole;
};

TEST_F(Damage, IsSaidAndNoPostIsMissingWithoutAWord) {
  const Answer right = ask(path);
  ASSERT_EQ(right.refusal, "");
  ASSERT_EQ(right.posts.size(), static_cast<std::size_t>(kPosts));
  std::map<std::string, int> outcomes;
  test::Mutants mutants(whole, 61);
  for (int number = 0; number < kMutants; ++number) {
    const TempDir elsewhere;
    const fs::path file = elsewhere / "tagwatch.db";
    const std::string bytes = mutants.make(number);
    write_bytes(file, bytes);
    fs::copy_file(dir / "site.key", elsewhere / "site.key");
    const Answer answer = ask(file);
    if (!answer.refusal.empty()) {
      ++outcomes["refused"];
      EXPECT_TRUE(answer.refusal.find(file.string()) != std::string::npos ||
                  answer.refusal.find("backup") != std::string::npos)
          << number << ": " << answer.refusal;
    } else if (answer.posts == right.posts) {
      ++outcomes["served right"];
    } else {
      // SQLite has no sum over a value's bytes; the check of the store must find it.
      const auto damage = check_store(file);
      const bool found = !damage || !damage->empty();
      ++outcomes[found ? "served wrong, found by the check" : "served wrong, not found"];
      EXPECT_TRUE(found) << number;
    }
    EXPECT_TRUE(bytes_of(file) == bytes) << number << ": reading wrote into the file";
    if (auto opened = Writer::open(file, Writer::Options(true, Duration{0}), clock)) {
      EXPECT_FALSE(opened->reader().stats() && opened->reader().stats()->posts == 0)
          << number << ": made anew";
    }
  }
  for (const auto& [outcome, count] : outcomes) {
    std::cout << outcome << ": " << count << '\n';
  }
  EXPECT_GT(outcomes["refused"], kMutants / 4);
}

}  // namespace
}  // namespace tagwatch
