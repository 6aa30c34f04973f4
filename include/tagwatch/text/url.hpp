// Web addresses: resolve, compare, strip what tracks. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tagwatch {

/// `reference` against `base`; nullopt unless the result is http or https with a host, without
/// user name, white space or control characters.
[[nodiscard]] std::optional<std::string> resolve_url(std::string_view base,
                                                     std::string_view reference);
/// Without fragment-free tracking parameters (utm_*, fbclid, gclid, mc_cid, …); other parameters
/// keep their order. Not an absolute web address: unchanged.
[[nodiscard]] std::string without_tracking(std::string_view url);
/// `text` percent-encoded for one segment of a path or one value of a query: only letters, digits
/// and "-._~" stay.
[[nodiscard]] std::string url_component(std::string_view text);
/// Host in lower case without "www."; "" when there is none.
[[nodiscard]] std::string host_of(std::string_view url);
/// True when `host` is `domain` or lies below it ("travel.state.gov" in "state.gov").
[[nodiscard]] bool host_within(std::string_view host, std::string_view domain);
/// A key under which two spellings of one page are equal: scheme, "www.", trailing slash, fragment
/// and tracking parameters do not count.
[[nodiscard]] std::string page_key(std::string_view url);
/// True for text of a link that a reader takes for an address: it must not differ from where the
/// link leads.
[[nodiscard]] bool reads_as_address(std::string_view shown);

}  // namespace tagwatch
