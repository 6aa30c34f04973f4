// `tagwatch digest`: shows the digest of a day, issues it, delivers it.
#pragma once

#include <string>
#include <vector>

#include "app/session.hpp"

namespace tagwatch {

struct DigestArguments {
  std::string date = "yesterday";  ///< YYYY-MM-DD, today or yesterday
  std::string from;                ///< with `to`: a preview of several days
  std::string to;
  std::vector<std::string> formats;  ///< empty: those of the configuration, or text on stdout
  std::string output;                ///< a folder; "-" for stdout; "" see below
  bool issue = false;
  bool deliver = false;  ///< what was not sent yet
  bool again = false;    ///< with deliver: also what was sent, or waits for a person
  Duration wait{};       ///< for the writer lock
};

/// Without `output` a digest that is only shown goes to stdout in one format (text unless another
/// is asked for), and one that is issued goes to digest.output.
[[nodiscard]] ExitCode digest_command(Session& session, const DigestArguments& arguments);

}  // namespace tagwatch
