// A real SMTP server for tests: a process of its own on 127.0.0.1, and what it was sent.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "support/process.hpp"
#include "support/temp_dir.hpp"

namespace tagwatch::test {

/// A key and a certificate for 127.0.0.1 and "localhost", made by openssl in `folder`.
inline void make_certificate(const std::filesystem::path& folder) {
  Process openssl({"/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                   "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                   "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", "key.pem",
                   "-out", "certificate.pem"},
                  folder);
  if (openssl.wait().code != 0) {
    throw std::runtime_error("openssl made no certificate");
  }
}

class SmtpServer {
 public:
  struct Options {
    bool tls = false;  ///< STARTTLS, and nothing without
    std::string user;
    std::string password;
    bool tells = false;  ///< see next_mail()
  };

  SmtpServer() : SmtpServer(Options()) {}
  explicit SmtpServer(const Options& options) : process_(command(options), folder_.path()) {
    port_ = std::stoi(process_.next_line().value_or("0"));
    if (port_ == 0) {
      throw std::runtime_error("the SMTP server did not start: " +
                               contents(folder_ / "stderr.txt"));
    }
  }

  struct Received {
    std::string to;
    std::string bytes;
    std::filesystem::path file;
  };
  /// Every message that came whole, in order.
  [[nodiscard]] std::vector<Received> received() const {
    std::vector<Received> mails;
    for (const auto& entry : std::filesystem::directory_iterator(mails_.path())) {
      const std::string name = entry.path().stem().string();
      if (entry.path().extension() == ".eml") {
        mails.push_back({name.substr(name.find('.') + 1), contents(entry.path()), entry.path()});
      }
    }
    std::sort(mails.begin(), mails.end(),
              [](const Received& a, const Received& b) { return a.file < b.file; });
    return mails;
  }
  /// Waits for the next message; the name of its file. With Options::tells.
  [[nodiscard]] std::string next_mail() { return process_.next_line().value_or(""); }
  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string certificate() const { return (folder_ / "certificate.pem").string(); }

 private:
  std::vector<std::string> command(const Options& options) {
    // Debian's python3-aiosmtpd belongs to Debian's python3.
    std::vector<std::string> words{"/usr/bin/python3",
                                   TAGWATCH_SOURCE_DIR "/tests/support/smtp_server.py",
                                   mails_.path().string()};
    if (options.tls) {
      make_certificate(folder_.path());
      words.insert(words.end(), {"--tls", certificate(), (folder_ / "key.pem").string()});
    }
    if (!options.user.empty()) {
      words.insert(words.end(), {"--user", options.user, options.password});
    }
    if (options.tells) {
      words.emplace_back("--tell");
    }
    return words;
  }

  TempDir folder_;
  TempDir mails_;
  Process process_;
  int port_ = 0;
};

}  // namespace tagwatch::test
