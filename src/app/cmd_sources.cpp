#include "app/cmd_sources.hpp"

#include <fmt/format.h>

#include <ostream>

#include "app/columns.hpp"
#include "tagwatch/sources/registry.hpp"

namespace tagwatch {
namespace {

ExitCode list_kinds(Session& session) {
  Columns columns({"KIND", "PLATFORM", "WHAT IT IS"});
  for (const SourceKind& kind : source_kinds()) {
    columns.add({std::string(kind.name), std::string(kind.platform), std::string(kind.summary)});
  }
  session.out << columns.text();
  return ExitCode::done;
}

std::string tag_list(const std::vector<Hashtag>& tags) {
  std::string list;
  for (const Hashtag& tag : tags) {
    list += (list.empty() ? "#" : " #") + tag.spelled();
  }
  return list;
}

std::string access_words(const SourceSettings& source) {
  return !source.account.empty() ? source.account : source.token.empty() ? "public" : "token";
}

// The address without its query, which may hold a key.
std::string shown_url(const std::string& url) {
  return url.substr(0, url.find('?'));
}

}  // namespace

ExitCode sources_list(Session& session, const SourcesListArguments& arguments) {
  if (arguments.kinds) {
    return list_kinds(session);
  }
  return with_config(session, [&](const Config& config) {
    Columns columns({"NAME", "KIND", "EVERY", "TAGS", "NETWORK", "ACCESS", "ADDRESS"});
    for (const SourceSettings& source : config.sources) {
      columns.add({source.name, source.kind, format_duration(source.interval),
                   tag_list(source.tags), source.network, access_words(source),
                   shown_url(source.url)});
    }
    session.out << columns.text();
    return ExitCode::done;
  });
}

}  // namespace tagwatch
