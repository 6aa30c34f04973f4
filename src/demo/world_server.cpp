#include "tagwatch/demo/world_server.hpp"

#include <algorithm>

#include "tagwatch/demo/script.hpp"

namespace tagwatch::demo {

WorldServer::WorldServer(const World& world) : world_(world), news_(world, kNewsServer) {
  for (const char* host : {kSocialServer, kCivicServer}) {
    mastodon_.emplace(host, MastodonServer(world, host));
  }
}

ServerAnswer WorldServer::answer(const ServerRequest& request) {
  const std::size_t slash = std::min(request.path.find('/', 1), request.path.size());
  const std::string host = request.path.substr(std::min<std::size_t>(1, slash), slash - 1);
  ServerRequest rest = request;
  rest.path = request.path.substr(slash);
  rest.target = request.target.substr(std::min(slash, request.target.size()));
  if (world_.answers(host, request.at)) {
    if (host == kNewsServer) {
      return news_.answer(rest);
    }
    if (const auto found = mastodon_.find(host); found != mastodon_.end()) {
      return found->second.answer(rest);
    }
  }
  ServerAnswer nothing;
  nothing.fault = Fault::close;
  return nothing;
}

}  // namespace tagwatch::demo
