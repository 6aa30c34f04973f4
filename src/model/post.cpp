#include "tagwatch/model/post.hpp"

#include <array>

namespace tagwatch {
namespace {

constexpr std::array<std::string_view, 6> kKindNames{"post",  "reply",   "repost",
                                                     "quote", "article", "video"};

}  // namespace

std::string_view name(PostKind kind) {
  return kKindNames.at(static_cast<std::size_t>(kind));
}

PostKind post_kind_from_name(std::string_view name) {
  for (std::size_t index = 0; index < kKindNames.size(); ++index) {
    if (kKindNames[index] == name) {
      return static_cast<PostKind>(index);
    }
  }
  return PostKind::post;
}

}  // namespace tagwatch
