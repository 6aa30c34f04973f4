// More than 500 hostile texts in every field of a post, through every format, and the pages through
// the archive's server into a browser.
//
// A fourth of the texts is tried; TAGWATCH_HOSTILE=all tries them all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <fstream>
#include <map>
#include <thread>

#include "render/page_tools.hpp"
#include "render/payloads.hpp"
#include "support/temp_dir.hpp"
#include "tagwatch/net/http_server.hpp"
#include "tagwatch/render/archive.hpp"
#include "tagwatch/render/files.hpp"
#include "tagwatch/render/html.hpp"
#include "tagwatch/render/markdown.hpp"
#include "tagwatch/render/post_json.hpp"
#include "tagwatch/render/text.hpp"

namespace tagwatch {
namespace {

namespace asio = boost::asio;
using testing::HasSubstr;
using testing::Not;

constexpr std::size_t kTextsMin = 500;

// Serves `pages` by their paths, as the archive does.
class PageServer {
 public:
  explicit PageServer(std::map<std::string, ServedPage> pages) : pages_(std::move(pages)) {
    PageHandler handler = [this](std::string path) { return page(std::move(path)); };
    server_ = HttpServer::listen(loop_.get_executor(), {"127.0.0.1", 0}, handler).value();
    asio::co_spawn(loop_, server_->serve(),
                   asio::bind_cancellation_slot(stop_.slot(), [](const std::exception_ptr&) {}));
    thread_ = std::thread([this] { loop_.run(); });
  }
  PageServer(const PageServer&) = delete;
  PageServer& operator=(const PageServer&) = delete;
  ~PageServer() {
    asio::post(loop_, [this] { stop_.emit(asio::cancellation_type::terminal); });
    thread_.join();
  }
  /// What Chromium finds on all pages.
  [[nodiscard]] std::string browse() const {
    std::string command =
        TAGWATCH_PYTHON " " TAGWATCH_SOURCE_DIR "/tests/render/browse.py " TAGWATCH_CHROMIUM;
    for (const auto& [path, page] : pages_) {
      command += " " + server_->url() + path.substr(1);
    }
    const page_tools::Outcome outcome = page_tools::run(command);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
    return outcome.output;
  }

 private:
  asio::awaitable<ServedPage> page(std::string path) {
    const auto found = pages_.find(path);
    co_return found == pages_.end() ? status_page(404) : found->second;
  }

  std::map<std::string, ServedPage> pages_;
  asio::io_context loop_{1};
  std::unique_ptr<HttpServer> server_;
  asio::cancellation_signal stop_;
  std::thread thread_;
};

class HostilePages : public testing::Test {
 protected:
  void SetUp() override {
    if (*TAGWATCH_CHROMIUM == '\0') {
      GTEST_SKIP() << "chromium is not installed";
    }
  }
};

TEST_F(HostilePages, DoNothingInABrowser) {
  const std::vector<std::string> all = sample::hostile_texts();
  ASSERT_GT(all.size(), kTextsMin);
  std::map<std::string, ServedPage> pages;
  std::size_t number = 0;
  for (const DigestView& view : sample::hostile_digests(all)) {
    pages.emplace("/" + std::to_string(number++) + ".html",
                  ServedPage(200, "text/html; charset=utf-8",
                             render_html(view, builtin_html_template()).value()));
  }
  std::vector<ArchiveRow> rows;
  for (const std::string& text : all) {
    ArchiveEntry entry;
    entry.date = parse_day("2026-12-07").value();
    entry.digest_id = "2026-12-07-5f1c09ab";
    entry.subject = text;
    entry.headline = {text};
    rows.push_back({entry, {"0.html", "1.html"}});
  }
  pages.emplace("/", ServedPage(200, "text/html; charset=utf-8", render_index(rows, true)));
  pages.emplace("/digests.atom",
                ServedPage(200, "application/atom+xml; charset=utf-8", render_atom(rows)));
  const std::string found = PageServer(pages).browse();
  EXPECT_THAT(found, HasSubstr("pages " + std::to_string(number + 2) + "\n"));
  EXPECT_THAT(found, HasSubstr("scripts 0\n"));
  EXPECT_THAT(found, HasSubstr("outside 0\n"));
  EXPECT_THAT(found, HasSubstr("reports 0\n"));
  EXPECT_THAT(found, HasSubstr("foreign 0\n"));
  EXPECT_THAT(found, HasSubstr("wrong 0\n"));
  EXPECT_THAT(found, Not(HasSubstr("links 0\n")));
  std::printf("%zu texts in every field\n%s", all.size(), found.c_str());
}

// The control: the same texts, put into a page as they are.
TEST_F(HostilePages, TheBrowserSeesWhatAnUnescapedPageDoes) {
  std::string page = "<!DOCTYPE html><html><head><title>x</title></head><body>";
  for (const std::string text :
       {"<img src=x onerror='top.hits=(top.hits||0)+1'>", "<img src=http://outside.example/a.png>",
        "<a href=https://evil.example/>state.gov</a>"}) {
    page += text;
  }
  const std::string with_policy =
      PageServer({{"/", ServedPage(200, "text/html; charset=utf-8", page)}}).browse();
  EXPECT_THAT(with_policy, HasSubstr("scripts 0\n")) << "the policy holds where escaping does not";
  EXPECT_THAT(with_policy, Not(HasSubstr("reports 0\n")));
  EXPECT_THAT(with_policy, Not(HasSubstr("foreign 0\n")));
  EXPECT_THAT(with_policy, HasSubstr("wrong 1 "));
  const TempDir folder;
  const std::string path = (folder / "page.html").string();
  std::ofstream(path, std::ios::binary) << page;
  const std::string without =
      page_tools::run(TAGWATCH_PYTHON " " TAGWATCH_SOURCE_DIR
                                      "/tests/render/browse.py " TAGWATCH_CHROMIUM " file://" +
                      path)
          .output;
  EXPECT_THAT(without, Not(HasSubstr("scripts 0\n")));
  EXPECT_THAT(without, HasSubstr("outside.example"));
}

TEST(HostileTexts, BeginNoFormulaInTheCsv) {
  const TempDir folder;
  const std::string path = (folder / "posts.csv").string();
  for (const DigestView& view : sample::hostile_digests(sample::hostile_texts())) {
    std::ofstream(path, std::ios::binary) << posts_csv(view);
    const page_tools::Outcome read = page_tools::run(
        TAGWATCH_PYTHON " " TAGWATCH_SOURCE_DIR "/tests/render/read_csv.py " + path);
    EXPECT_EQ(read.output, std::to_string(view.value.posts.size() + 1) + " 37 0\n");
  }
  std::ofstream(path, std::ios::binary) << "a,b\r\n1,\" =1\"\r\n";
  EXPECT_THAT(
      page_tools::run(TAGWATCH_PYTHON " " TAGWATCH_SOURCE_DIR "/tests/render/read_csv.py " + path)
          .output,
      HasSubstr("2 2 1 ' =1'"));
}

// Whatever a terminal or a reader of text obeys instead of showing it.
std::string control_in(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const std::string_view two = text.substr(at, 2);
    const std::string_view three = text.substr(at, 3);
    const bool c0 = (byte < 0x20 && byte != '\n') || byte == 0x7F;
    const bool c1 = two.size() == 2 && two >= "\xC2\x80" && two <= "\xC2\x9F";
    const bool bidi = two == "\xD8\x9C" || three == "\xE2\x80\x8E" || three == "\xE2\x80\x8F" ||
                      (three >= "\xE2\x80\xA8" && three <= "\xE2\x80\xAE") ||
                      (three >= "\xE2\x81\xA6" && three <= "\xE2\x81\xA9");
    if (c0 || c1 || bidi) {
      return testing::PrintToString(std::string(text.substr(at > 20 ? at - 20 : 0, 40)));
    }
  }
  return "";
}

TEST(HostileTexts, LeaveNoControlCharacterInTheText) {
  EXPECT_NE(control_in("a\x1B[31m"), "");
  EXPECT_NE(control_in("a\xC2\x9B"), "");
  EXPECT_NE(control_in("a\xE2\x80\xAE"), "");
  for (const DigestView& view : sample::hostile_digests(sample::hostile_texts())) {
    EXPECT_EQ(control_in(render_text(view).value()), "");
    EXPECT_EQ(control_in(render_markdown(view).value()), "");
  }
}

}  // namespace
}  // namespace tagwatch
