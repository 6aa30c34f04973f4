#include "sim/truth.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <vector>

#include "tagwatch/base/json_writer.hpp"

namespace tagwatch::sim {
namespace {

struct Shown {
  std::string source;
  Instant from{};
  std::optional<Instant> to;
};

bool is_watched(const std::string& server) {
  return std::find(kSources.begin(), kSources.end(), server) != kSources.end();
}

std::string line_of(const std::string& uri, const Hashtag& tag, Instant created,
                    const std::vector<Shown>& shown, std::optional<Instant> deleted, int passes) {
  JsonWriter json;
  json.begin_object().member("uri", uri).member("tag", tag.spelled());
  json.member("created", format_rfc3339(created)).key("shown").begin_array();
  for (const Shown& each : shown) {
    json.begin_object().member("source", each.source).member("from", format_rfc3339(each.from));
    json.key("to");
    each.to ? json.value(format_rfc3339(*each.to)) : json.null();
    json.end_object();
  }
  json.end_array().key("deleted");
  deleted ? json.value(format_rfc3339(*deleted)) : json.null();
  json.member("passes", passes).end_object();
  return json.take() + "\n";
}

}  // namespace

void Truth::note_pass(Window window, const std::map<std::string, Asked, std::less<>>& asked,
                      int pages_max) {
  for (const demo::WorldPost& post : story_.world.posts()) {
    if (!post.deleted || *post.deleted < window.to || post.created > window.to) {
      continue;
    }
    const bool seen =
        std::any_of(post.arrivals.begin(), post.arrivals.end(), [&](const demo::Arrival& arrival) {
          const auto source = asked.find(arrival.server);
          return arrival.at <= window.from && source != asked.end() && !source->second.faults &&
                 source->second.answers < pages_max &&
                 source->second.tags.contains(post.tags.front().key());
        });
    passes_[post.uri] += seen ? 1 : 0;
  }
}

Result<void> Truth::write(const std::filesystem::path& file) const {
  std::ofstream out(file, std::ios::binary);
  for (const demo::WorldPost& post : story_.world.posts()) {
    std::vector<Shown> shown;
    for (const demo::Arrival& arrival : post.arrivals) {
      if (is_watched(arrival.server) && (!post.deleted || arrival.at < *post.deleted)) {
        shown.push_back({arrival.server, arrival.at, post.deleted});
      }
    }
    const auto passes = passes_.find(post.uri);
    if (!shown.empty()) {
      out << line_of(post.uri, post.tags.front(), post.created, shown, post.deleted,
                     passes == passes_.end() ? 0 : passes->second);
    }
  }
  const std::vector<const demo::NewsItem*> news = story_.world.news_by(Instant::max());
  for (std::size_t at = 0; at < news.size(); ++at) {
    // It is gone from the feed once as many newer ones as it shows are published.
    const bool scrolled = at >= demo::kFeedItemsMax;
    const auto gone =
        scrolled ? std::optional(news[at - demo::kFeedItemsMax]->published) : std::nullopt;
    const demo::NewsItem& item = *news[at];
    const Hashtag tag(item.title.substr(item.title.find('#')));
    out << line_of(item.guid, tag, item.published, {{kNews, item.published, gone}}, std::nullopt,
                   0);
  }
  for (const Lie& lie : story_.lies) {
    JsonWriter json;
    json.begin_object().member("lie", lie.source).member("from", format_rfc3339(lie.window.from));
    json.member("to", format_rfc3339(lie.window.to)).end_object();
    out << json.take() << '\n';
  }
  out.close();
  return out ? Result<void>() : Error{Errc::io, file.string() + " cannot be written"};
}

}  // namespace tagwatch::sim
