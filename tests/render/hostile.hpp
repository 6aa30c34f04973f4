// A digest in which everything that came from outside tries to get out of its place.
#pragma once

#include <string>
#include <string_view>

#include "tagwatch/digest/value.hpp"

namespace tagwatch::sample {

/// Markup, quotes, template tags, text that reorders or hides, terminal control, formulas.
inline constexpr std::string_view kHostile =
    "</bdi></td></title></style><script>alert(1)</script><img src=x onerror=alert(2)> "
    "\" onmouseover=\"alert(3) ' autofocus {{{evil}}} {{#posts}} {{/posts}} &lt;b&gt; &#60;i&#62; "
    "\xE2\x80\xAEtxet\xE2\x80\xAC \xE2\x81\xA6isolate \xE2\x80\x8Bzero \x1B[31mred \x07 \xC2\x9B"
    "31m nul\x01 \xFF\xC3 end";

/// `view` with `text` in every place that a server or an author fills.
[[nodiscard]] inline DigestView filled_with(DigestView view, std::string_view text) {
  const std::string hostile(text);
  for (auto& [uri, record] : view.records) {
    Post& post = record.post;
    post.author.name = hostile;
    post.author.handle = hostile;
    post.author.url = hostile;
    post.platform = hostile;
    post.text = hostile;
    post.content_warning = hostile;
    post.language = hostile;
    post.mentions = {hostile};
    post.media = {{hostile, hostile, hostile}};
    for (Link& link : post.links) {
      link.title = hostile;
    }
    post.tags = {Hashtag("a" + hostile), Hashtag("b" + hostile), Hashtag("c" + hostile)};
    record.sightings = {{hostile, hostile, record.first_seen}};
    record.topics = {hostile};
  }
  return view;
}

}  // namespace tagwatch::sample
