#include "app/advice.hpp"

namespace tagwatch {

std::string advice(const Error& error, const std::string& source) {
  switch (error.code) {
    case Errc::unreachable:
    case Errc::timeout:
      return "Check the network and the url of \"" + source +
             "\"; it is tried again by itself, and what is missed meanwhile is read then.";
    case Errc::tls:
      return "The server's certificate is not accepted. Check its name and date, and this "
             "machine's "
             "clock and ca-certificates.";
    case Errc::refused:
      return "This server wants a token here (token_env, token_file), or keeps its tag feeds "
             "closed; "
             "then take the source out.";
    case Errc::login_refused:
      return "Check account and password of \"" + source +
             "\" (an app password, not the account's own); with another one it is tried at once, "
             "with the same at most once an hour.";
    case Errc::rate_limited:
    case Errc::quota_spent:
      return "Nothing to do: it is left alone until it may be asked again. If this comes often, "
             "set "
             "a longer interval.";
    case Errc::gone:
      return "Check the url of \"" + source + "\".";
    case Errc::http_status:
      return "The server has trouble of its own; it is tried again by itself.";
    case Errc::too_large:
    case Errc::malformed_payload:
    case Errc::wrong_shape:
      return "The answer is not what the kind of \"" + source +
             "\" promises: check kind and url; it is tried again by itself.";
    case Errc::private_address:
      return "Such an address is never followed. If it is your own server, configure it.";
    default:
      return "It is tried again by itself.";
  }
}

}  // namespace tagwatch
