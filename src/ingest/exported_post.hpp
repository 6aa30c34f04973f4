// A post of an export (`tagwatch.post/1`), read back.
#pragma once

#include <memory>
#include <string_view>

#include "tagwatch/store/records.hpp"

namespace tagwatch {

class ExportedPosts {
 public:
  ExportedPosts();
  ~ExportedPosts();
  ExportedPosts(const ExportedPosts&) = delete;
  ExportedPosts& operator=(const ExportedPosts&) = delete;

  /// The post as `json` has it; what an export does not say is at its default.
  /// Errors: malformed_payload for what is no JSON; wrong_shape, with the field.
  [[nodiscard]] Result<PostRecord> read(std::string_view json);

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace tagwatch
