#include "sim/cursor_poller.hpp"

#include <algorithm>
#include <fstream>
#include <utility>

#include "demo/asking.hpp"
#include "tagwatch/base/json_writer.hpp"
#include "tagwatch/sources/registry.hpp"

namespace tagwatch::sim {
namespace {

constexpr std::string_view kScheme = "https://";

}  // namespace

struct CursorPoller::Timeline {
  std::string source;
  Order order = Order::ids;
  Hashtag tag;  // invalid where one answer serves all
  std::unique_ptr<Source> reader;
  Bound cursor;

  [[nodiscard]] bool is_newer(const Post& post) const {
    return order == Order::ids || !cursor.at || post.created_at.value_or(Instant{}) > *cursor.at;
  }
};

CursorPoller::CursorPoller(Internet& internet) : internet_(internet) {
  const auto add = [this](const char* source, const char* kind, const char* path, const char* tag) {
    SourceSettings settings;
    settings.name = source;
    settings.kind = kind;
    settings.url = std::string(kScheme) + source + path;
    auto timeline = std::make_unique<Timeline>();
    timeline->source = source;
    timeline->order = find_source_kind(kind)->order;
    timeline->tag = Hashtag(tag);
    timeline->reader = find_source_kind(kind)->make(settings);
    timelines_.push_back(std::move(timeline));
  };
  for (const char* tag : kTags) {
    add(kSocial, "mastodon", "", tag);
    add(kCivic, "mastodon", "", tag);
    add(kSky, "bluesky", "", tag);
  }
  add(kNews, "feed", "/world.rss", "");
}

CursorPoller::~CursorPoller() = default;

void CursorPoller::poll(Instant now, bool killed) {
  const std::size_t dies_at = killed ? kills_++ % timelines_.size() : timelines_.size();
  for (std::size_t at = 0; at < std::min(dies_at + 1, timelines_.size()); ++at) {
    poll(*timelines_[at], now, at == dies_at);
  }
}

void CursorPoller::poll(Timeline& timeline, Instant now, bool killed) {
  Task task = Newest(timeline.tag);
  const Result<HttpRequest> request = timeline.reader->request(task, SourceState());
  std::string target = request->url.substr(kScheme.size() + timeline.source.size());
  if (timeline.order == Order::ids && !timeline.cursor.id.empty()) {
    target += "&since_id=" + timeline.cursor.id;
  }
  const ServerAnswer answer = internet_.answer_aside(timeline.source, demo::get(target, now));
  HttpResponse response;
  response.status = answer.status;
  response.headers = answer.headers;
  response.body = answer.body;
  const bool whole = answer.status == 200 && answer.fault == Fault::none;
  const Result<Page> page =
      whole ? timeline.reader->parse(task, response) : Error{Errc::http_status, {}};
  if (!page) {
    return;
  }
  const Timeline before{timeline.source, timeline.order, timeline.tag, nullptr, timeline.cursor};
  for (const Post& post : page->posts) {
    const Bound bound(post.native_id, post.created_at);
    if (timeline.cursor.id.empty() ||
        (timeline.order == Order::ids ? !id_at_or_below(bound.id, timeline.cursor.id)
                                      : timeline.is_newer(post))) {
      timeline.cursor = bound;
    }
  }
  for (const Post& post : page->posts) {
    if (!killed && before.is_newer(post) && known_.insert(post.uri).second) {
      rows_.emplace(post.uri, post.created_at.value_or(now));
    }
  }
}

Result<void> CursorPoller::write_digest(Day date, Window window, Instant now,
                                        const std::filesystem::path& folder) {
  chain_start_ = chain_start_.value_or(window.from);
  JsonWriter json;
  json.begin_object().member("date", format_day(date)).member("generated_at", format_rfc3339(now));
  json.key("window").begin_object();
  json.member("from", format_rfc3339(window.from)).member("to", format_rfc3339(window.to));
  json.end_object().key("missed_days").begin_array().end_array();
  json.key("coverage").begin_object().key("rows").begin_array();
  for (const auto& timeline : timelines_) {
    for (const char* tag : kTags) {
      if (!timeline->tag.valid() || timeline->tag == Hashtag(tag)) {
        json.begin_object().member("source", timeline->source).member("tag", tag);
        json.member("word", "complete").key("gaps").begin_array().end_array();
        json.key("zero").null().end_object();
      }
    }
  }
  json.end_array().end_object().key("posts").begin_array();
  for (auto row = rows_.begin(); row != rows_.end();) {
    const bool belongs = row->second < window.to;
    if (belongs && row->second >= *chain_start_) {
      json.begin_object().member("uri", row->first).end_object();
    }
    row = belongs ? rows_.erase(row) : std::next(row);
  }
  json.end_array().end_object();
  std::filesystem::create_directories(folder);
  std::ofstream out(folder / (format_day(date) + ".json"), std::ios::binary);
  out << json.take() << '\n';
  out.close();
  return out ? Result<void>() : Error{Errc::io, folder.string() + " cannot be written"};
}

}  // namespace tagwatch::sim
