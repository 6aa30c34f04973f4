// `tagwatch export` and `tagwatch search`: posts for other programs, and for a person who looks.
#pragma once

#include <string>
#include <vector>

#include "app/session.hpp"

namespace tagwatch {

struct ExportArguments {
  bool all = false;  ///< also what is withheld
  std::string from;  ///< TIME; inclusive
  std::string to;    ///< TIME; exclusive
  std::vector<std::string> tags;
  std::vector<std::string> sources;
  std::string format = "ndjson";  ///< ndjson, json, csv
  std::string output = "-";       ///< a file, replaced as a whole when everything is written
};
[[nodiscard]] ExitCode export_command(Session& session, const ExportArguments& arguments);

struct SearchArguments {
  std::string query;
  std::string from;
  std::string to;
  int limit = 20;
  bool json = false;
};
[[nodiscard]] ExitCode search_command(Session& session, const SearchArguments& arguments);

}  // namespace tagwatch
