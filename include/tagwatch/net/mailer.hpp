// Hands one mail to one recipient's server by SMTP, and says what became of it.
//
// SMTP has no second phase: between the end of the message and the server's word on it nobody knows
// whether the mail was taken. The caller is told before that stretch begins, and whether it ended
// without an answer.
#pragma once

#include <functional>
#include <string>

#include "tagwatch/base/error.hpp"

namespace tagwatch {

/// The server that mail is handed to, as the operator configured it. It may be on loopback or in a
/// private network.
struct MailServer {
  std::string host;
  int port = 587;
  bool tls = true;       ///< STARTTLS, or TLS from the first byte on port 465; false: none
  std::string user;      ///< "": without AUTH
  std::string password;  ///< never in logs or errors
  std::string ca_file;   ///< "": the machine's certificates
};

/// A whole message: headers and body with CRLF, without dot-stuffing and final dot.
struct Mail {
  std::string from;
  std::string to;
  std::string bytes;
};

enum class MailAnswer {
  accepted,   ///< the server took it
  temporary,  ///< it did not, and may later; so too what only a setting can mend, such as a
              ///< password
  permanent,  ///< it refused this sender, recipient or message for good
  in_doubt,   ///< the message went out and no answer came: it may have been taken
};

struct MailOutcome {
  MailAnswer answer = MailAnswer::temporary;
  std::string words;       ///< the server's answer, or what is wrong; one line for a person
  bool of_server = false;  ///< it never came to this mail: no other would fare better now
};

/// What the caller has a say in while a mail is handed over.
struct MailHooks {
  /// Called once the server is ready for the message, before its first byte. On an error nothing is
  /// sent, and the outcome is temporary.
  std::function<Result<void>()> before_message = {};
  /// Asked about once a second, on the caller's thread: true gives up.
  std::function<bool()> stopped = {};
};

/// Blocks until the outcome is known: at most 20 minutes, of which the server may take 5 for each
/// answer and 10 for the last one. Any thread. A certificate that does not prove to be the
/// server's, and a server without STARTTLS where TLS is wanted, are temporary outcomes, and nothing
/// is sent.
[[nodiscard]] MailOutcome send_mail(const MailServer& server, const Mail& mail,
                                    const MailHooks& hooks = {});

}  // namespace tagwatch
