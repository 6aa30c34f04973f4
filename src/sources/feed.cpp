// The kind `feed`: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed, told apart by their bytes.
//
// A feed has no pages and no order that could be trusted: only which items are still there tells
// what was seen. Its formats are read in feed_rss.cpp, feed_atom.cpp and feed_json.cpp.
#include "feed.hpp"

#include <array>

#include "charset.hpp"
#include "feed_document.hpp"
#include "feed_posts.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch {
namespace {

constexpr std::string_view kTagPlace = "{tag}";
constexpr std::string_view kAccept =
    "application/xml,application/atom+xml,application/rss+xml,application/rdf+xml,"
    "application/feed+json,text/html,*/*;q=0.9";
// RFC 3229: the answer is a difference to an earlier one.
constexpr int kStatusImUsed = 226;

class Feed final : public Source {
 public:
  explicit Feed(const SourceSettings& settings)
      : url_(settings.url), per_tag_(settings.url.find(kTagPlace) != std::string::npos) {}

  [[nodiscard]] Result<HttpRequest> request(const Task& task,
                                            const SourceState& state) const override {
    const Newest* newest = std::get_if<Newest>(&task);
    if (newest == nullptr) {
      return Error{Errc::not_found, "a feed has its newest items only"};
    }
    if (per_tag_ && !newest->tag.valid()) {
      return Error{Errc::not_found, "the feed's address has {tag}, and no tag was asked for"};
    }
    HttpRequest request(url_of(newest->tag));
    request.headers.emplace_back("Accept", std::string(kAccept));
    // No `A-IM: feed`: the difference it asks for leaves out the items already seen, and these are
    // what proves that none was missed between two answers.
    if (!state.validators.etag.empty()) {
      request.headers.emplace_back("If-None-Match", state.validators.etag);
    }
    if (!state.validators.last_modified.empty()) {
      request.headers.emplace_back("If-Modified-Since", state.validators.last_modified);
    }
    if (!state.token.empty()) {
      request.headers.emplace_back("Authorization", "Bearer " + state.token);
    }
    return request;
  }

  [[nodiscard]] Result<Page> parse(const Task& task, const HttpResponse& response) const override {
    const Newest* newest = std::get_if<Newest>(&task);
    if (newest == nullptr) {
      return Error{Errc::not_found, "a feed has its newest items only"};
    }
    if (response.status == kStatusImUsed) {
      return Error{Errc::wrong_shape, "a difference (226) that was not asked for"};
    }
    if (response.body.size() > kFeedBytesMax) {
      return Error{Errc::too_large, "a feed of more than 5 MiB"};
    }
    const std::string_view content_type = header(response, "content-type").value_or("");
    const std::string base = response.final_url.empty() ? url_of(newest->tag) : response.final_url;
    auto feed = read_feed(to_utf8(response.body, content_type).text, base);
    if (!feed) {
      return feed.error();
    }
    return page_of(*std::move(feed), {url_, per_tag_});
  }

  [[nodiscard]] bool one_answer_for_all_tags() const override { return !per_tag_; }

 private:
  [[nodiscard]] std::string url_of(const Hashtag& tag) const {
    const std::string encoded = url_component(tag.spelled());
    std::string url = url_;
    for (std::size_t at = url.find(kTagPlace); at != std::string::npos;
         at = url.find(kTagPlace, at + encoded.size())) {
      url.replace(at, kTagPlace.size(), encoded);
    }
    return url;
  }

  std::string url_;
  bool per_tag_;
};

constexpr std::array kOptions{
    OptionRow{"source", "match", OptionType::choice, "\"tags\"",
              "Which items are kept: those with a watched tag, also those that match one of "
              "phrases, or all",
              "tags|phrases|all"},
    OptionRow{"source", "phrases", OptionType::text_list, "[]",
              "With match = \"phrases\": what an item may say instead of a tag"},
    OptionRow{"source", "order", OptionType::choice, "\"time\"",
              "none for a search feed, which does not show every item: never more than partial",
              "time|none"},
};

std::unique_ptr<Source> make(const SourceSettings& settings) {
  return std::make_unique<Feed>(settings);
}

// A feed is covered by none but itself: those of one host have different items. Its name stands for
// it, as the network stands in digests and its address may hold a key.
std::string default_network(const SourceSettings& settings) {
  return settings.name;
}

}  // namespace

const SourceKind& feed_source_kind() {
  static const SourceKind kind{.name = "feed",
                               .platform = "RSS, Atom, JSON Feed",
                               .summary = "Any news or tag feed; {tag} in its address is filled in",
                               .order = Order::identity,
                               .pages = false,
                               .budget = {},
                               .make = make,
                               .default_network = default_network,
                               .options = kOptions};
  return kind;
}

}  // namespace tagwatch
