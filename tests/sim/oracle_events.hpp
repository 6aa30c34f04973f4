// What happens in the world of an oracle run: posts, edits, deletions, copies that come late, news;
// as many as are asked for, from a seed.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "demo/dice.hpp"
#include "sim/story.hpp"
#include "tagwatch/demo/world.hpp"

namespace tagwatch::sim {

/// So much later an edit or a deletion happens at most.
inline constexpr Duration kChangesWithin = std::chrono::days(5);

class Events {
 public:
  /// `world` is borrowed and grows as time passes.
  Events(demo::World& world, int events, std::uint64_t seed, Instant start);

  /// Everything that happens before `until`.
  void play(Instant until);
  /// True when all events were played; edits and deletions that they announced may still come.
  [[nodiscard]] bool over() const { return played_ >= events_; }
  /// Words that texts are made of.
  [[nodiscard]] static std::string word(std::size_t number);
  static constexpr std::size_t kWords = 400;
  /// Posts of one millisecond, more than fit a page of the search, which cannot page among them.
  static constexpr int kTiedPosts = 130;
  /// Of each kind, how many there were.
  [[nodiscard]] const std::map<std::string, int>& counts() const { return counts_; }

 private:
  void add_accounts();
  void fediverse_post();
  void sky_post();
  void sky_burst();
  void news_item();
  demo::WorldPost note(std::size_t account);
  void change(demo::WorldPost& post, bool may_be_edited);
  void arrive(demo::WorldPost& post, const char* server, bool home);
  std::string some_words();
  void count(const char* kind);
  [[nodiscard]] bool chance(std::size_t hundredths) { return dice_.below(100) < hundredths; }

  demo::World& world_;
  demo::Dice dice_;
  int events_;
  int played_ = 0;
  Duration mean_gap_;
  Instant next_;
  bool burst_told_ = false;
  std::map<std::string, int> counts_;
};

}  // namespace tagwatch::sim
