// Puts accounts, posts and news into a world: addresses, ids, and which server hears of what when.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "catalogue.hpp"
#include "dice.hpp"
#include "tagwatch/demo/world.hpp"

namespace tagwatch::demo {

/// What a post comes to in the end.
struct Reception {
  std::int64_t likes = 0;
  std::int64_t reposts = 0;
  std::int64_t replies = 0;
};

class Stage {
 public:
  /// Brings the accounts of the catalogue on stage.
  Stage(std::uint64_t seed, Zone zone);

  [[nodiscard]] World& world() { return world_; }
  [[nodiscard]] Dice& dice() { return dice_; }

  [[nodiscard]] Instant at(Day day, int hour, int minute, int second = 0) const;
  /// Some moment of a local hour.
  [[nodiscard]] Instant within(Day day, std::size_t hour);

  /// A post of the account called `by`. Both watched servers hear of it 8 to 15 s later; of posts
  /// from elsewhere sometimes only one does. Gives its index in the world.
  std::size_t post(std::string_view by, Instant created, std::string text, Reception reception,
                   std::string_view language = "en", std::string_view page_title = {});
  /// The same with what `wording` says, by somebody who would say it.
  std::size_t post(const Wording& wording, Instant created);

  /// `server` has not heard of the post when others did: it fetches it at `fetched`, and files it
  /// under the time of its creation, below newer posts. Without `server` both do.
  void fetch_late(std::size_t post, Instant fetched, std::string_view server = {});

  void report(const Headline& headline, Instant published);

 private:
  [[nodiscard]] std::string_view someone(const Wording& wording);
  [[nodiscard]] std::ptrdiff_t posts_of(std::string_view name) const;
  [[nodiscard]] std::string filled_in(std::string_view text);
  void spread(WorldPost& post, std::string_view home, std::uint16_t number);

  World world_;
  Dice dice_;
  Zone zone_;
  std::map<std::string, std::size_t, std::less<>> account_by_name_;
};

}  // namespace tagwatch::demo
