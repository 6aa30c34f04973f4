// Speaks to a server byte by byte.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tagwatch {

/// A connection to 127.0.0.1. Ends the test program where nobody listens.
class RawClient {
 public:
  explicit RawClient(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("no connection");
    }
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() { ::close(socket_); }

  /// Sends as much as the server takes.
  void send(std::string_view bytes) const {
    (void)::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
  /// Nothing more will be sent.
  void end() const { ::shutdown(socket_, SHUT_WR); }
  /// Everything until the server closes.
  [[nodiscard]] std::string read() const {
    std::string all;
    std::array<char, 4096> piece{};
    for (ssize_t size = 1; size > 0;) {
      size = ::recv(socket_, piece.data(), piece.size(), 0);
      all.append(piece.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    }
    return all;
  }

 private:
  int socket_;
};

/// The whole answer to GET `path`.
inline std::string raw_get(int port, const std::string& path) {
  const RawClient client(port);
  client.send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n\r\n");
  return client.read();
}

}  // namespace tagwatch
