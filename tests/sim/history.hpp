// One random history: a store in which time passes, and the model of what its chain of digests must
// hold.
#pragma once

#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "digest/store_world.hpp"

namespace tagwatch::sim {

struct HistoryFigures {
  int digests = 0;
  int posts = 0;
  int reported = 0;
  int gone = 0;
  int redacted = 0;  ///< digests that a deletion touched
  int refused = 0;   ///< days that could not be issued
  HistoryFigures& operator+=(const HistoryFigures& other);
};

[[nodiscard]] std::string joined(const std::vector<std::string>& lines);

class History {
 public:
  History(unsigned seed, Deletion deletion);

  void run(int steps);
  /// The same for 30 days more.
  void run_for_a_month();

  /// What the store's chain has that the model has not, and the other way round; each issued digest
  /// rendered anew against the bytes of its issue.
  [[nodiscard]] std::vector<std::string> differences();
  /// What happened, step by step.
  [[nodiscard]] const std::vector<std::string>& words() const { return words_; }
  [[nodiscard]] HistoryFigures figures() const;

  // Faults for controls -------------------------------------------------------------------------
  void forget_a_reported_post();
  void erase_behind_the_model();

 private:
  using Pair = std::pair<std::string, std::string>;  // of a source and the key of a tag
  struct ModelPost {
    Post post;  // as its source says it now
    Instant placed{};
    bool imported = false;
    bool gone = false;    // its author took it back
    bool erased = false;  // its content is gone for good
    std::set<Pair> shown;
    std::optional<std::size_t> digest;
  };
  struct ModelDigest {
    Day date{};
    Window window;
    std::string bytes;  // its JSON, as it was issued
    std::string kept;   // its kept value, as it was issued
    std::set<std::string> blank_at_issue;
    std::set<std::string> held_at_issue;
    std::vector<std::string> uris;
  };

  void step();
  void show_new();
  void show_old();
  void edit();
  void take_back();
  void erase();
  void import_new();
  void import_old();
  void set_clock();
  void issue();
  void change_zone();
  void change_sources();
  void add_tag();
  void poll();

  void watch();
  void show(ModelPost& post, const std::string& source, Origin origin);
  void import(const std::string& ndjson);
  void note_issued(Day asked);
  [[nodiscard]] Post new_post();
  [[nodiscard]] std::string rendered(Day date);
  [[nodiscard]] bool is_history(const ModelPost& post) const;
  [[nodiscard]] bool is_blank(const ModelPost& post) const;
  [[nodiscard]] ModelPost* any_post();
  [[nodiscard]] std::string any_source();
  [[nodiscard]] std::set<std::string> blank_uris() const;
  [[nodiscard]] std::set<std::string> held_uris() const;
  void check_places(std::vector<std::string>& wrong);
  void check_bytes(std::vector<std::string>& wrong);
  void say(const std::string& what);
  // Commits never go back: what is stored next is stored at that time or later.
  void note_commit();
  unsigned below(std::size_t limit);

  std::mt19937 random_;
  Deletion deletion_;
  StoreWorld world_;
  std::vector<DigestSource> dropped_;
  std::map<Pair, Instant> reported_to_;  // the end of the chain when each was first watched
  std::vector<ModelPost> posts_;
  std::vector<ModelDigest> digests_;
  std::vector<std::string> exports_;  // lines of posts as they once were
  std::vector<std::string> words_;
  Instant last_commit_{};
  Instant polled_to_{};
  int refused_ = 0;
};

}  // namespace tagwatch::sim
