// Sample posts as servers send them.
#pragma once

#include <string>
#include <vector>

#include "bench/samples.hpp"

namespace tagwatch::bench {

/// A page of a Mastodon tag timeline: a JSON array of statuses, about 2.5 KB each.
[[nodiscard]] std::string statuses_json(const std::vector<Sample>& samples);

/// An RSS 2.0 feed called `title`.
[[nodiscard]] std::string rss(const std::string& title, const std::vector<Sample>& samples);

}  // namespace tagwatch::bench
