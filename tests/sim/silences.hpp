// The ways for a source to be silent or to lie while posts are there. A table: each row is one.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tagwatch/demo/server.hpp"

namespace tagwatch::sim {

/// A request that a silent source answers.
struct Question {
  ServerRequest request;
  /// What an honest server answers to a request.
  std::function<ServerAnswer(const ServerRequest&)> honest;
  Instant silent_since{};
};

struct Silence {
  std::string name;
  std::string kind;  ///< of source: "mastodon", "bluesky", "feed"
  std::function<ServerAnswer(const Question&)> answer;
};

/// Silent or lying: what they answer is never called complete, nor a verified zero.
[[nodiscard]] std::vector<Silence> silences();

/// Odd and honest: all posts are there for whoever asks, and the day is complete.
[[nodiscard]] std::vector<Silence> oddities();

}  // namespace tagwatch::sim
