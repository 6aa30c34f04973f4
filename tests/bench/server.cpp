// The servers that the benchmarks poll, in a process of their own on 127.0.0.1.
//
//   bench_server COUNT
//
// Answers for COUNT timelines and COUNT feeds, each with an ETag, and 304 to who shows it. Prints
// its port, and ends when its standard input does.
//
//   /timeline/N/api/v1/timelines/tag/TAG   40 statuses with TAG, of the server with number N
//   /feed/N                                a feed of 30 items
#include <charconv>
#include <iostream>
#include <map>

#include "bench/wire.hpp"
#include "tagwatch/demo/server.hpp"

namespace tagwatch::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kStatuses = 40;
constexpr std::uint64_t kItems = 30;
constexpr const char* kETag = "\"W1\"";

// The posts of page `page`, newest first, as old as those of a server that is read now and then.
std::vector<Sample> page_of(std::uint64_t page, std::uint64_t size, const std::string& tag,
                            Instant now) {
  std::vector<Sample> samples;
  for (std::uint64_t at = size; at > 0; --at) {
    samples.push_back(sample(page * size + at, tag, now - (size - at + 1) * 7min));
  }
  return samples;
}

class Pages {
 public:
  Pages(std::uint64_t count, Instant now) : now_(now) {
    for (std::uint64_t feed = 0; feed < count; ++feed) {
      const std::string number = std::to_string(feed);
      const std::string tag = feed % 3 == 0 ? "TMSSW" : "GlobalSecurity";
      pages_["/feed/" + number] = rss("Feed " + number, page_of(feed, kItems, tag, now_));
    }
  }

  ServerAnswer answer(const ServerRequest& request) {
    if (request.header("if-none-match") == kETag) {
      return ServerAnswer(304, "", {Header("ETag", kETag)});
    }
    auto found = pages_.find(request.path);
    if (found == pages_.end()) {
      found = pages_.emplace(request.path, timeline(request.path)).first;
    }
    const bool json = request.path.starts_with("/timeline/");
    return ServerAnswer(200, found->second,
                        {Header("Content-Type", json ? "application/json" : "application/rss+xml"),
                         Header("ETag", kETag)});
  }

 private:
  // Made when it is first asked for: that is the client's matter which tags there are.
  std::string timeline(const std::string& path) {
    const std::string tag = path.substr(path.rfind('/') + 1);
    return statuses_json(page_of(timelines_++, kStatuses, tag, now_));
  }

  Instant now_;
  std::uint64_t timelines_ = 0;
  std::map<std::string, std::string> pages_;
};

int run(std::string_view count) {
  std::uint64_t feeds = 0;
  if (std::from_chars(count.data(), count.data() + count.size(), feeds).ec != std::errc{}) {
    std::cerr << "usage: bench_server COUNT\n";
    return 2;
  }
  const SystemClock clock;
  Pages pages(feeds, clock.now());
  const LoopbackServer server(clock,
                              [&](const ServerRequest& request) { return pages.answer(request); });
  std::cout << server.port() << std::endl;
  while (std::cin.get() != std::char_traits<char>::eof()) {
  }
  return 0;
}

}  // namespace
}  // namespace tagwatch::bench

int main(int count, char** words) {
  return tagwatch::bench::run(count == 2 ? words[1] : "");
}
