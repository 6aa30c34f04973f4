#include "tagwatch/text/url.hpp"

#include <algorithm>
#include <array>
#include <boost/url.hpp>

#include "punycode.hpp"
#include "tagwatch/text/ascii.hpp"

namespace tagwatch {
namespace {

namespace urls = boost::urls;

// Bytes of one address; longer ones are data, not addresses.
constexpr std::size_t kUrlBytesMax = 8192;

// Parameters that say who follows a link from where, and never what it leads to.
constexpr std::array<std::string_view, 29> kTracking{
    "fbclid",   "gclid",       "gclsrc",     "gbraid",      "wbraid",    "dclid",
    "msclkid",  "yclid",       "twclid",     "ttclid",      "igshid",    "igsh",
    "mc_cid",   "mc_eid",      "_hsenc",     "_hsmi",       "mkt_tok",   "vero_id",
    "wickedid", "oly_anon_id", "oly_enc_id", "at_campaign", "at_medium", "_ga",
    "_gl",      "srsltid",     "ref_src",    "cmpid",       "s_cid"};

bool tracks(std::string_view parameter) {
  const std::string name = ascii_lower(parameter.substr(0, parameter.find('=')));
  return name.starts_with("utm_") ||
         std::find(kTracking.begin(), kTracking.end(), name) != kTracking.end();
}

// The parts of "scheme://authority/path?query#fragment"; nothing for what is no web address.
struct WebParts {
  std::string_view scheme;
  std::string_view authority;
  std::string_view path;
  std::string_view query;  // without '?'
};

std::optional<WebParts> web_parts(std::string_view url) {
  WebParts parts;
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) {
    return std::nullopt;
  }
  parts.scheme = url.substr(0, colon);
  if (!equal_ignoring_ascii_case(parts.scheme, "http") &&
      !equal_ignoring_ascii_case(parts.scheme, "https")) {
    return std::nullopt;
  }
  url.remove_prefix(colon + 3);
  url = url.substr(0, url.find('#'));
  const std::size_t question = url.find('?');
  if (question != std::string_view::npos) {
    parts.query = url.substr(question + 1);
    url = url.substr(0, question);
  }
  const std::size_t slash = std::min(url.find('/'), url.size());
  parts.authority = url.substr(0, slash);
  parts.path = url.substr(slash);
  return parts;
}

bool is_hex_digit(char letter) {
  return is_ascii_digit(letter) || (ascii_lower(letter) >= 'a' && ascii_lower(letter) <= 'f');
}

void append_encoded(std::string& out, char letter) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(letter);
  out += '%';
  out += kDigits[byte >> 4U];
  out += kDigits[byte & 15U];
}

// What people write for an address, as RFC 3986 wants it: everything else percent-encoded.
std::string encoded(std::string_view text) {
  constexpr std::string_view kAllowed = "-._~:/?#@!$&'()*+,;=[]";
  std::string out;
  bool in_fragment = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char letter = text[at];
    const bool escape = letter == '%' && at + 2 < text.size() && is_hex_digit(text[at + 1]) &&
                        is_hex_digit(text[at + 2]);
    const bool second_hash = letter == '#' && in_fragment;
    const bool allowed = is_ascii_letter(letter) || is_ascii_digit(letter) ||
                         kAllowed.find(letter) != std::string_view::npos;
    if (escape || (allowed && !second_hash)) {
      out += letter;
    } else {
      append_encoded(out, letter);
    }
    in_fragment = in_fragment || letter == '#';
  }
  return out;
}

// Square brackets are for IPv6 hosts alone, but occur in queries.
std::string with_brackets_encoded(std::string_view text) {
  const std::size_t authority_end =
      text.find_first_of("/?#", text.find("//") == 0                         ? 2
                                : text.find("://") != std::string_view::npos ? text.find("://") + 3
                                                                             : 0);
  std::string out(text.substr(0, authority_end));
  for (const char letter :
       authority_end == std::string_view::npos ? std::string_view() : text.substr(authority_end)) {
    if (letter == '[' || letter == ']') {
      append_encoded(out, letter);
    } else {
      out += letter;
    }
  }
  return out;
}

// The host of an authority, in lower case; user name and port left out.
std::string host_in(std::string_view authority) {
  const std::size_t at_sign = authority.rfind('@');
  if (at_sign != std::string_view::npos) {
    authority.remove_prefix(at_sign + 1);
  }
  const std::size_t bracket = authority.starts_with('[') ? authority.find(']') : 0;
  const std::size_t colon =
      bracket == std::string_view::npos ? bracket : authority.find(':', bracket);
  return ascii_lower(authority.substr(0, colon));
}

std::string_view without_www(std::string_view host) {
  constexpr std::string_view kWww = "www.";
  return host.starts_with(kWww) && host.find('.', kWww.size()) != std::string_view::npos
             ? host.substr(kWww.size())
             : host;
}

// `query` without the parameters that track, the others in the order they were.
std::string kept_parameters(std::string_view query) {
  std::string kept;
  bool first = true;
  for (std::size_t start = 0; start <= query.size();) {
    const std::size_t end = std::min(query.find('&', start), query.size());
    const std::string_view parameter = query.substr(start, end - start);
    if (!tracks(parameter)) {
      kept += first ? "" : "&";
      kept += parameter;
      first = false;
    }
    start = end + 1;
  }
  return kept;
}

// Scheme and host in lower case, the host in ASCII; nullopt when it is no address of the web.
std::optional<std::string> as_web_address(urls::url& url) {
  const auto scheme = url.scheme_id();
  if ((scheme != urls::scheme::http && scheme != urls::scheme::https) || url.has_userinfo() ||
      url.encoded_host().empty()) {
    return std::nullopt;
  }
  url.normalize_scheme();
  if (url.host_type() == urls::host_type::name) {
    const auto host = ascii_host(url.host());
    if (!host || !url.set_host(*host).encoded_host().size()) {
      return std::nullopt;
    }
  }
  return std::string(url.buffer());
}

}  // namespace

std::optional<std::string> resolve_url(std::string_view base, std::string_view reference) {
  reference = without_ascii_space_around(reference);
  if (reference.empty() || reference.size() > kUrlBytesMax ||
      std::any_of(reference.begin(), reference.end(), is_ascii_control)) {
    return std::nullopt;
  }
  const std::string text = with_brackets_encoded(encoded(reference));
  const auto parsed = urls::parse_uri_reference(text);
  if (!parsed) {
    return std::nullopt;
  }
  urls::url target;
  if (parsed->has_scheme()) {
    target = *parsed;
    return as_web_address(target);
  }
  const std::string base_text = with_brackets_encoded(encoded(without_ascii_space_around(base)));
  const auto parsed_base = urls::parse_uri(base_text);
  if (!parsed_base || !urls::resolve(*parsed_base, *parsed, target)) {
    return std::nullopt;
  }
  return as_web_address(target);
}

std::string without_tracking(std::string_view url) {
  const auto parts = web_parts(url);
  const std::size_t question = url.find('?');
  if (!parts || parts->query.empty()) {
    return std::string(url);
  }
  const std::string kept = kept_parameters(parts->query);
  if (kept.size() == parts->query.size()) {
    return std::string(url);
  }
  std::string clean(url.substr(0, question));
  clean += kept.empty() ? "" : "?";
  clean += kept;
  const std::size_t fragment = url.find('#');
  if (fragment != std::string_view::npos) {
    clean += url.substr(fragment);
  }
  return clean;
}

std::string url_component(std::string_view text) {
  constexpr std::string_view kUnreserved = "-._~";
  std::string out;
  for (const char letter : text) {
    if (is_ascii_letter(letter) || is_ascii_digit(letter) ||
        kUnreserved.find(letter) != std::string_view::npos) {
      out += letter;
    } else {
      append_encoded(out, letter);
    }
  }
  return out;
}

std::string host_of(std::string_view url) {
  const auto parts = web_parts(url);
  return parts ? std::string(without_www(host_in(parts->authority))) : std::string();
}

bool host_within(std::string_view host, std::string_view domain) {
  if (domain.empty() || host.size() < domain.size() ||
      !equal_ignoring_ascii_case(host.substr(host.size() - domain.size()), domain)) {
    return false;
  }
  return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

std::string page_key(std::string_view url) {
  const auto parts = web_parts(url);
  if (!parts) {
    return std::string(url);
  }
  std::string key(without_www(host_in(parts->authority)));
  const std::size_t port_at = parts->authority.rfind(':');
  if (port_at != std::string_view::npos && parts->authority.back() != ']') {
    const std::string_view port = parts->authority.substr(port_at);
    key += port == ":80" || port == ":443" ? std::string_view() : port;
  }
  std::string_view path = parts->path;
  while (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  key += path;
  const std::string query = kept_parameters(parts->query);
  key += query.empty() ? "" : "?";
  key += query;
  return key;
}

bool reads_as_address(std::string_view shown) {
  if (shown.empty() || std::any_of(shown.begin(), shown.end(), is_ascii_space)) {
    return false;
  }
  const std::string lower = ascii_lower(shown);
  if (lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www.")) {
    return true;
  }
  const std::size_t slash = lower.find('/');
  return slash != std::string::npos && slash > 0 && lower.find('.') < slash &&
         lower.find('@') > slash;
}

}  // namespace tagwatch
