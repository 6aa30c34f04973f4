// Printing: with programs that misbehave, and with WeasyPrint itself where it is installed.
#include "tagwatch/render/pdf.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "render/page_tools.hpp"
#include "render/sample_views.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/render/files.hpp"
#include "tagwatch/render/html.hpp"

namespace tagwatch {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Printing : public testing::Test {
 protected:
  // A program that does what the shell makes of `body`.
  [[nodiscard]] PdfPrinter program(const std::string& body, Duration time_max = 60s) const {
    const std::string path = (folder / "printer").string();
    std::ofstream(path) << "#!/bin/sh\n" << body << "\n";
    ::chmod(path.c_str(), 0700);
    return {path, time_max};
  }
  const TempDir folder;
};

TEST_F(Printing, ThePageGoesInAndThePdfComesOut) {
  const std::string page(300'000, 'x');
  const auto pdf = html_to_pdf(page, program("printf %%PDF-; cat"));
  ASSERT_TRUE(pdf) << describe(pdf.error());
  EXPECT_EQ(*pdf, "%PDF-" + page);
}

TEST_F(Printing, AProgramThatIsNotThereIsToldWithWhatToInstall) {
  const auto pdf = html_to_pdf("page", {"no-such-weasyprint", 60s});
  ASSERT_FALSE(pdf);
  EXPECT_EQ(pdf.error().code, Errc::io);
  EXPECT_THAT(pdf.error().context, AllOf(HasSubstr("no-such-weasyprint is not installed"),
                                         HasSubstr("apt-get install weasyprint")));
}

TEST_F(Printing, AProgramThatFailsIsToldWithItsLastWords) {
  const auto failed =
      html_to_pdf("page", program("echo many words >&2\necho 'no font' >&2\nexit 3"));
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().context, HasSubstr("ended with 3: no font"));
  const auto silent = html_to_pdf("page", program("echo '<html>'"));
  ASSERT_FALSE(silent);
  EXPECT_THAT(silent.error().context, HasSubstr("ended with 0 and no PDF"));
}

TEST_F(Printing, AProgramThatHangsIsEndedWithItsChildren) {
  const std::string pid = (folder / "pid").string();
  const auto pdf = html_to_pdf(
      "page",
      program("sleep 300 & echo $! > " + pid + ".new; mv " + pid + ".new " + pid + "; wait", 1s));
  ASSERT_FALSE(pdf);
  EXPECT_THAT(pdf.error().context, HasSubstr("took longer than 1s and was ended"));
  pid_t child = 0;
  std::ifstream(pid) >> child;
  ASSERT_GT(child, 0);
  // It ends as soon as it is scheduled; nobody but init waits for it, where there is one.
  const std::string state = "/proc/" + std::to_string(child) + "/stat";
  for (bool runs = true; runs;) {
    std::ifstream file(state);
    std::string text;
    runs = static_cast<bool>(std::getline(file, text)) && text.find(") Z ") == std::string::npos;
  }
}

TEST_F(Printing, TheProgramSeesNoVariableOfOurs) {
  ::setenv("TAGWATCH_TEST_TOKEN", "secret", 1);
  const auto pdf = html_to_pdf("page", program("printf %%PDF-; env"));
  ::unsetenv("TAGWATCH_TEST_TOKEN");
  ASSERT_TRUE(pdf) << describe(pdf.error());
  EXPECT_THAT(*pdf, AllOf(HasSubstr("PATH="), HasSubstr("http_proxy=http://127.0.0.1:9"),
                          Not(HasSubstr("TAGWATCH_TEST_TOKEN"))));
}

// What happens to the other formats when the program is missing.
class WithoutPrinter : public Printing {
 protected:
  WithoutPrinter() : path_(std::getenv("PATH")) { ::setenv("PATH", folder.path().c_str(), 1); }
  ~WithoutPrinter() override { ::setenv("PATH", path_.c_str(), 1); }

 private:
  std::string path_;
};

TEST_F(WithoutPrinter, TheOtherFilesAreWrittenAndAnOldPdfGoes) {
  const std::string out = (folder / "out").string();
  std::filesystem::create_directory(out);
  std::ofstream(out + "/2026-12-07.pdf") << "it quotes what is deleted";
  const auto written =
      write_digest_files(sample::four_post_day(), {DigestFormat::pdf, DigestFormat::text}, out, "");
  ASSERT_TRUE(written) << describe(written.error());
  EXPECT_THAT(written->paths,
              testing::ElementsAre(out + "/2026-12-07.txt", out + "/2026-12-07.posts.ndjson"));
  ASSERT_TRUE(written->no_pdf);
  EXPECT_THAT(written->no_pdf->context, HasSubstr("apt-get install weasyprint"));
  EXPECT_TRUE(std::filesystem::exists(written->paths.front()));
  EXPECT_FALSE(std::filesystem::exists(out + "/2026-12-07.pdf"));
}

class WeasyPrint : public Printing {
 protected:
  void SetUp() override {
    for (const char* tool : {TAGWATCH_WEASYPRINT, TAGWATCH_PDFINFO, TAGWATCH_PDFTOTEXT}) {
      if (*tool == '\0') {
        GTEST_SKIP() << "weasyprint or poppler-utils is not installed";
      }
    }
  }
};

TEST_F(WeasyPrint, AnOrdinaryDayIsOnePageAndSaysWhatTheDigestSays) {
  const auto written =
      write_digest_files(sample::ordinary_day(), {DigestFormat::pdf}, folder.path().string(), "");
  ASSERT_TRUE(written) << describe(written.error());
  ASSERT_FALSE(written->no_pdf) << written->no_pdf->context;
  const std::string path = written->paths.back();
  ASSERT_THAT(path, testing::EndsWith("/2026-11-18.pdf"));
  const auto info = page_tools::run(TAGWATCH_PDFINFO " " + path);
  EXPECT_THAT(info.output, testing::ContainsRegex("Pages: +1\n"));
  const auto text = page_tools::run(TAGWATCH_PDFTOTEXT " -layout " + path + " -");
  EXPECT_THAT(text.output, AllOf(HasSubstr("2 posts with #TMSSW, 57 with #GlobalSecurity"),
                                 HasSubstr("Delegates toured the Tampa task force today"),
                                 HasSubstr("Shown 3 of 58")));
}

// Counts who connects, and answers nobody.
class Listener {
 public:
  Listener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size);
    ::listen(socket_, 8);
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] {
      for (int client = ::accept(socket_, nullptr, nullptr); client >= 0;
           client = ::accept(socket_, nullptr, nullptr)) {
        ++connections_;
        ::close(client);
      }
    });
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener() {
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
  }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] int connections() const { return connections_; }

 private:
  int socket_;
  int port_ = 0;
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

TEST_F(WeasyPrint, WhatAPageNamesOutsideIsNotFetched) {
  const Listener outside;
  const std::string page = "<!DOCTYPE html><html><head><link rel=stylesheet href=\"" +
                           outside.url() + "/a.css\"></head><body><img src=\"" + outside.url() +
                           "/b.png\">words</body></html>";
  const auto pdf = html_to_pdf(page);
  ASSERT_TRUE(pdf) << describe(pdf.error());
  EXPECT_THAT(*pdf, StartsWith("%PDF-"));
  EXPECT_EQ(outside.connections(), 0);
  // The control: left to itself it does fetch them.
  std::ofstream(folder / "page.html") << page;
  (void)page_tools::run("env -u http_proxy " TAGWATCH_WEASYPRINT " -q " +
                        (folder / "page.html").string() + " /dev/null");
  EXPECT_GT(outside.connections(), 0);
}

}  // namespace
}  // namespace tagwatch
