#include "bluesky_text.hpp"

#include <algorithm>
#include <utility>

#include "post_fields.hpp"
#include "tagwatch/text/ascii.hpp"
#include "tagwatch/text/extract.hpp"
#include "tagwatch/text/url.hpp"

namespace tagwatch {
namespace {

struct Range {
  std::size_t start = 0;
  std::size_t end = 0;
};

bool begins_character(std::string_view text, std::size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

// Where a facet stands; nullopt when that is no range of whole characters of `text`.
std::optional<Range> range_of(const BlueskyFacet& facet, std::string_view text) {
  const auto start = static_cast<std::uint64_t>(facet.start.value_or(-1));
  const auto end = static_cast<std::uint64_t>(facet.end.value_or(-1));
  if (start >= end || end > text.size() || !begins_character(text, start) ||
      !begins_character(text, end)) {
    return std::nullopt;
  }
  return Range{start, end};
}

// An address as people write it: without scheme and "www.", and without the dots where it was cut.
std::string bare(std::string_view address) {
  std::string text = ascii_lower(address);
  for (const std::string_view begin : {"https://", "http://", "www."}) {
    if (text.starts_with(begin)) {
      text.erase(0, begin.size());
    }
  }
  for (const std::string_view cut : {"...", "…"}) {
    if (text.ends_with(cut)) {
      text.resize(text.size() - cut.size());
    }
  }
  return text;
}

// True when a reader takes `shown` for the address of a link that leads to `url`.
bool stands_for(std::string_view shown, std::string_view url) {
  const std::string begin = bare(shown);
  return reads_as_address(shown) ||
         (begin.find('.') != std::string::npos && bare(url).starts_with(begin));
}

// The handle in the text of a mention, which may stand in brackets or between spaces.
std::string mentioned(std::string_view shown, const std::string& did) {
  const std::size_t sign = shown.find('@');
  if (sign != std::string_view::npos) {
    std::string_view handle = shown.substr(sign + 1);
    const auto end = std::find_if_not(handle.begin(), handle.end(), [](char letter) {
      return is_ascii_letter(letter) || is_ascii_digit(letter) || letter == '.' || letter == '-';
    });
    handle = handle.substr(0, static_cast<std::size_t>(end - handle.begin()));
    while (handle.ends_with('.')) {
      handle.remove_suffix(1);
    }
    if (handle.find('.') != std::string_view::npos) {
      return "@" + std::string(handle);
    }
  }
  return "@" + one_line_of(did);
}

template <class Value>
void add_once(std::vector<Value>& values, Value value) {
  if (std::find(values.begin(), values.end(), value) == values.end()) {
    values.push_back(std::move(value));
  }
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  BlueskyText read(const std::vector<BlueskyFacet>& facets) {
    for (const BlueskyFacet& facet : facets) {
      take(facet);
    }
    plain_.text += text_.substr(copied_);
    plain_.text = paragraphs_of(plain_.text);
    if (!any_tag_) {
      plain_.tags = hashtags_in(text_);
    }
    return std::move(plain_);
  }

 private:
  void take(const BlueskyFacet& facet) {
    const auto range = range_of(facet, text_);
    const std::string_view shown =
        range ? text_.substr(range->start, range->end - range->start) : std::string_view();
    for (const std::string& spelled : facet.tags) {
      any_tag_ = true;
      Hashtag tag(one_line_of(spelled));
      if (tag.valid()) {
        add_once(plain_.tags, std::move(tag));
      }
    }
    for (const std::string& did : facet.mentions) {
      add_once(plain_.mentions, mentioned(shown, did));
    }
    for (const std::string& link : facet.links) {
      if (const auto target = resolve_url("", link)) {
        const std::string url = without_tracking(*target);
        add_once(plain_.links, Link{url, ""});
        if (range) {
          write_in_full(*range, url);
        }
      }
    }
  }

  void write_in_full(Range range, const std::string& url) {
    const std::string_view shown = text_.substr(range.start, range.end - range.start);
    const std::string_view address = without_ascii_space_around(shown);
    if (range.start < copied_ || !stands_for(address, url)) {
      return;
    }
    const std::size_t start = static_cast<std::size_t>(address.data() - text_.data());
    plain_.text += text_.substr(copied_, start - copied_);
    plain_.text += url;
    copied_ = start + address.size();
  }

  std::string_view text_;
  std::size_t copied_ = 0;  // bytes of the text that are in plain_.text
  bool any_tag_ = false;
  BlueskyText plain_;
};

}  // namespace

BlueskyText read_bluesky_text(std::string_view text, std::vector<BlueskyFacet> facets) {
  std::stable_sort(facets.begin(), facets.end(), [](const BlueskyFacet& a, const BlueskyFacet& b) {
    return a.start.value_or(0) < b.start.value_or(0);
  });
  return Reader(text).read(facets);
}

}  // namespace tagwatch
