// What makes a post "about the programme": phrases, context tags, link hosts, listed accounts.
// Pure.
//
// The watched tag alone proves nothing, and a place only strengthens another sign: towns are named
// by everybody.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "accounts.hpp"
#include "tagwatch/digest/options.hpp"
#include "tagwatch/model/post.hpp"
#include "tagwatch/text/phrases.hpp"

namespace tagwatch {

/// The signs that one post shows.
struct ProgrammeSigns {
  bool phrase = false;
  bool tag = false;
  bool link = false;     ///< to one of the programme's hosts
  bool account = false;  ///< a listed account wrote it or is mentioned in it
  bool place = false;    ///< set only beside another sign
  [[nodiscard]] bool about() const { return phrase || tag || link || account; }
};

class Programme {
 public:
  /// Errors: config_invalid for a phrase or place that cannot be compiled.
  [[nodiscard]] static Result<Programme> compile(const ProgrammeRules& rules,
                                                 const std::vector<Hashtag>& watched);

  [[nodiscard]] ProgrammeSigns signs_of(const Post& post, const Accounts& accounts) const;

 private:
  Phrases phrases_;
  Phrases places_;
  std::set<std::string> also_tags_;  // keys
  std::vector<std::string> link_hosts_;
};

}  // namespace tagwatch
