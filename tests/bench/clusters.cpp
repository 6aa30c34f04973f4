// clusters POSTS: finds the posts that say the same among so many; prints the processor time in
// seconds.
#include <cstdlib>
#include <iostream>

#include "bench/cpu.hpp"
#include "digest/said_sample.hpp"

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: bench_clusters POSTS\n";
    return 2;
  }
  const auto posts = static_cast<std::size_t>(std::atoll(arguments[1]));
  const tagwatch::said::Sample sample = tagwatch::said::sample(posts, 10, 9);
  tagwatch::bench::CpuWatch watch;
  watch.start();
  const tagwatch::SameTexts found = tagwatch::same_texts(sample.posts);
  watch.stop();
  if (found.clusters.empty()) {
    std::cerr << "no text was found twice\n";
    return 1;
  }
  std::cout << watch.seconds() << "\n";
  return 0;
}
