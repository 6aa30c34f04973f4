// A server on 127.0.0.1 that says what a test makes it say, byte by byte, also below HTTP: with TLS
// or without, to the end or not. For what LoopbackServer is too polite to do.
#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

namespace tagwatch::testing {

struct SslFree {
  void operator()(SSL* tls) const { SSL_free(tls); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

/// One connection, on the thread that serves. Everything blocks until it is done or the client is
/// gone.
class RawConnection {
 public:
  explicit RawConnection(int socket) : socket_(socket) {}

  /// Shakes hands and speaks TLS from now on; false when the client did not like it.
  bool start_tls(SSL_CTX* context);
  /// False once the client is gone.
  bool send(std::string_view bytes);
  /// Sends `bytes` again and again until the client is gone.
  void send_for_ever(const std::string& bytes);
  /// Sends one byte each `tick`, until the client is gone.
  void drip(std::string_view bytes);
  /// Up to the blank line that ends a request; "" when the client is gone.
  std::string read_request();
  /// Until the client is gone.
  void wait();
  /// Ends the connection with RST.
  void reset() const;

 private:
  long read(char* into, std::size_t size);

  int socket_;
  std::unique_ptr<SSL, SslFree> tls_;
};

class RawServer {
 public:
  /// Called for each connection, one after the other, on the thread that serves; closed behind it.
  using Handler = std::function<void(RawConnection&)>;

  explicit RawServer(Handler handler);
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;
  /// Ends the connection that is under way.
  ~RawServer();

  [[nodiscard]] std::string url(std::string_view scheme = "http",
                                std::string_view host = "127.0.0.1") const;

 private:
  void serve();

  Handler handler_;
  int listener_;
  std::uint16_t port_ = 0;
  std::atomic<int> current_{-1};
  std::atomic<bool> ending_{false};
  std::thread thread_;
};

/// A certificate for "localhost" and 127.0.0.1 that signs itself, in a file to trust.
class TestCertificate {
 public:
  TestCertificate();
  TestCertificate(const TestCertificate&) = delete;
  TestCertificate& operator=(const TestCertificate&) = delete;
  ~TestCertificate();

  /// For start_tls(). Speaks HTTP/2 with clients that offer it.
  [[nodiscard]] SSL_CTX* context() const { return context_.get(); }
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  std::string file_;
  std::unique_ptr<SSL_CTX, SslFree> context_;
};

}  // namespace tagwatch::testing
