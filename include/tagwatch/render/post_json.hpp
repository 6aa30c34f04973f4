// Posts for other programs: `tagwatch.post/1` (config/schema/post.schema.json) as NDJSON, as a JSON
// array, and as CSV. Used by exports and by the list beside a digest.
#pragma once

#include <string>

#include "tagwatch/store/records.hpp"

namespace tagwatch {

/// What is written of a post whose author asks not to be shown.
enum class Disclosure {
  quoted,      ///< its text, author, links and media stay away; it is counted, and says so
  everything,  ///< as it is stored: for an office that keeps its own records
};

/// One post as one JSON object on one line, without a newline. Of a deleted post only its identity,
/// its times, its matches and its sightings are left, whatever the record holds. Pure.
[[nodiscard]] std::string post_json(const PostRecord& record, Disclosure disclosure);

enum class PostFormat { ndjson, json, csv };

/// Writes a list of posts piece by piece, so that a million of them need no memory:
/// begin(), then next() for each, then end(); the pieces put together are the file.
class PostListWriter {
 public:
  PostListWriter(PostFormat format, Disclosure disclosure)
      : format_(format), disclosure_(disclosure) {}

  [[nodiscard]] std::string begin() const;
  [[nodiscard]] std::string next(const PostRecord& record);
  [[nodiscard]] std::string end() const;

 private:
  PostFormat format_;
  Disclosure disclosure_;
  bool first_ = true;
};

/// The posts that a digest reports, in the order of exports (created, then uri), as NDJSON. What is
/// withheld stays away.
struct DigestView;
[[nodiscard]] std::string posts_ndjson(const DigestView& view);
/// The same as CSV: the day that the digest counts the post to, its place there, then the columns
/// of exports.
[[nodiscard]] std::string posts_csv(const DigestView& view);

}  // namespace tagwatch
