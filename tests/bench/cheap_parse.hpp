// Answers of servers to rows of the store in the cheapest way there is: simdjson and pugixml, tags
// cut out of HTML bytewise, no folding, no check. What is measured against it does all of that.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/bare_store.hpp"

namespace tagwatch::bench {

/// Takes the body of one answer, and may change it.
using BodyReader = std::function<void(std::string& body)>;

/// A post as views into its answer.
struct CheapPost {
  std::string_view id;
  std::string_view uri;
  std::string_view url;
  std::string_view platform;
  std::string_view kind;
  std::string_view handle;
  std::string_view name;
  std::string_view author_url;
  std::string_view joined;
  std::optional<std::string_view> language;
  std::optional<std::int64_t> followers;
  bool bot = false;
  bool indexable = true;
  std::int64_t created_ms = 0;
  std::string text;
  std::vector<std::string_view> tags;  ///< the first is the one that it is kept for
  std::string mentions;                ///< the lists as the store writes them
  std::string links;
  std::string media;
  std::optional<std::int64_t> likes;
  std::optional<std::int64_t> reposts;
  std::optional<std::int64_t> replies;
};

class CheapStore {
 public:
  /// A new store in the file `path`, which is not there yet; one transaction for `answers` answers.
  CheapStore(const std::string& path, int answers) : store_(path), answers_(answers) {}
  CheapStore(const CheapStore&) = delete;
  CheapStore& operator=(const CheapStore&) = delete;
  ~CheapStore();

  [[nodiscard]] BodyReader status_reader();
  [[nodiscard]] BodyReader item_reader();

 private:
  void begin();
  void add(const CheapPost& post);
  void add_revision(const CheapPost& post, std::int64_t id);
  void add_evidence(const CheapPost& post, std::int64_t id);
  void finish(std::int64_t items);
  BareStore store_;
  int answers_;
  int open_answers_ = 0;
  std::int64_t txn_ = 0;
  std::int64_t last_id_ = 0;
  std::int64_t now_ms_ = 0;
};

/// `html` without tags, the five common entities resolved.
[[nodiscard]] std::string cheap_text(std::string_view html);

}  // namespace tagwatch::bench
