#include "tagwatch/deliver/message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "tagwatch/base/json_writer.hpp"
#include "tagwatch/base/sha256.hpp"

namespace tagwatch {
namespace {

constexpr std::size_t kAddressLengthMax = 254;
constexpr std::size_t kLineMax = 76;
// A line with an encoded word may have 76 characters, of which "Subject: =?UTF-8?B?" and "?="
// are 21.
constexpr std::size_t kWordBytes = 39;
constexpr std::size_t kPlainSubjectMax = 60;
constexpr std::size_t kIdDigits = 40;
constexpr std::string_view kHexDigits = "0123456789ABCDEF";

bool is_printable(char c) {
  return c >= ' ' && c <= '~';
}

std::string_view domain_of(std::string_view address) {
  return address.substr(address.rfind('@') + 1);
}

// One line of valid UTF-8 without control characters.
std::string header_text(std::string_view text) {
  std::string line = valid_utf8(text);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; }, ' ');
  return line;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = (group << 8) | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      out += i <= count ? kDigits[(group >> (18 - 6 * i)) & 0x3F] : '=';
    }
  }
  return out;
}

// RFC 2047: words of whole characters, one a line.
std::string encoded_words(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t end = std::min(kWordBytes, text.size());
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
      --end;
    }
    out += fmt::format("{}=?UTF-8?B?{}?=", out.empty() ? "" : "\r\n ", base64(text.substr(0, end)));
    text.remove_prefix(end);
  }
  return out;
}

std::string subject_value(std::string_view subject) {
  const std::string text = header_text(subject);
  const bool plain = text.size() <= kPlainSubjectMax && text.find("=?") == std::string::npos &&
                     std::all_of(text.begin(), text.end(), is_printable);
  return plain ? text : encoded_words(text);
}

std::string date_value(Instant at) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(at - day));
  return fmt::format(
      "{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
      weekday_name(Day(day.time_since_epoch())).substr(0, 3), static_cast<unsigned>(date.day()),
      kMonths.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
      time.hours().count(), time.minutes().count(), time.seconds().count());
}

// One byte in quoted-printable. A blank at the end of a line, and what relays are known to change
// at its beginning (a dot, "From "), is written out.
std::string quoted(char c, bool at_start, bool at_end) {
  const bool blank = c == ' ' || c == '\t';
  const bool plain =
      (is_printable(c) && c != '=' && !(at_start && (c == '.' || c == 'F'))) || c == '\t';
  if (plain && !(blank && at_end)) {
    return {c};
  }
  const auto byte = static_cast<unsigned char>(c);
  return {'=', kHexDigits[byte >> 4], kHexDigits[byte & 0xFU]};
}

void append_quoted_line(std::string& out, std::string_view line) {
  std::size_t column = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const std::string piece = quoted(line[at], column == 0, at + 1 == line.size());
    if (column + piece.size() > kLineMax - 1) {  // room for the soft break
      out += "=\r\n";
      column = 0;
    }
    out += piece;
    column += piece.size();
  }
  out += "\r\n";
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    append_quoted_line(out, line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string part(std::string_view type, std::string_view text) {
  return fmt::format(
      "Content-Type: text/{}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
      "{}",
      type, quoted_printable(text));
}

// In no part: there every '=' is followed by two digits or the end of the line.
std::string boundary_of(const Envelope& envelope) {
  return "=_" + sha256_hex(envelope.message_id).substr(0, kIdDigits);
}

}  // namespace

bool is_mail_address(std::string_view address) {
  constexpr std::string_view kInNames = "!#$%&'*+-/=?^_`{|}~.";
  const auto is_alphanumeric = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  const std::size_t at = address.find('@');
  if (at == std::string_view::npos || address.size() > kAddressLengthMax) {
    return false;
  }
  const std::string_view name = address.substr(0, at);
  const std::string_view host = address.substr(at + 1);
  const auto has_whole_labels = [](std::string_view dotted) {
    return !dotted.empty() && !dotted.starts_with('.') && !dotted.ends_with('.') &&
           dotted.find("..") == std::string_view::npos;
  };
  return has_whole_labels(name) && has_whole_labels(host) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) {
                       return is_alphanumeric(c) || kInNames.find(c) != std::string_view::npos;
                     }) &&
         std::all_of(host.begin(), host.end(),
                     [&](char c) { return is_alphanumeric(c) || c == '-' || c == '.'; });
}

Result<std::string> compose(const Letter& letter, const Envelope& envelope) {
  for (const std::string& address : {envelope.from, envelope.to, envelope.message_id}) {
    if (!is_mail_address(address)) {
      return Error{Errc::malformed_payload, "\"" + address + "\" is no address of mail"};
    }
  }
  std::string mail = fmt::format(
      "From: tagwatch <{}>\r\nTo: <{}>\r\nSubject: {}\r\nDate: {}\r\nMessage-ID: <{}>\r\n"
      "List-Id: tagwatch digest <tagwatch.{}>\r\nAuto-Submitted: auto-generated\r\n"
      "MIME-Version: 1.0\r\n",
      envelope.from, envelope.to, subject_value(letter.subject), date_value(letter.date),
      envelope.message_id, domain_of(envelope.from));
  if (letter.html.empty()) {
    return mail + part("plain", letter.text);
  }
  const std::string boundary = boundary_of(envelope);
  mail += fmt::format("Content-Type: multipart/alternative;\r\n boundary=\"{}\"\r\n\r\n", boundary);
  mail += fmt::format("--{}\r\n{}\r\n--{}\r\n{}\r\n--{}--\r\n", boundary,
                      part("plain", letter.text), boundary, part("html", letter.html), boundary);
  return mail;
}

std::string message_id(std::string_view site_key, std::string_view about, std::string_view from) {
  return hmac_sha256_hex(site_key, about).substr(0, kIdDigits) + "@" + std::string(domain_of(from));
}

}  // namespace tagwatch
