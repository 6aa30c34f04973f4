// Where a redirect leads, and what may go along. Pure.
#pragma once

#include <optional>

#include "tagwatch/model/http.hpp"
#include "target.hpp"

namespace tagwatch {

/// Where `response` sends `request`, which was sent to `from`; nullopt when the response is the
/// answer itself: no redirect, no Location, or a body that would be carried to another origin.
///
/// `request` becomes the request of the next hop: a POST becomes a GET where browsers do so. At
/// another origin (scheme, host, port) only headers that describe the wanted answer go along:
/// credentials may stand in any header, also in one that we do not know.
/// Errors: malformed_payload — a Location that cannot be fetched; tls — from https to http.
[[nodiscard]] Result<std::optional<Target>> next_hop(HttpRequest& request, const Target& from,
                                                     const HttpResponse& response);

/// 301 and 308: the old address is gone for good.
[[nodiscard]] bool is_permanent_redirect(int status);

}  // namespace tagwatch
