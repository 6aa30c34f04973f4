// Damaged copies of a store's file: bits flipped in one kind of page or in the header, files cut
// short, pages of zeros.
#pragma once

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <utility>

namespace tagwatch::test {

class Mutants {
 public:
  static constexpr std::size_t kPageBytes = 4096;

  Mutants(std::string whole, unsigned seed) : whole_(std::move(whole)), random_(seed) {}

  /// Each call damages the whole file anew; `number` chooses how.
  std::string make(int number) {
    std::string bytes = whole_;
    const std::size_t pages = bytes.size() / kPageBytes;
    switch (number % 5) {
      case 0:
        bytes.resize(random_() % bytes.size());
        break;
      case 1:
        flip(bytes, random_() % 100);
        break;
      case 2:
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(random_() % pages * kPageBytes),
                    kPageBytes, '\0');
        break;
      case 3: {  // the head of a page: its kind, its cells
        const std::size_t page = 1 + random_() % (pages - 1);
        flip(bytes, page * kPageBytes + random_() % 40);
        break;
      }
      default:
        for (int flips = 0; flips < (number % 2 == 0 ? 1 : 40); ++flips) {
          flip(bytes, random_() % bytes.size());
        }
    }
    return bytes;
  }

 private:
  void flip(std::string& bytes, std::size_t at) {
    bytes[at] = static_cast<char>(bytes[at] ^ (1U << (random_() % 8)));
  }

  std::string whole_;
  std::mt19937 random_;
};

}  // namespace tagwatch::test
