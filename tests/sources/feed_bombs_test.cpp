// Feeds that mean to fill the memory, to overflow the stack, or to have files and addresses read
// for them. Each is read in a child process, on a stack of 512 KiB.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <unistd.h>
#include <pugixml.hpp>

#include <array>
#include <cstdio>
#include <fstream>

#include "feed_support.hpp"
#include "support/confined.hpp"
#include "support/temp_dir.hpp"

namespace tagwatch {
namespace {

using namespace std::string_literals;
using test::atom;
using test::Confined;
using test::rss;

constexpr long kMemoryMaxKib = 64 * 1024;
constexpr std::size_t kMiB = 1024 * 1024;

std::string repeated(const std::string& what, std::size_t times) {
  std::string whole;
  whole.reserve(what.size() * times);
  for (std::size_t i = 0; i < times; ++i) {
    whole += what;
  }
  return whole;
}

// "error: …", or the text of the first post.
std::string read(const std::string& body, const std::string& type = "") {
  const auto page =
      test::feed_source()->parse(Newest(Hashtag("TMSSW")), test::answer_of(body, type));
  if (!page) {
    return "error: " + describe(page.error());
  }
  return page->posts.empty() ? "no post" : page->posts.front().text;
}

Confined read_confined(const std::string& body, const std::string& type = "") {
  return test::run_confined([&] { return read(body, type).substr(0, 1000); });
}

std::string item(const std::string& description) {
  return "<item><guid>1</guid><description>" + description + "</description></item>";
}

std::string billion_laughs() {
  std::string document = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY lol0 'lol'>";
  for (int level = 1; level < 30; ++level) {
    const std::string inner = "&lol" + std::to_string(level - 1) + ";";
    document += "<!ENTITY lol" + std::to_string(level) + " '" + repeated(inner, 10) + "'>";
  }
  return document + "]>" + "<rss><channel>" + item(repeated("&lol29;", 1000)) + "</channel></rss>";
}

// One entity of 100 KB, named as often as fits.
std::string quadratic() {
  return "<!DOCTYPE rss [<!ENTITY a '" + std::string(100'000, 'a') + "'><!ENTITY b '" +
         std::string(250, 'b') + "'>]><rss><channel>" +
         item(repeated("&a;", 500'000) + repeated("&b;", 500'000)) + "</channel></rss>";
}

std::string many_entities() {
  std::string document = "<!DOCTYPE rss [";
  for (int i = 0; i < 90'000; ++i) {
    document += "<!ENTITY e" + std::to_string(i) + " 'x'>";
  }
  return document + "]><rss><channel>" + item(repeated("&e1;", 100'000)) + "</channel></rss>";
}

std::string many_attributes() {
  std::string attributes;
  for (int i = 0; i < 100'000; ++i) {
    attributes += " a" + std::to_string(i) + "='v'";
  }
  return "<rss><channel>" + attributes.insert(0, "<item") +
         "><guid>1</guid><title>read</title></item></channel></rss>";
}

struct Bomb {
  const char* name;
  std::string body;
};

std::vector<Bomb> bombs() {
  const auto nested = [](const std::string& name, std::size_t depth) {
    return repeated("<" + name + ">", depth) + "x" + repeated("</" + name + ">", depth);
  };
  const auto cdata = [](const std::string& text) { return item("<![CDATA[" + text + "]]>"); };
  const std::string big(4 * kMiB, 'x');
  return {
      {"billion laughs", billion_laughs()},
      {"quadratic blow-up", quadratic()},
      {"90,000 entities", many_entities()},
      {"100,000 attributes", many_attributes()},
      {"10^6 elements deep", rss(item(nested("a", 1'000'000)))},
      {"10^6 elements deep, never closed", "<rss>" + repeated("<a>", 1'000'000)},
      {"90,000 elements deep", rss(item(nested("b", 90'000)))},
      {"90,000 elements of XHTML deep", atom("<entry><id>1</id><content type='xhtml'>" +
                                             nested("div", 90'000) + "</content></entry>")},
      {"90,000 elements of the feed deep", rss(nested("item", 90'000))},
      {"90,000 outlines around a feed", nested("rss", 90'000)},
      {"90,000 elements of HTML deep", rss(cdata(nested("b", 90'000)))},
      {"90,000 tables of HTML deep", rss(cdata(nested("table", 90'000)))},
      {"half a million tags of HTML", rss(cdata(repeated("<p>", 500'000)))},
      {"half a million tags of escaped HTML", rss(item(repeated("&lt;b>", 500'000)))},
      {"900,000 half tags of HTML", rss(cdata(repeated("<a b=", 900'000)))},
      {"a text of 4 MiB", rss(item(big))},
      {"an attribute of 4 MiB", rss("<item a='" + big + "'><guid>1</guid><title>x</title></item>")},
      {"a name of 4 MiB", rss("<item><" + big + "/></item>")},
      {"a comment of 4 MiB", "<!--" + big + "-->" + rss(item("x"))},
      {"an instruction of 4 MiB", "<?x " + big + "?>" + rss(item("x"))},
      {"a million ampersands", rss(item(repeated("&", 1'000'000)))},
      {"a million references", rss(item(repeated("&#120;", 800'000)))},
      {"a comment that never ends", "<rss><channel><!--" + big},
      {"a CDATA section that never ends", "<rss><channel><![CDATA[" + big},
      {"a DTD that never ends", "<!DOCTYPE rss [" + repeated("<!ENTITY a 'b'>", 180'000)},
      {"DTDs in each other", repeated("<!DOCTYPE rss [", 190'000)},
  };
}

TEST(FeedBombs, TakeLittleMemoryAndLittleStack) {
  long most = 0;
  for (const Bomb& bomb : bombs()) {
    const Confined confined = read_confined(bomb.body);
    std::printf("  %-40s %6ld KiB  %s\n", bomb.name, confined.memory_kib,
                confined.said.substr(0, 60).c_str());
    EXPECT_EQ(confined.signal, 0) << bomb.name;
    EXPECT_NE(confined.said, "") << bomb.name;
    if (!test::kSanitized) {
      EXPECT_LE(confined.memory_kib, kMemoryMaxKib) << bomb.name;
    }
    most = std::max(most, confined.memory_kib);
  }
  std::printf("%zu bombs, at most %ld KiB more\n", bombs().size(), most);
}

// Else the test above would pass whatever is read.
TEST(FeedBombs, AWalkerThatRecursesOverflowsTheSmallStack) {
  struct Recursion {
    static std::size_t depth_of(pugi::xml_node node) {
      volatile char frame[64] = {};
      std::size_t depth = static_cast<std::size_t>(frame[0]);
      for (const pugi::xml_node child : node.children()) {
        depth = std::max(depth, 1 + depth_of(child));
      }
      return depth;
    }
  };
  const std::string body = repeated("<a>", 90'000) + repeated("</a>", 90'000);
  const Confined confined = test::run_confined([&] {
    pugi::xml_document document;
    document.load_buffer(body.data(), body.size());
    return std::to_string(Recursion::depth_of(document));
  });
  EXPECT_TRUE(confined.signal != 0 || confined.said == "") << confined.said;
}

// A file and an address that nobody may touch, and whether somebody did.
class Untouched {
 public:
  Untouched() : file_(folder_ / "secret.txt"), events_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    std::ofstream(file_) << "<secret/>";
    ::inotify_add_watch(events_, file_.c_str(), IN_OPEN | IN_ACCESS);
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    socklen_t length = sizeof(address);
    EXPECT_EQ(::bind(listener_, any, length), 0);
    EXPECT_EQ(::listen(listener_, 8), 0);
    EXPECT_EQ(::getsockname(listener_, any, &length), 0);
    port_ = ntohs(address.sin_port);
  }
  Untouched(const Untouched&) = delete;
  Untouched& operator=(const Untouched&) = delete;
  ~Untouched() {
    ::close(events_);
    ::close(listener_);
  }

  [[nodiscard]] std::string path() const { return file_.string(); }
  [[nodiscard]] std::string file_url() const { return "file://" + path(); }
  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(port_) + "/x";
  }

  [[nodiscard]] bool file_was_opened() const {
    std::array<char, 4096> events{};
    return ::read(events_, events.data(), events.size()) > 0;
  }
  [[nodiscard]] bool address_was_asked() const {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client >= 0) {
      ::close(client);
    }
    return client >= 0;
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  TempDir folder_;
  std::filesystem::path file_;
  int events_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
};

std::vector<std::string> documents_that_name(const std::string& address) {
  const std::string quoted = "\"" + address + "\"";
  const std::string plain = rss(item("a"));
  const std::string body = plain.substr(plain.find("<rss"));
  const std::string used = rss(item("a &x; %p; b"));
  const std::string used_body = used.substr(used.find("<rss"));
  return {
      "<!DOCTYPE rss [<!ENTITY x SYSTEM " + quoted + ">]>" + used_body,
      "<!DOCTYPE rss [<!ENTITY x PUBLIC \"a\" " + quoted + ">]>" + used_body,
      "<!DOCTYPE rss [<!ENTITY % p SYSTEM " + quoted + "> %p;]>" + used_body,
      "<!DOCTYPE rss [<!ENTITY % p SYSTEM " + quoted + "><!ENTITY x '%p;'>]>" + used_body,
      "<!DOCTYPE rss [<!ENTITY x SYSTEM " + quoted + " NDATA gif>]>" + used_body,
      "<!DOCTYPE rss [<!NOTATION gif SYSTEM " + quoted + ">]>" + body,
      "<!DOCTYPE rss SYSTEM " + quoted + ">" + body,
      "<!DOCTYPE rss PUBLIC \"a\" " + quoted + ">" + body,
      "<?xml-stylesheet type='text/xsl' href=" + quoted + "?>" + body,
      "<?xml-model href=" + quoted + "?>" + body,
      "<rss xmlns:xi='http://www.w3.org/2001/XInclude'><channel>" +
          item("<xi:include href=" + quoted + " parse='text'/>") + "</channel></rss>",
      "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href=" + quoted + "/>",
      "<rss xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='a " +
          address + "'><channel>" + item("a") + "</channel></rss>",
      "<rss xml:base=" + quoted + "><channel>" + item("<img src=''/>a") + "</channel></rss>",
      atom("<entry><id>1</id><content src=" + quoted + " type='text/plain'/></entry>"),
      rss(item("<![CDATA[<img src=" + quoted + "><iframe src=" + quoted + "></iframe>]]>")),
  };
}

TEST(FeedBombs, HaveNoFileAndNoAddressRead) {
  const Untouched untouched;
  std::size_t documents = 0;
  for (const std::string& address : {untouched.path(), untouched.file_url(), untouched.url()}) {
    for (const std::string& document : documents_that_name(address)) {
      const Confined confined = read_confined(document);
      EXPECT_EQ(confined.signal, 0) << document;
      EXPECT_EQ(confined.said.find("<secret"), std::string::npos) << document;
      ++documents;
    }
  }
  EXPECT_FALSE(untouched.file_was_opened());
  EXPECT_FALSE(untouched.address_was_asked());
  std::printf("%zu documents that name a file or an address, none was read\n", documents);
}

TEST(FeedBombs, TheWatchedFileAndAddressNoticeWhoeverComes) {
  const Untouched untouched;
  std::ifstream(untouched.path()).get();
  EXPECT_TRUE(untouched.file_was_opened());
  const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(untouched.port());
  ASSERT_EQ(::connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  ::close(client);
  EXPECT_TRUE(untouched.address_was_asked());
}

enum class ByteOrder { big, little };

// ASCII as units of `width` bytes, behind a byte order mark where `marked`.
std::string in_units(const std::string& ascii, std::size_t width, ByteOrder order, bool marked) {
  std::string bytes;
  const auto put = [&](unsigned unit) {
    for (std::size_t i = 0; i < width; ++i) {
      const std::size_t shift = 8 * (order == ByteOrder::little ? i : width - 1 - i);
      bytes += static_cast<char>(shift < 32 ? unit >> shift & 0xFFU : 0U);
    }
  };
  if (marked) {
    put(0xFEFF);
  }
  for (const char letter : ascii) {
    put(static_cast<unsigned char>(letter));
  }
  return bytes;
}

TEST(FeedBombs, AreNotHiddenByAnEncoding) {
  const std::string plain = rss(item("plain words"));
  const std::string laughs = billion_laughs();
  for (const std::size_t width : {2U, 4U}) {
    for (const ByteOrder order : {ByteOrder::big, ByteOrder::little}) {
      for (const bool marked : {true, false}) {
        const std::string text = read(in_units(plain, width, order, marked));
        EXPECT_EQ(text, "plain words") << width << (marked ? " marked" : " bare");
        const Confined confined = read_confined(in_units(laughs, width, order, marked));
        EXPECT_EQ(confined.signal, 0);
        if (!test::kSanitized) {
          EXPECT_LE(confined.memory_kib, kMemoryMaxKib);
        }
      }
    }
  }
}

// UTF-7 hides markup in letters; no feed is written in it, and what says so is not believed.
TEST(FeedBombs, Utf7HidesNoMarkup) {
  const std::string document =
      "<?xml version='1.0' encoding='UTF-7'?><rss><channel><item><guid>1</guid>"
      "<description>a +ADw-script+AD4-alert(1)+ADw-/script+AD4- b</description></item></channel>"
      "</rss>";
  for (const char* type :
       {"", "application/rss+xml; charset=utf-7", "text/xml; charset=unicode-1-1-utf-7"}) {
    const std::string text = read(document, type);
    EXPECT_THAT(text, ::testing::AnyOf("a +ADw-script+AD4-alert(1)+ADw-/script+AD4- b",
                                       ::testing::StartsWith("error: ")))
        << type;
  }
  EXPECT_THAT(read("+ADw-rss+AD4-+ADw-/rss+AD4-", "text/xml; charset=utf-7"),
              ::testing::StartsWith("error: "));
}

}  // namespace
}  // namespace tagwatch
