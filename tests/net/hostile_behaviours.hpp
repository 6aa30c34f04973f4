// Ways for a server to do harm, by what it sends and when. Data for hostile_server_test.cpp.
#pragma once

#include <string>
#include <vector>

#include "net/raw_server.hpp"

namespace tagwatch::testing {

/// What the client is told to speak.
enum class Speaks { http, tls, http2 };

struct Behaviour {
  const char* name;
  /// How the fetch must end: the beginning of its words.
  const char* ends;
  Speaks speaks;
  RawServer::Handler act;
  /// It goes on until the client ends it: other fetches must be answered meanwhile.
  bool lasts = false;
  int total_ms = 0;  ///< the client's timeout; 0: short where it must come to that, else long
};

/// Behaviours below HTTP and in its framing.
[[nodiscard]] std::vector<Behaviour> connection_behaviours();
[[nodiscard]] std::vector<Behaviour> header_behaviours();
[[nodiscard]] std::vector<Behaviour> body_behaviours();
[[nodiscard]] std::vector<Behaviour> encoding_behaviours();
[[nodiscard]] std::vector<Behaviour> tls_behaviours();
[[nodiscard]] std::vector<Behaviour> http2_behaviours();

}  // namespace tagwatch::testing
