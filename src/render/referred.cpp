#include "referred.hpp"

namespace tagwatch::render {
namespace {

const Post* quotable(const DigestView& view, const ReferredCount& count) {
  const auto found = view.records.find(count.uri);
  const bool gone =
      found == view.records.end() || found->second.deleted || found->second.post.withheld;
  return gone ? nullptr : &found->second.post;
}

template <class Item>
const Item* item_of(const std::vector<Item>& items, int index) {
  const bool there = index >= 0 && static_cast<std::size_t>(index) < items.size();
  return there ? &items[static_cast<std::size_t>(index)] : nullptr;
}

}  // namespace

const Author* author_of(const DigestView& view, const ReferredCount& count) {
  const Post* post = quotable(view, count);
  return post == nullptr ? nullptr : &post->author;
}

const Link* link_of(const DigestView& view, const ReferredCount& count) {
  const Post* post = quotable(view, count);
  return post == nullptr ? nullptr : item_of(post->links, count.index);
}

const Hashtag* tag_of(const DigestView& view, const ReferredCount& count) {
  const Post* post = quotable(view, count);
  return post == nullptr ? nullptr : item_of(post->tags, count.index);
}

}  // namespace tagwatch::render
