// The demo: a world on virtual time, polled and told by the program's own functions.
//
// Knows how time passes in the demo. What there is to see, the world knows; what becomes of it, the
// same code that serves real feeds.
#pragma once

#include <string>
#include <vector>

#include "tagwatch/demo/world.hpp"
#include "tagwatch/settings/config.hpp"

namespace tagwatch {

struct DemoDigest {
  Day day{};
  std::vector<std::string> files;
};

/// Plays `world` from the first watched day of the script to the morning after its last: polls its
/// servers over loopback, issues the digest of each day on the morning after, and writes its files.
///
/// The store and the folder of digests are those of `config`; the store must not exist yet. The
/// same world and configuration give the same files. Blocks; opens a port on 127.0.0.1. Errors:
/// config_invalid; io; those of the store.
[[nodiscard]] Result<std::vector<DemoDigest>> play_demo(const demo::World& world,
                                                        const Config& config);

}  // namespace tagwatch
