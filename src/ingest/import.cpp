#include "tagwatch/ingest/import.hpp"

#include <algorithm>
#include <array>
#include <istream>
#include <iterator>

#include "ingest/exported_post.hpp"
#include "ingest/json_pieces.hpp"
#include "tagwatch/sources/jetstream.hpp"

namespace tagwatch {
namespace {

constexpr std::size_t kPostsPerCommit = 500;
// Bytes of a file that is one answer, from which on it is read no further: its parser refuses far
// shorter ones.
constexpr std::size_t kAnswerBytesMax = 16U << 20;

Result<Page> read_answer(const Source& source, std::string_view piece) {
  HttpResponse response;
  response.status = 200;
  response.body = piece;
  const Newest of_any_tag{Hashtag()};  // it may have been saved from anywhere on the server
  return source.parse(of_any_tag, response);
}

Result<Page> read_element(const Source& source, std::string_view piece) {
  return read_answer(source, "[" + std::string(piece) + "]");
}

Result<Page> read_event(const Source& /*source*/, std::string_view piece) {
  return parse_jetstream_event(piece);
}

// ONE LINE A KIND.
constexpr std::array kKinds{
    ImportKind{"mastodon", "statuses as Mastodon's API gives them", "mastodon", true, read_element},
    ImportKind{"bluesky", "answers of Bluesky's search", "bluesky", true, read_answer},
    ImportKind{"jetstream", "events of Bluesky's Jetstream", "bluesky", true, read_event},
    ImportKind{"feed", "an RSS, Atom or JSON feed", "feed", false, read_answer},
    ImportKind{"tagwatch", "an export of tagwatch (NDJSON or JSON)", "", true, nullptr},
};

// The whole of `in`, or what is enough to be refused.
std::string read_whole(std::istream& in) {
  std::string body(kAnswerBytesMax, '\0');
  in.read(body.data(), static_cast<std::streamsize>(body.size()));
  body.resize(static_cast<std::size_t>(in.gcount()));
  return body;
}

}  // namespace

std::span<const ImportKind> import_kinds() {
  return kKinds;
}

const ImportKind* find_import_kind(std::string_view name) {
  const auto found = std::find_if(kKinds.begin(), kKinds.end(),
                                  [name](const ImportKind& kind) { return kind.name == name; });
  return found == kKinds.end() ? nullptr : &*found;
}

// One file on its way into the store.
class Importer::Reading {
 public:
  Reading(const Importer& importer, const Complain& complain)
      : importer_(importer), complain_(complain) {
    if (importer_.timeline_ != nullptr) {
      batch_.timeline = importer_.timeline_->id;
      batch_.origin = Origin::imported;
      batch_.askable = *importer_.timeline_->askable;
    }
  }

  [[nodiscard]] Result<void> take(std::int64_t line, std::string_view piece) {
    return importer_.timeline_ == nullptr ? take_record(line, piece) : take_answer(line, piece);
  }

  [[nodiscard]] Result<void> take_pieces(std::istream& in) {
    JsonPieces pieces(in);
    JsonPiece piece;
    while (pieces.next(piece)) {
      if (piece.too_large) {
        refuse(piece.line, {Errc::too_large, "a value of more than 5 MiB"});
        continue;
      }
      if (auto taken = take(piece.line, piece.text); !taken) {
        return taken;
      }
    }
    if (pieces.cut_off()) {
      refuse(pieces.line(),
             {Errc::malformed_payload, "the list is not closed: the end is missing"});
    }
    const bool may_be_blank = importer_.timeline_ == nullptr;  // an export of an empty store is
    if (pieces.blank() && !may_be_blank) {
      refuse(1, {Errc::malformed_payload, "it is empty"});
    }
    return {};
  }

  void refuse(std::int64_t line, const Error& error) {
    ++report_.broken;
    complain_(line, error);
  }

  [[nodiscard]] Result<ImportReport> finish() {
    if (auto stored = store(); !stored) {
      return stored.error();
    }
    if (report_.posts == 0 && report_.passed_over > 0) {
      refuse(1, {Errc::wrong_shape, "nothing in it is a public post"});
    }
    return report_;
  }

 private:
  [[nodiscard]] Result<void> take_record(std::int64_t line, std::string_view piece) {
    Result<PostRecord> record = exported_.read(piece);
    if (!record) {
      refuse(line, record.error());
      return {};
    }
    ++report_.posts;
    ++report_.kept;
    records_.push_back(std::move(*record));
    return records_.size() < kPostsPerCommit ? Result<void>() : store();
  }

  [[nodiscard]] Result<void> take_answer(std::int64_t line, std::string_view piece) {
    const Timeline& timeline = *importer_.timeline_;
    Result<Page> page = importer_.kind_.read(*timeline.source, piece);
    if (!page) {
      refuse(line, page.error());
      return {};
    }
    report_.posts += static_cast<std::int64_t>(page->posts.size());
    report_.passed_over += page->skipped;
    note_gone(*page);
    std::vector<MatchedPost> matched =
        importer_.watchlist_->match(std::move(page->posts), *timeline.settings, *timeline.phrases);
    for (MatchedPost& post : matched) {
      ++report_.kept;
      batch_.posts.push_back(std::move(post));
      if (batch_.posts.size() == kPostsPerCommit) {
        if (auto stored = store(); !stored) {
          return stored;
        }
      }
    }
    return {};
  }

  void note_gone(Page& page) {
    std::move(page.gone.begin(), page.gone.end(), std::back_inserter(batch_.gone));
    std::move(page.gone_prefixes.begin(), page.gone_prefixes.end(),
              std::back_inserter(batch_.gone_prefixes));
  }

  [[nodiscard]] Result<void> store() {
    const bool none_gone = batch_.gone.empty() && batch_.gone_prefixes.empty();
    if (batch_.posts.empty() && records_.empty() && none_gone) {
      return {};
    }
    const Result<Committed> committed = importer_.timeline_ == nullptr
                                            ? importer_.writer_.restore(records_)
                                            : importer_.writer_.commit(batch_);
    if (!committed) {
      return committed.error();
    }
    report_.new_posts += committed->new_posts;
    report_.changed_posts += committed->changed_posts;
    report_.gone_posts += committed->gone_posts;
    batch_.posts.clear();
    batch_.gone.clear();
    batch_.gone_prefixes.clear();
    records_.clear();
    return {};
  }

  const Importer& importer_;
  const Complain& complain_;
  ImportReport report_;
  Batch batch_;
  ExportedPosts exported_;
  std::vector<PostRecord> records_;
};

Result<ImportReport> Importer::read(std::istream& in, const Complain& complain) {
  Reading reading(*this, complain);
  const auto taken = kind_.in_pieces ? reading.take_pieces(in) : reading.take(1, read_whole(in));
  if (!taken) {
    return taken.error();
  }
  if (in.bad()) {
    reading.refuse(1, {Errc::io, "it could not be read to its end"});
  }
  return reading.finish();
}

}  // namespace tagwatch
