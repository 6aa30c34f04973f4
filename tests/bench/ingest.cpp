// Stores the same 100,000 posts in batches of 500, and says what that costs.
//
//   bench_ingest tagwatch FILE POSTS   by the store's writer; then the same posts again, unchanged
//   bench_ingest bare FILE POSTS       by a loop of prepared statements, from computed values
//   bench_ingest rows FILE POSTS       writes those values as JSON, a line a batch, for other peers
//
// Prints the seconds of processor time, those of making the posts left out.
#include <fstream>
#include <iomanip>
#include <iostream>
#include <optional>

#include "bench/cpu.hpp"
#include "bench/ingest_rows.hpp"
#include "bench/samples.hpp"
#include "store/schema.hpp"
#include "tagwatch/base/json_writer.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch::bench {
namespace {

using namespace std::chrono_literals;

constexpr int kBatch = 500;
constexpr std::uint64_t kSources = 8;
constexpr Instant kStart{std::chrono::sys_days(std::chrono::year(2026) / 3 / 1)};
constexpr std::string_view kTags[]{"GlobalSecurity", "TMSSW"};

class Posts {
 public:
  explicit Posts(int count) : count_(count) {}

  [[nodiscard]] int batches() const { return (count_ + kBatch - 1) / kBatch; }
  [[nodiscard]] static Instant seen(int batch) { return kStart + batch * 5min; }
  [[nodiscard]] Batch batch(int number) const {
    Batch batch;
    const auto source = static_cast<std::uint64_t>(number) % kSources;
    const std::string tag(kTags[number % 3 == 0 ? 1 : 0]);
    batch.timeline = TimelineId("source" + std::to_string(source), Hashtag(tag).key());
    const int last = std::min(count_, (number + 1) * kBatch);
    for (int at = number * kBatch; at < last; ++at) {
      batch.posts.push_back(matched(static_cast<std::uint64_t>(at), tag, number));
    }
    FetchRecord fetch;
    fetch.task = "newest";
    fetch.started = seen(number);
    fetch.seen_as_of = seen(number);
    fetch.status = 200;
    fetch.items = static_cast<int>(batch.posts.size());
    batch.fetches.push_back(fetch);
    return batch;
  }

 private:
  [[nodiscard]] static MatchedPost matched(std::uint64_t number, const std::string& tag,
                                           int batch) {
    const auto ago = std::chrono::milliseconds((number % kBatch + 1) * 613);
    MatchedPost matched;
    matched.post = sample(number, tag, seen(batch) - ago).post;
    matched.matches.push_back({Hashtag(tag).key(), tag, false});
    if (number % 7 == 0) {
      const std::string other(tag == kTags[0] ? kTags[1] : kTags[0]);
      matched.post.tags.emplace_back(other);
      matched.matches.push_back({Hashtag(other).key(), other, false});
    }
    if (number % 5 == 0) {
      matched.topics = {"Trafficking"};
    }
    return matched;
  }

  int count_;
};

double store_all(const std::string& path, const Posts& posts, Duration later) {
  CpuWatch cpu;
  ManualClock clock(kStart);
  cpu.start();
  std::optional<Writer> writer(Writer::open(path, Writer::Options(true, 0s), clock).value());
  cpu.stop();
  for (int number = 0; number < posts.batches(); ++number) {
    const Batch batch = posts.batch(number);
    clock.set(Posts::seen(number) + later);
    cpu.start();
    writer->commit(batch).value();
    cpu.stop();
  }
  cpu.start();
  writer.reset();
  cpu.stop();
  return cpu.seconds();
}

template <class Visit>
void for_each_batch(const Posts& posts, Visit visit) {
  std::int64_t next_id = 1;
  for (int number = 0; number < posts.batches(); ++number) {
    const Batch batch = posts.batch(number);
    Committed commit;
    commit.txn = number + 1;
    commit.at = Posts::seen(number);
    commit.new_posts = static_cast<int>(batch.posts.size());
    visit(rows_of(batch, commit, next_id));
    next_id += commit.new_posts;
  }
}

double fill_bare(const std::string& path, const Posts& posts) {
  CpuWatch cpu;
  cpu.start();
  std::optional<BareStore> store(std::in_place, path);
  cpu.stop();
  for_each_batch(posts, [&](const std::vector<Row>& rows) {
    cpu.start();
    store->begin();
    for (const Row& row : rows) {
      store->add(row);
    }
    store->commit();
    cpu.stop();
  });
  cpu.start();
  store.reset();
  cpu.stop();
  return cpu.seconds();
}

void write(JsonWriter& json, const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    json.value(*text);
  } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
    json.value(*number);
  } else {
    json.null();
  }
}

void write_rows(const std::string& path, const Posts& posts) {
  std::ofstream file(path);
  JsonWriter head;
  head.begin_object().key("pragmas").begin_array();
  for (const std::string& pragma : pragmas()) {
    head.value(pragma);
  }
  head.end_array().member("schema", store::kFirstSchema).key("statements").begin_array();
  for (std::size_t table = 0; table < kTables; ++table) {
    head.value(sql_of(static_cast<Into>(table)));
  }
  head.end_array().end_object();
  file << head.take() << '\n';
  for_each_batch(posts, [&](const std::vector<Row>& rows) {
    JsonWriter json;
    json.begin_array();
    for (const Row& row : rows) {
      json.begin_array().value(static_cast<int>(row.table)).begin_array();
      for (const Value& value : row.values) {
        write(json, value);
      }
      json.end_array().end_array();
    }
    json.end_array();
    file << json.take() << '\n';
  });
}

int run(const std::vector<std::string>& words) {
  if (words.size() != 3) {
    std::cerr << "usage: bench_ingest tagwatch|bare|rows FILE POSTS\n";
    return 2;
  }
  const Posts posts(std::stoi(words[2]));
  std::cout << std::fixed << std::setprecision(6);
  if (words[0] == "tagwatch") {
    std::cout << store_all(words[1], posts, 0s) << '\n';
    std::cout << store_all(words[1], posts, 24h) << '\n';
  } else if (words[0] == "bare") {
    std::cout << fill_bare(words[1], posts) << '\n';
  } else {
    write_rows(words[1], posts);
  }
  return 0;
}

}  // namespace
}  // namespace tagwatch::bench

int main(int count, char** words) {
  return tagwatch::bench::run({words + 1, words + count});
}
