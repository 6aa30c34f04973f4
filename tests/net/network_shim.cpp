#include "network_shim.hpp"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <map>
#include <mutex>
#include <utility>

namespace tagwatch::testing {
namespace {

struct Network {
  std::mutex mutex;  // libcurl looks names up on threads of its own
  std::map<std::string, std::vector<std::vector<std::string>>> answers;
  std::vector<std::string> connected;
};

Network& network() {
  static Network instance;
  return instance;
}

// The next answer for `name`; empty for a name that nobody set.
std::vector<std::string> next_answer(const std::string& name) {
  const std::lock_guard lock(network().mutex);
  const auto found = network().answers.find(name);
  if (found == network().answers.end()) {
    return {};
  }
  std::vector<std::string> answer = found->second.front();
  if (found->second.size() > 1) {
    found->second.erase(found->second.begin());
  }
  return answer;
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

struct Peer {
  std::string address;
  bool loopback = true;  // or no internet address at all
};

Peer peer_of(const sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.sa_family == AF_INET) {
    const auto& ipv4 = reinterpret_cast<const sockaddr_in&>(address);
    ::inet_ntop(AF_INET, &ipv4.sin_addr, text.data(), text.size());
    return {std::string(text.data()) + ":" + std::to_string(ntohs(ipv4.sin_port)),
            (ntohl(ipv4.sin_addr.s_addr) >> 24) == 127 || ipv4.sin_addr.s_addr == 0};
  }
  if (address.sa_family == AF_INET6) {
    const auto& ipv6 = reinterpret_cast<const sockaddr_in6&>(address);
    ::inet_ntop(AF_INET6, &ipv6.sin6_addr, text.data(), text.size());
    const std::string literal(text.data());
    return {"[" + literal + "]:" + std::to_string(ntohs(ipv6.sin6_port)),
            literal == "::1" || literal == "::" || literal.starts_with("::ffff:127.")};
  }
  return {};
}

}  // namespace

void set_dns(const std::string& name, std::vector<std::vector<std::string>> answers) {
  const std::lock_guard lock(network().mutex);
  network().answers[name] = std::move(answers);
}

std::vector<std::string> take_connected() {
  const std::lock_guard lock(network().mutex);
  return std::exchange(network().connected, {});
}

}  // namespace tagwatch::testing

extern "C" int getaddrinfo(const char* name, const char* service, const addrinfo* hints,
                           addrinfo** result) {
  using namespace tagwatch::testing;
  static auto* const real_one = real<decltype(::getaddrinfo)>("getaddrinfo");
  // Literals in every spelling, and the host's own name for loopback, are nobody's secret.
  in_addr any{};
  const std::string text(name == nullptr ? "" : name);
  if (text.empty() || text == "localhost" || text.find(':') != std::string::npos ||
      ::inet_aton(text.c_str(), &any) != 0) {
    return real_one(name, service, hints, result);
  }
  addrinfo numeric = hints != nullptr ? *hints : addrinfo{};
  numeric.ai_flags = AI_NUMERICHOST;
  addrinfo** end = result;
  *end = nullptr;
  for (const std::string& address : next_answer(text)) {
    if (const int failed = real_one(address.c_str(), service, &numeric, end); failed != 0) {
      return failed;
    }
    while (*end != nullptr) {
      end = &(*end)->ai_next;
    }
  }
  return *result != nullptr ? 0 : EAI_NONAME;
}

extern "C" int connect(int socket, const sockaddr* address, socklen_t length) {
  using namespace tagwatch::testing;
  static auto* const real_one = real<decltype(::connect)>("connect");
  const Peer peer = peer_of(*address);
  if (!peer.address.empty()) {
    const std::lock_guard lock(network().mutex);
    network().connected.push_back(peer.address);
  }
  if (!peer.loopback) {
    errno = ECONNREFUSED;
    return -1;
  }
  return real_one(socket, address, length);
}
