// tagwatch-demo [FOLDER]: plays the demo and prints the paths of the digests worth opening first.
#include <array>
#include <cstdlib>
#include <iostream>
#include <string>

#include "app/demo.hpp"
#include "app/demo_folder.hpp"
#include "app/session.hpp"
#include "tagwatch/base/log.hpp"
#include "tagwatch/demo/script.hpp"

namespace tagwatch {
namespace {

constexpr std::uint64_t kSeed = 7;

struct NamedDay {
  Day day;
  const char* what;
};

constexpr std::array kNamedDays{
    NamedDay{demo::kFourPosts, "four posts"},
    NamedDay{demo::kNoPost, "no post at all"},
    NamedDay{demo::kOrdinary, "an ordinary day of the programme; an outage that was caught up"},
    NamedDay{demo::kFeedOutage, "a feed that was down while its window scrolled away"},
    NamedDay{demo::kPeak, "the peak"},
};

void tell(const std::vector<DemoDigest>& digests, const Config& config) {
  std::cerr << digests.size() << " digests are in " << config.digest.output.string()
            << ". Worth opening first:\n";
  for (const NamedDay& named : kNamedDays) {
    std::cerr << "  " << weekday_name(named.day).substr(0, 3) << ' ' << format_short_day(named.day)
              << ": " << named.what << '\n';
  }
  std::cerr.flush();
  for (const NamedDay& named : kNamedDays) {
    for (const DemoDigest& digest : digests) {
      for (const std::string& file : digest.files) {
        if (digest.day == named.day) {
          std::cout << file << '\n';
        }
      }
    }
  }
}

ExitCode play(Session& session, Config config, const std::string& folder) {
  if (!folder.empty()) {
    config.store.path = std::filesystem::absolute(folder) / config.store.path.filename();
    config.digest.output = std::filesystem::absolute(folder) / config.digest.output.filename();
  }
  if (Result<void> made = make_demo_folder(config.store.path.parent_path()); !made) {
    return complain(session, made.error());
  }
  std::cerr << "Playing " << format_long_day(demo::kFirstWatched) << " to "
            << format_long_day(demo::kLastDay) << " …\n";
  const Result<demo::World> world = demo::play_script(kSeed);
  if (!world) {
    return complain(session, world.error());
  }
  const Result<std::vector<DemoDigest>> digests = play_demo(*world, config);
  if (!digests) {
    return complain(session, digests.error());
  }
  tell(*digests, config);
  return ExitCode::done;
}

}  // namespace
}  // namespace tagwatch

int main(int argc, char** argv) {
  using namespace tagwatch;
  const std::string folder = argc > 1 ? argv[1] : "";
  if (argc > 2 || folder.starts_with('-')) {
    std::cerr << "tagwatch-demo [FOLDER]: plays the demo into FOLDER (data/demo when left out)\n";
    return static_cast<int>(folder == "--help" ? ExitCode::done : ExitCode::usage);
  }
  // Outages are part of the story: what they log would only worry the reader.
  log::set_level(log::Level::error);
  const SystemClock clock;
  Session session{std::cout, std::cerr, clock, [](const std::string&) { return std::nullopt; },
                  TAGWATCH_DEMO_CONFIG};
  return static_cast<int>(
      with_config(session, [&](const Config& config) { return play(session, config, folder); }));
}
