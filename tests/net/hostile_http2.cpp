// HTTP/2 gone wrong (RFC 9113, RFC 7541), from servers that speak it to whoever offers it, and to
// those who do not as well.
#include <cstdint>
#include <string_view>

#include "hostile_behaviours.hpp"

namespace tagwatch::testing {
namespace {

using namespace std::string_literals;

enum FrameType : std::uint8_t {
  kData = 0,
  kHeaders = 1,
  kReset = 3,
  kSettings = 4,
  kPushPromise = 5,
  kPing = 6,
  kGoAway = 7,
  kWindowUpdate = 8,
  kContinuation = 9,
  kUnknown = 0x42,
};
constexpr int kEndStream = 1;
constexpr int kEndHeaders = 4;

std::string frame(FrameType type, int flags, int stream, const std::string& payload = "") {
  const auto byte = [](std::size_t value) { return static_cast<char>(value & 0xFF); };
  const std::size_t length = payload.size();
  return std::string{byte(length >> 16),
                     byte(length >> 8),
                     byte(length),
                     static_cast<char>(type),
                     byte(flags),
                     '\0',
                     '\0',
                     byte(static_cast<std::size_t>(stream) >> 8),
                     byte(stream)} +
         payload;
}

// A header that is not kept in the table, with a value of at most 126 bytes.
std::string literal(const std::string& name, const std::string& value) {
  return "\x10"s + static_cast<char>(name.size()) + name + static_cast<char>(value.size()) + value;
}

// Nobody offers it: whatever comes is no HTTP/1.1.
constexpr const char* kNoHttp = "malformed_payload: 127.0.0.1: ";

const std::string kStatus200 = "\x88";
const std::string kAnswer = frame(kHeaders, kEndHeaders, 1, kStatus200);

// Greets, reads the client's first frames, says `first`, and `again` for ever unless it is empty.
RawServer::Handler speaks(std::string first, std::string again = "") {
  return [first = std::move(first), again = std::move(again)](RawConnection& client) {
    client.read_request();  // "PRI * HTTP/2.0" and a blank line
    client.send(frame(kSettings, 0, 0) + first);
    if (!again.empty()) {
      client.send_for_ever(again);
    }
  };
}

RawServer::Handler speaks_and_waits(std::string first) {
  return [first = std::move(first)](RawConnection& client) {
    client.read_request();
    client.send(frame(kSettings, 0, 0) + first);
    client.wait();
  };
}

// One header of 4,000 bytes, put into the table, and then 12,000 times named by one byte.
std::string header_bomb() {
  return kStatus200 + "\x40\x01x\x7f\xa1\x1e"s + std::string(4000, 'v') +
         std::string(12'000, '\xbe');
}

}  // namespace

std::vector<Behaviour> http2_behaviours() {
  return {
      {"HTTP/2: resets the stream", kNoHttp, Speaks::http2,
       speaks_and_waits(frame(kReset, 0, 1, "\0\0\0\2"s))},
      {"HTTP/2: refuses the stream", kNoHttp, Speaks::http2,
       speaks_and_waits(frame(kReset, 0, 1, "\0\0\0\7"s))},
      {"HTTP/2: goes away", kNoHttp, Speaks::http2,
       speaks_and_waits(frame(kGoAway, 0, 0, "\0\0\0\0\0\0\0\x0b"s))},
      {"HTTP/2: closes behind its settings", kNoHttp, Speaks::http2, speaks("")},
      {"HTTP/2: closes in the body", kNoHttp, Speaks::http2,
       speaks(kAnswer + frame(kData, 0, 1, "x"))},
      {"HTTP/2: never answers", kNoHttp, Speaks::http2, speaks_and_waits("")},
      {"HTTP/2: stops in the body", kNoHttp, Speaks::http2,
       speaks_and_waits(kAnswer + frame(kData, 0, 1, "x"))},
      {"HTTP/2: a body without end", kNoHttp, Speaks::http2,
       speaks(kAnswer, frame(kData, 0, 1, std::string(16'384, 'x')))},
      {"HTTP/2: empty pieces of a body without end", kNoHttp, Speaks::http2,
       speaks(kAnswer, frame(kData, 0, 1))},
      {"HTTP/2: a block of headers without end", kNoHttp, Speaks::http2,
       speaks(frame(kHeaders, 0, 1, kStatus200),
              frame(kContinuation, 0, 1, literal("x", std::string(100, 'v'))))},
      {"HTTP/2: empty pieces of headers without end", kNoHttp, Speaks::http2,
       speaks(frame(kHeaders, 0, 1, kStatus200), frame(kContinuation, 0, 1))},
      {"HTTP/2: headers that unpack to 48 MB", kNoHttp, Speaks::http2,
       speaks_and_waits(frame(kHeaders, kEndHeaders, 1, header_bomb().substr(0, 16'384)))},
      {"HTTP/2: interim answers without end", kNoHttp, Speaks::http2,
       speaks("", frame(kHeaders, kEndHeaders, 1,
                        "\x08\x03"
                        "103"))},
      {
          "HTTP/2: pings without end",
          kNoHttp,
          Speaks::http2,
          speaks("", frame(kPing, 0, 0, "12345678")),
      },
      {"HTTP/2: settings without end", kNoHttp, Speaks::http2, speaks("", frame(kSettings, 0, 0))},
      {"HTTP/2: frames of no type without end", kNoHttp, Speaks::http2,
       speaks("", frame(kUnknown, 0, 0, "x"))},
      {"HTTP/2: pushes what nobody asked for", kNoHttp, Speaks::http2,
       speaks_and_waits(frame(kPushPromise, kEndHeaders, 1, "\0\0\0\2\x82\x84\x87"s))},
      {"HTTP/2: a window beyond all", kNoHttp, Speaks::http2,
       speaks_and_waits(frame(kWindowUpdate, 0, 0, "\x7f\xff\xff\xff"s))},
      {"HTTP/2: a body before its headers", kNoHttp, Speaks::http2,
       speaks_and_waits(frame(kData, kEndStream, 1, "x"))},
      {"HTTP/2: headers without a status", kNoHttp, Speaks::http2,
       speaks_and_waits(frame(kHeaders, kEndHeaders | kEndStream, 1, literal("x", "1")))},
      {"HTTP/2: bytes of no meaning", kNoHttp, Speaks::http2,
       [](RawConnection& client) { client.send_for_ever("\xde\xad\xbe\xef\x01"); }},
  };
}

}  // namespace tagwatch::testing
