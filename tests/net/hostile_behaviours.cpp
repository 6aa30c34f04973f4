#include "hostile_behaviours.hpp"

#include <string_view>

#include "net/bombs.hpp"

namespace tagwatch::testing {
namespace {

constexpr std::string_view kStart = "HTTP/1.1 200 OK\r\n";

// Reads the request, says `bytes`, and closes.
RawServer::Handler says(std::string bytes) {
  return [bytes = std::move(bytes)](RawConnection& client) {
    client.read_request();
    client.send(bytes);
  };
}

RawServer::Handler says_and_waits(std::string bytes) {
  return [bytes = std::move(bytes)](RawConnection& client) {
    client.read_request();
    client.send(bytes);
    client.wait();
  };
}

RawServer::Handler says_and_resets(std::string bytes) {
  return [bytes = std::move(bytes)](RawConnection& client) {
    client.read_request();
    client.send(bytes);
    client.reset();
  };
}

RawServer::Handler says_for_ever(std::string first, std::string again) {
  return [first = std::move(first), again = std::move(again)](RawConnection& client) {
    client.read_request();
    client.send(first);
    client.send_for_ever(again);
  };
}

RawServer::Handler drips(std::string first, std::string again) {
  return [first = std::move(first), again = std::move(again)](RawConnection& client) {
    client.read_request();
    client.send(first);
    client.drip(again);
  };
}

std::string ok(const std::string& headers, const std::string& body = "") {
  return std::string(kStart) + headers + "\r\n" + body;
}

constexpr const char* kTimeout = "timeout: 127.0.0.1: ";
constexpr const char* kClosed =
    "unreachable: 127.0.0.1: the connection was closed without an answer";
constexpr const char* kBroke = "unreachable: 127.0.0.1: the connection broke";
constexpr const char* kEarly = "malformed_payload: 127.0.0.1: the answer ended before";
constexpr const char* kNoHttp = "malformed_payload: 127.0.0.1: ";
constexpr const char* kHeaders = "too_large: 127.0.0.1: a header block beyond 65536 bytes";
constexpr const char* kBody = "too_large: 127.0.0.1: a body beyond 5242880 bytes";
constexpr const char* kEncoding = "malformed_payload: 127.0.0.1: an encoding nobody asked for";
constexpr const char* kBadEncoding = "malformed_payload: 127.0.0.1: Unrecognized or bad HTTP";

}  // namespace

std::vector<Behaviour> connection_behaviours() {
  const std::string body = ok("Content-Length: 1000\r\n", std::string(500, 'x'));
  return {
      {"closes at once", "unreachable: ", Speaks::http, [](RawConnection&) {}},
      {"resets at once", "unreachable: ", Speaks::http,
       [](RawConnection& client) { client.reset(); }},
      {"closes behind the request", kClosed, Speaks::http, says("")},
      {"closes in the status line", kClosed, Speaks::http, says("HTTP/1.1 20")},
      {"closes in the headers", "malformed_payload: 127.0.0.1: the answer ended in its headers",
       Speaks::http, says("HTTP/1.1 200 OK\r\nX-A: 1")},
      {"closes behind the headers", kEarly, Speaks::http, says(ok("Content-Length: 9\r\n"))},
      {"closes in the body", kEarly, Speaks::http, says(body)},
      {"resets behind the request", kBroke, Speaks::http, says_and_resets("")},
      {"resets in the headers", kBroke, Speaks::http, says_and_resets("HTTP/1.1 200 OK\r\nX: 1")},
      {"resets in the body", kBroke, Speaks::http, says_and_resets(body)},
      {"never answers", kTimeout, Speaks::http, says_and_waits(""), true},
      {"stops in the status line", kTimeout, Speaks::http, says_and_waits("HTTP/1.1 20"), true},
      {"stops in the headers", kTimeout, Speaks::http, says_and_waits("HTTP/1.1 200 OK\r\nX: 1"),
       true},
      {"stops in the body", kTimeout, Speaks::http, says_and_waits(body), true},
      {"a byte each 50 ms of headers", kTimeout, Speaks::http,
       drips(std::string(kStart), "X: 1\r\n"), true},
      {"a byte each 50 ms of body", "timeout: 127.0.0.1: slower than 100 bytes/s for 1s",
       Speaks::http, drips(ok("Content-Length: 1000000\r\n"), "x"), true, 5000},
      {"a byte each 50 ms of interim answers", kTimeout, Speaks::http,
       drips("", "HTTP/1.1 103 Early Hints\r\n\r\n"), true},
      {"redirects without end", "malformed_payload: 127.0.0.1: more than 5 redirects", Speaks::http,
       says("HTTP/1.1 302 Found\r\nLocation: a/\r\nContent-Length: 0\r\n\r\n")},
      {"redirects slowly", kTimeout, Speaks::http,
       drips("HTTP/1.1 302 Found\r\nLocation: /a\r\nContent-Length: 100000\r\n\r\n", "x"), true},
      {"redirects to an address of 60 KiB", "malformed_payload: ", Speaks::http,
       says("HTTP/1.1 302 Found\r\nLocation: /" + std::string(60'000, 'a') +
            "\r\nContent-Length: 0\r\n\r\n")},
  };
}

std::vector<Behaviour> header_behaviours() {
  const std::string interim = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
  return {
      {"headers without end", kHeaders, Speaks::http,
       says_for_ever(std::string(kStart), "X-Header: some value\r\n")},
      {"one header without end", kHeaders, Speaks::http,
       says_for_ever(std::string(kStart) + "X: ", "xxxxxxxx")},
      {"a status line without end", kHeaders, Speaks::http, says_for_ever("HTTP/1.1 200 ", "OK")},
      {"interim answers without end", kHeaders, Speaks::http, says_for_ever("", interim)},
      {"100 Continue without end", kHeaders, Speaks::http,
       says_for_ever("", "HTTP/1.1 100 Continue\r\n\r\n")},
      {"trailers without end", kHeaders, Speaks::http,
       says_for_ever(ok("Transfer-Encoding: chunked\r\n", "1\r\nx\r\n0\r\n"), "X: some value\r\n")},
      {"a folded header without end", kHeaders, Speaks::http,
       says_for_ever(std::string(kStart) + "X: 1\r\n", " more\r\n")},
      {"NUL in the name of a header", kNoHttp, Speaks::http,
       says(ok(std::string("X\0A: 1\r\nContent-Length: 0\r\n", 27)))},
      {"NUL in a header", kNoHttp, Speaks::http,
       says(ok(std::string("X: 1\0\r\nContent-Length: 0\r\n", 26)))},
      {"no HTTP at all", kNoHttp, Speaks::http, says("SSH-2.0-OpenSSH_9.2\r\n")},
      {"HTTP/0.9", kNoHttp, Speaks::http, says("<html>no header ever</html>")},
      {"HTTP/9.9", kNoHttp, Speaks::http, says("HTTP/9.9 200 OK\r\n\r\n")},
      {"no status", kNoHttp, Speaks::http, says("HTTP/1.1 abc\r\n\r\n")},
      {"status 99", kNoHttp, Speaks::http, says("HTTP/1.1 99 Low\r\n\r\n")},
      {"HTTP/2 in the clear", kNoHttp, Speaks::http,
       says("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + std::string("\0\0\0\4\0\0\0\0\0", 9))},
      {"another protocol unasked", kTimeout, Speaks::http,
       says_and_waits("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"), true},
      {"a negative length", kNoHttp, Speaks::http, says(ok("Content-Length: -1\r\n", "x"))},
      {"a length that is no number", kNoHttp, Speaks::http,
       says(ok("Content-Length: many\r\n", "x"))},
      {"a length of 2^64", kBody, Speaks::http,
       says(ok("Content-Length: 18446744073709551616\r\n", "x"))},
      {"a length of 2^62", kBody, Speaks::http,
       says(ok("Content-Length: 4611686018427387904\r\n", "x"))},
      {"two lengths", kEarly, Speaks::http,
       says(ok("Content-Length: 1\r\nContent-Length: 900\r\n", "x"))},
  };
}

std::vector<Behaviour> body_behaviours() {
  const std::string chunked = ok("Transfer-Encoding: chunked\r\n");
  return {
      {"a body without end", kBody, Speaks::http, says_for_ever(ok(""), std::string(4096, 'x'))},
      {"chunks without end", kBody, Speaks::http,
       says_for_ever(chunked, "400\r\n" + std::string(1024, 'x') + "\r\n")},
      {"chunks of one byte without end", kBody, Speaks::http, says_for_ever(chunked, "1\r\nx\r\n"),
       false, 20'000},
      {"one chunk of 2^40 bytes", kBody, Speaks::http,
       says_for_ever(chunked + "10000000000\r\n", std::string(4096, 'x'))},
      {"an extension of a chunk without end", kTimeout, Speaks::http,
       says_for_ever(chunked + "1;a=", std::string(4096, 'x')), true},
      {"the size of a chunk without end", kNoHttp, Speaks::http,
       says_for_ever(chunked, std::string(4096, '0'))},
      {"stops in the size of a chunk", kTimeout, Speaks::http, says_and_waits(chunked + "1"), true},
      {"a chunk size that is no number", kNoHttp, Speaks::http,
       says(chunked + "zz\r\nxx\r\n0\r\n\r\n")},
      {"a negative chunk size", kNoHttp, Speaks::http, says(chunked + "-1\r\nxx\r\n0\r\n\r\n")},
      {"a chunk size of 2^68", kNoHttp, Speaks::http, says(chunked + "FFFFFFFFFFFFFFFFF\r\nxx")},
      {"a chunk shorter than its size", kEarly, Speaks::http, says(chunked + "10\r\nxx\r\n0\r\n")},
      {"a chunk longer than its size", kNoHttp, Speaks::http,
       says(chunked + "2\r\nxxxxxx\r\n0\r\n\r\n")},
      {"no last chunk", kEarly, Speaks::http, says(chunked + "2\r\nxx\r\n")},
      {"fewer bytes than announced", kEarly, Speaks::http,
       says(ok("Content-Length: 5000000\r\n", "x"))},
      {"2^40 bytes announced, one sent", kBody, Speaks::http,
       says_and_waits(ok("Content-Length: 1099511627776\r\n", "x"))},
  };
}

std::vector<Behaviour> encoding_behaviours() {
  const auto packed = [](const std::string& encoding, const std::string& body = "x") {
    return ok("Content-Encoding: " + encoding + "\r\n", body);
  };
  constexpr std::size_t kTenGiB = 10UL << 30;
  const std::string zeros = deflated_zeros(kTenGiB);
  return {
      {"gzip of 10 GiB", kBody, Speaks::http,
       says(packed("gzip", std::string(kGzipHeader) + zeros))},
      {"deflate of 10 GiB", kBody, Speaks::http,
       says(packed("deflate", std::string(kZlibHeader) + zeros))},
      {"bare deflate of 10 GiB", kBody, Speaks::http, says(packed("deflate", zeros))},
      {"brotli of 10 GiB", kBody, Speaks::http, says(packed("br", brotli_zeros(1280)))},
      {"zstd of 10 GiB", kBody, Speaks::http, says(packed("zstd", zstd_zeros(80 * 1024)))},
      {"zstd with a window of 128 MiB", kBody, Speaks::http,
       says(packed("zstd", zstd_zeros(80 * 1024, 17)))},
      {"zstd with a window of 2 GiB", kBadEncoding, Speaks::http,
       says(packed("zstd", zstd_zeros(80 * 1024, 21)))},
      {"a chain of two", kEncoding, Speaks::http, says(packed("gzip, gzip"))},
      {"a chain of five", kEncoding, Speaks::http, says(packed("gzip, br, zstd, gzip, br"))},
      {"a chain of five headers", kEncoding, Speaks::http,
       says(packed("gzip\r\ncontent-encoding: gzip\r\nContent-Encoding: br\r\n"
                   "Content-Encoding: br\r\nContent-Encoding: gzip"))},
      {"a packed transfer", kEncoding, Speaks::http,
       says(ok("Transfer-Encoding: gzip, chunked\r\n", "x"))},
      {"an encoding that nobody knows", kBadEncoding, Speaks::http, says(packed("lzma"))},
      {"gzip that is none", kBadEncoding, Speaks::http, says(packed("gzip", "no gzip at all"))},
      {"brotli that is none", kBadEncoding, Speaks::http, says(packed("br", "\xff\xff\xff\xff"))},
      {"zstd that is none", kBadEncoding, Speaks::http, says(packed("zstd", "no zstd at all"))},
      {"gzip cut short, which its reader will see", "HTTP 200", Speaks::http,
       says(packed("gzip", gzipped_zeros(259).substr(0, 14)))},
      {"a gzip name without end", kTimeout, Speaks::http,
       says_for_ever(packed("gzip", std::string("\x1f\x8b\x08\x08\0\0\0\0\2\xff", 10)),
                     std::string(4096, 'n')),
       true, 1500},
      {"empty gzip blocks without end", kTimeout, Speaks::http,
       says_for_ever(packed("gzip", std::string(kGzipHeader)), std::string("\0\0\0\xff\xff", 5)),
       true, 1500},
      {"empty brotli blocks without end", kTimeout, Speaks::http,
       says_for_ever(packed("br", std::string("\x6b\x00", 2)), "\x06"), true, 1500},
      {"frames of zstd to be skipped, without end", kTimeout, Speaks::http,
       says_for_ever(packed("zstd", ""), std::string("\x50\x2a\x4d\x18\0\0\0\0", 8)), true, 1500},
      {"empty zstd blocks without end", kTimeout, Speaks::http,
       says_for_ever(packed("zstd", zstd_head(7)), std::string("\0\0\0", 3)), true, 1500},
  };
}

std::vector<Behaviour> tls_behaviours() {
  const std::string alert("\x15\x03\x03\x00\x02\x02\x28", 7);  // fatal, handshake_failure
  const std::string warning("\x15\x03\x03\x00\x02\x01\x5a", 7);
  const auto first_flight = [](std::string bytes, bool then_waits) {
    return [bytes = std::move(bytes), then_waits](RawConnection& client) {
      client.send(bytes);
      if (then_waits) {
        client.wait();
      }
    };
  };
  return {
      {"a fatal alert", "tls: 127.0.0.1: ", Speaks::tls, first_flight(alert, true)},
      {"alerts without end", "tls: 127.0.0.1: ", Speaks::tls,
       [warning](RawConnection& client) { client.send_for_ever(warning); }},
      {"HTTP where TLS is spoken", "tls: 127.0.0.1: ", Speaks::tls,
       first_flight("HTTP/1.1 400 Bad Request\r\n\r\n", true)},
      {"closes in the handshake", "tls: 127.0.0.1: ", Speaks::tls, first_flight("", false)},
      {"resets in the handshake", "unreachable: 127.0.0.1: ", Speaks::tls,
       [](RawConnection& client) { client.reset(); }},
      {"stops in the handshake", "timeout: 127.0.0.1: no connection within 1s", Speaks::tls,
       first_flight(std::string("\x16\x03\x03\x40\x00\x02", 6), true), true, 2000},
      {"a handshake message without end", "tls: 127.0.0.1: ", Speaks::tls,
       [](RawConnection& client) {
         // A ServerHello of 16 MiB, record by record.
         client.send(std::string("\x16\x03\x03\x40\x00\x02\xff\xff\xff", 9) +
                     std::string(16'380, 'x'));
         client.send_for_ever(std::string("\x16\x03\x03\x40\x00", 5) + std::string(16'384, 'x'));
       }},
  };
}

}  // namespace tagwatch::testing
