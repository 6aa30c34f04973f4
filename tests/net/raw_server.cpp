#include "raw_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace tagwatch::testing {
namespace {

constexpr int kTickMs = 50;

struct KeyFree {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
};

void check(bool good, const char* what) {
  if (!good) {
    throw std::runtime_error(what);
  }
}

std::unique_ptr<X509, KeyFree> self_signed(EVP_PKEY* key) {
  std::unique_ptr<X509, KeyFree> certificate(X509_new());
  X509* x509 = certificate.get();
  X509_set_version(x509, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
  X509_gmtime_adj(X509_getm_notBefore(x509), -3600);
  X509_gmtime_adj(X509_getm_notAfter(x509), 24L * 3600);
  X509_set_pubkey(x509, key);
  X509_NAME* name = X509_get_subject_name(x509);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(x509, name);
  for (const auto& [kind, value] : {std::pair{NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1"},
                                    std::pair{NID_basic_constraints, "critical,CA:TRUE"}}) {
    const std::unique_ptr<X509_EXTENSION, KeyFree> extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, kind, value));
    X509_add_ext(x509, extension.get(), -1);
  }
  check(X509_sign(x509, key, EVP_sha256()) > 0, "no certificate");
  return certificate;
}

// HTTP/2 where the client offers it.
int choose_protocol(SSL* /*tls*/, const unsigned char** chosen, unsigned char* length,
                    const unsigned char* offered, unsigned int offered_length, void* /*unused*/) {
  constexpr std::string_view kKnown = "\x02h2\x08http/1.1";
  unsigned char* found = nullptr;
  const int result =
      SSL_select_next_proto(&found, length, reinterpret_cast<const unsigned char*>(kKnown.data()),
                            kKnown.size(), offered, offered_length);
  *chosen = found;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

}  // namespace

bool RawConnection::start_tls(SSL_CTX* context) {
  tls_.reset(SSL_new(context));
  SSL_set_fd(tls_.get(), socket_);
  return SSL_accept(tls_.get()) == 1;
}

bool RawConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent =
        tls_ ? SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()))
             : static_cast<int>(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    if (sent <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawConnection::send_for_ever(const std::string& bytes) {
  std::string many;
  while (many.size() < 16'384) {
    many += bytes;
  }
  while (send(many)) {
  }
}

void RawConnection::drip(std::string_view bytes) {
  for (std::size_t at = 0; send(bytes.substr(at, 1)); at = (at + 1) % bytes.size()) {
    pollfd gone{socket_, POLLRDHUP, 0};
    if (::poll(&gone, 1, kTickMs) > 0) {
      return;
    }
  }
}

long RawConnection::read(char* into, std::size_t size) {
  return tls_ ? SSL_read(tls_.get(), into, static_cast<int>(size))
              : static_cast<long>(::recv(socket_, into, size, 0));
}

std::string RawConnection::read_request() {
  std::string request;
  std::array<char, 4096> piece{};
  while (request.find("\r\n\r\n") == std::string::npos) {
    const long length = read(piece.data(), piece.size());
    if (length <= 0) {
      return "";
    }
    request.append(piece.data(), static_cast<std::size_t>(length));
  }
  return request;
}

void RawConnection::wait() {
  std::array<char, 4096> piece{};
  while (read(piece.data(), piece.size()) > 0) {
  }
}

void RawConnection::reset() const {
  const linger at_once{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
}

RawServer::RawServer(Handler handler)
    : handler_(std::move(handler)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to sockets that are closed
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  socklen_t length = sizeof(address);
  check(::bind(listener_, any, length) == 0 && ::listen(listener_, 16) == 0 &&
            ::getsockname(listener_, any, &length) == 0,
        "no port on 127.0.0.1");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

RawServer::~RawServer() {
  ending_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  ::shutdown(current_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

std::string RawServer::url(std::string_view scheme, std::string_view host) const {
  return std::string(scheme) + "://" + std::string(host) + ":" + std::to_string(port_) + "/";
}

void RawServer::serve() {
  while (!ending_) {
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) {
      return;
    }
    current_ = socket;
    if (ending_) {
      ::shutdown(socket, SHUT_RDWR);
    }
    {
      RawConnection connection(socket);
      handler_(connection);
    }
    current_ = -1;
    ::close(socket);
  }
}

TestCertificate::TestCertificate() : context_(SSL_CTX_new(TLS_server_method())) {
  const std::unique_ptr<EVP_PKEY, KeyFree> key(EVP_EC_gen("P-256"));
  const auto certificate = self_signed(key.get());
  SSL_CTX_set_alpn_select_cb(context_.get(), choose_protocol, nullptr);
  SSL_CTX_use_certificate(context_.get(), certificate.get());
  SSL_CTX_use_PrivateKey(context_.get(), key.get());
  std::string path = "/tmp/tagwatch-certificate-XXXXXX";
  std::FILE* file = ::fdopen(::mkstemp(path.data()), "w");
  check(file != nullptr && PEM_write_X509(file, certificate.get()) == 1, "no certificate file");
  std::fclose(file);
  file_ = path;
}

TestCertificate::~TestCertificate() {
  ::unlink(file_.c_str());
}

}  // namespace tagwatch::testing
