// Bytes of any encoding that feeds use, to UTF-8. Pure; knows nothing of XML but the place where a
// document names its own encoding.
#pragma once

#include <string>
#include <string_view>

namespace tagwatch {

struct DecodedText {
  std::string text;     ///< valid UTF-8, without a byte order mark
  std::string charset;  ///< the encoding that was read, lower case: "utf-8", "windows-1251", …
};

/// `bytes` as UTF-8. Never fails: bytes that are no text in their encoding become U+FFFD.
///
/// The encoding is, in this order: that of a byte order mark; UTF-16 or UTF-32 where the first
/// characters of a document can be nothing else; UTF-8 for bytes that are valid (or, but for a few
/// damaged ones, nearly valid) UTF-8, whatever they claim; the charset of `content_type`; the one
/// that an XML declaration names; windows-1252. Labels mean what browsers take them for: a page
/// that says iso-8859-1 or us-ascii is windows-1252, one that says gb2312 is GB 18030.
[[nodiscard]] DecodedText to_utf8(std::string_view bytes, std::string_view content_type);

/// `text` as it was meant: valid UTF-8 without control characters but tab, LF and CR.
///
/// What a wrong decoder left in it is repaired: UTF-8 that was read as Latin-1 is read again where
/// C1 control characters (U+0080–U+009F) give it away, and those that remain become the
/// windows-1252 characters that were meant.
[[nodiscard]] std::string clean_text(std::string_view text);

}  // namespace tagwatch
