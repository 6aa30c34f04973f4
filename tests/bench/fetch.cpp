// Fetches addresses by libcurl alone, over at most 16 connections at once.
//
//   bench_fetch ADDRESSES                           throws the bodies away
//   bench_fetch ADDRESSES if-none-match ETAG        the same, with conditional requests
//   bench_fetch ADDRESSES statuses STORE ANSWERS    stores the statuses of Mastodon timelines
//   bench_fetch ADDRESSES items STORE ANSWERS       stores the items of RSS feeds
//
// ADDRESSES is a file with one a line. What is stored is read and written in the cheapest way there
// is, ANSWERS a transaction; nothing is cleaned or judged. Prints answers and bytes.
#include <curl/curl.h>

#include <fstream>
#include <iostream>
#include <memory>
#include <optional>

#include "bench/cheap_parse.hpp"

namespace tagwatch::bench {
namespace {

constexpr std::size_t kConnections = 16;
constexpr long kBufferBytes = 100 * 1024;

struct Transfer {
  CURL* easy = nullptr;
  std::string body;
};

class Fetch {
 public:
  Fetch(std::vector<std::string> addresses, const std::string& etag, BodyReader read)
      : addresses_(std::move(addresses)), read_(std::move(read)), multi_(curl_multi_init()) {
    if (!etag.empty()) {
      headers_ = curl_slist_append(nullptr, ("If-None-Match: " + etag).c_str());
    }
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(kConnections));
    for (std::size_t at = 0; at < std::min(kConnections, addresses_.size()); ++at) {
      start(*transfers_.emplace_back(make_transfer()));
    }
  }
  Fetch(const Fetch&) = delete;
  Fetch& operator=(const Fetch&) = delete;
  ~Fetch() {
    for (const auto& transfer : transfers_) {
      curl_easy_cleanup(transfer->easy);
    }
    curl_multi_cleanup(multi_);
    curl_slist_free_all(headers_);
  }

  /// False when an answer was not as it should be.
  bool run() {
    while (under_way_ > 0) {
      int running = 0;
      curl_multi_perform(multi_, &running);
      int left = 0;
      while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
        finish(*message);
      }
      curl_multi_poll(multi_, nullptr, 0, 1000, nullptr);
    }
    std::cout << answers_ << " answers, " << bytes_ << " bytes\n";
    return answers_ == addresses_.size();
  }

 private:
  std::unique_ptr<Transfer> make_transfer() {
    auto transfer = std::make_unique<Transfer>();
    transfer->easy = curl_easy_init();
    curl_easy_setopt(transfer->easy, CURLOPT_PRIVATE, transfer.get());
    curl_easy_setopt(transfer->easy, CURLOPT_WRITEDATA, transfer.get());
    curl_easy_setopt(transfer->easy, CURLOPT_WRITEFUNCTION, &Fetch::keep);
    curl_easy_setopt(transfer->easy, CURLOPT_BUFFERSIZE, kBufferBytes);
    curl_easy_setopt(transfer->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, headers_);
    return transfer;
  }
  static std::size_t keep(const char* bytes, std::size_t one, std::size_t count, void* data) {
    static_cast<Transfer*>(data)->body.append(bytes, one * count);
    return one * count;
  }
  void start(Transfer& transfer) {
    if (next_ == addresses_.size()) {
      return;
    }
    transfer.body.clear();
    curl_easy_setopt(transfer.easy, CURLOPT_URL, addresses_[next_++].c_str());
    curl_multi_add_handle(multi_, transfer.easy);
    ++under_way_;
  }
  void finish(const CURLMsg& message) {
    CURL* easy = message.easy_handle;
    const bool good = message.data.result == CURLE_OK;
    Transfer* transfer = nullptr;
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &transfer);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_multi_remove_handle(multi_, easy);
    --under_way_;
    answers_ += good && status == (headers_ == nullptr ? 200 : 304) ? 1 : 0;
    bytes_ += transfer->body.size();
    if (good && read_) {
      read_(transfer->body);
    }
    start(*transfer);
  }

  std::vector<std::string> addresses_;
  BodyReader read_;
  CURLM* multi_;
  curl_slist* headers_ = nullptr;
  std::vector<std::unique_ptr<Transfer>> transfers_;
  std::size_t next_ = 0;
  int under_way_ = 0;
  std::size_t answers_ = 0;
  std::size_t bytes_ = 0;
};

std::vector<std::string> lines_of(const std::string& path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    lines.push_back(line);
  }
  return lines;
}

int run(const std::vector<std::string>& words) {
  const std::string mode = words.size() > 1 ? words[1] : "";
  const bool stores = words.size() == 4 && (mode == "statuses" || mode == "items");
  const bool conditional = words.size() == 3 && mode == "if-none-match";
  if (words.size() != 1 && !stores && !conditional) {
    std::cerr << "usage: bench_fetch ADDRESSES"
                 " [if-none-match ETAG | statuses|items STORE ANSWERS]\n";
    return 2;
  }
  curl_global_init(CURL_GLOBAL_DEFAULT);
  std::optional<CheapStore> store;
  BodyReader read;
  if (stores) {
    store.emplace(words[2], std::stoi(words[3]));
    read = mode == "items" ? store->item_reader() : store->status_reader();
  }
  Fetch fetch(lines_of(words[0]), conditional ? words[2] : "", std::move(read));
  return fetch.run() ? 0 : 1;
}

}  // namespace
}  // namespace tagwatch::bench

int main(int count, char** words) {
  return tagwatch::bench::run({words + 1, words + count});
}
