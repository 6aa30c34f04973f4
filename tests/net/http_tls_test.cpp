// Certificates and protocol versions, against OpenSSL's own server on loopback.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "net/http_fixture.hpp"

namespace tagwatch::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// `openssl s_server` on a free port, as a child of its own.
class TlsServer {
 public:
  TlsServer(const std::string& certificate, const std::string& key,
            std::vector<std::string> options = {}) {
    std::vector<std::string> words{
        "openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", certificate, "-key", key};
    words.insert(words.end(), options.begin(), options.end());
    std::vector<char*> arguments;
    for (std::string& word : words) {
      arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    std::array<int, 2> output{};
    EXPECT_EQ(::pipe2(output.data(), O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, output[1], 1);
    ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    EXPECT_EQ(::posix_spawnp(&child_, "openssl", &actions, nullptr, arguments.data(), environ), 0);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(output[1]);
    output_.reset(::fdopen(output[0], "r"));
    std::array<char, 256> line{};
    while (port_.empty() && std::fgets(line.data(), line.size(), output_.get()) != nullptr) {
      const std::string text(line.data());
      if (text.starts_with("ACCEPT ")) {
        port_ = text.substr(text.rfind(':') + 1, text.find('\n') - text.rfind(':') - 1);
      }
    }
    EXPECT_NE(port_, "") << "openssl s_server did not start";
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;
  ~TlsServer() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }

  [[nodiscard]] std::string url(const std::string& host) const {
    return "https://" + host + ":" + port_ + "/";
  }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  pid_t child_ = 0;
  std::unique_ptr<std::FILE, Close> output_;  // kept open: the server writes on
  std::string port_;
};

// An authority, and certificates for "localhost" that it signed.
class HttpTlsTest : public HttpTest {
 protected:
  static void SetUpTestSuite() {
    std::string path = ::testing::TempDir() + "tagwatch-tls-XXXXXX";
    ASSERT_NE(::mkdtemp(path.data()), nullptr);
    folder() = path;
    const std::string new_key = " -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    openssl("req -x509 -days 30 -subj '/CN=Test Authority' -keyout ca.key -out ca.pem" + new_key);
    openssl(
        "req -new -subj /CN=localhost -addext subjectAltName=DNS:localhost"
        " -keyout host.key -out host.csr" +
        new_key);
    const std::string sign =
        "x509 -req -in host.csr -CA ca.pem -CAkey ca.key -copy_extensions copy ";
    openssl(sign + "-days 30 -out good.pem");
    openssl(sign + "-days -1 -out expired.pem");
  }
  static void TearDownTestSuite() { std::filesystem::remove_all(folder()); }

  void SetUp() override { configured_hosts_ = {"localhost", "127.0.0.1"}; }

  static std::string& folder() {
    static std::string path;
    return path;
  }
  static std::string file(const std::string& name) { return folder() + "/" + name; }

  static void openssl(const std::string& command) {
    const std::string line = "cd '" + folder() + "' && openssl " + command + " >/dev/null 2>&1";
    ASSERT_EQ(std::system(line.c_str()), 0) << command;
  }

  void trust(const std::string& authority) {
    client_ = std::make_unique<HttpClient>(io_.get_executor(), clock_, "tagwatch-test",
                                           configured_hosts_, limits_, file(authority));
  }
};

TEST_F(HttpTlsTest, TakesACertificateThatIsInOrder) {
  const TlsServer server(file("good.pem"), file("host.key"));
  trust("ca.pem");
  EXPECT_EQ(outcome(fetch(server.url("localhost"))), "HTTP 200");
}

TEST_F(HttpTlsTest, RefusesACertificateForAnotherHost) {
  const TlsServer server(file("good.pem"), file("host.key"));
  trust("ca.pem");
  EXPECT_EQ(outcome(fetch(server.url("127.0.0.1"))),
            "tls: 127.0.0.1: no alternative certificate subject name matches target host name "
            "'127.0.0.1'");
}

TEST_F(HttpTlsTest, RefusesAnUnknownAuthority) {
  const TlsServer server(file("good.pem"), file("host.key"));
  EXPECT_EQ(outcome(fetch(server.url("localhost"))),
            "tls: localhost: unable to get local issuer certificate");
}

TEST_F(HttpTlsTest, RefusesASelfSignedCertificate) {
  const TlsServer server(file("ca.pem"), file("ca.key"));
  EXPECT_EQ(outcome(fetch(server.url("localhost"))), "tls: localhost: self-signed certificate");
}

TEST_F(HttpTlsTest, RefusesAnExpiredCertificateAndDoubtsTheClockToo) {
  const TlsServer server(file("expired.pem"), file("host.key"));
  trust("ca.pem");
  EXPECT_EQ(outcome(fetch(server.url("localhost"))),
            "tls: localhost: certificate has expired (or the clock of this machine is wrong)");
}

TEST_F(HttpTlsTest, RefusesOldProtocols) {
  const TlsServer server(file("good.pem"), file("host.key"),
                         {"-tls1_1", "-cipher", "ALL:@SECLEVEL=0"});
  trust("ca.pem");
  EXPECT_THAT(outcome(fetch(server.url("localhost"))), StartsWith("tls: localhost: "));
}

TEST_F(HttpTlsTest, NamesAMissingFileOfAuthorities) {
  const TlsServer server(file("good.pem"), file("host.key"));
  trust("no-such-file.pem");
  EXPECT_THAT(outcome(fetch(server.url("localhost"))),
              ::testing::AllOf(StartsWith("tls: localhost: "), HasSubstr("no-such-file.pem")));
}

}  // namespace
}  // namespace tagwatch::testing
