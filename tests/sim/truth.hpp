// What existed in the world of an audit, as one who is neither server nor monitor writes it down.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "sim/internet.hpp"
#include "sim/story.hpp"

namespace tagwatch::sim {

class Truth {
 public:
  /// `story` is borrowed and told to its end.
  explicit Truth(const Story& story) : story_(story) {}

  /// A pass ran to its end in `window`; for each post that was taken back later it is noted whether
  /// this pass could see it: its source answered every request without a fault, and its page limit
  /// was not reached.
  void note_pass(Window window, const std::map<std::string, Asked, std::less<>>& asked,
                 int pages_max);

  /// NDJSON. A line a post: {"uri","tag","created","shown":[{"source","from","to"}],"deleted",
  /// "passes"}, where `to` is null for what is shown to the end, and `passes` counts those of
  /// note_pass. A line a lie: {"lie","from","to"}. Times are RFC 3339. Errors: io.
  [[nodiscard]] Result<void> write(const std::filesystem::path& file) const;

 private:
  const Story& story_;
  std::map<std::string, int> passes_;  // by uri, of posts that are taken back
};

}  // namespace tagwatch::sim
