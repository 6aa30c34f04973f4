// The least that a process takes which holds a store open and waits: SQLite with the settings of
// the store's writer, libcurl and an asio loop.
//
//   bench_idle STORE
//
// Prints a line once it waits, and ends when its standard input does.
#include <curl/curl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <iostream>

#include "bench/bare_store.hpp"

namespace tagwatch::bench {
namespace {

int wait(const char* path) {
  sqlite3* db = nullptr;
  if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) {
    std::cerr << sqlite3_errmsg(db) << '\n';
    return 1;
  }
  for (const std::string& pragma : pragmas()) {
    sqlite3_exec(db, ("PRAGMA " + pragma).c_str(), nullptr, nullptr, nullptr);
  }
  sqlite3_exec(db, "SELECT max(n) FROM txn", nullptr, nullptr, nullptr);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  CURLM* multi = curl_multi_init();
  boost::asio::io_context loop{1};
  boost::asio::posix::stream_descriptor input(loop, STDIN_FILENO);
  input.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                   [](const boost::system::error_code&) {});
  std::cout << "waiting" << std::endl;
  loop.run();
  input.release();
  curl_multi_cleanup(multi);
  sqlite3_close(db);
  return 0;
}

}  // namespace
}  // namespace tagwatch::bench

int main(int count, char** words) {
  return count == 2 ? tagwatch::bench::wait(words[1]) : 2;
}
