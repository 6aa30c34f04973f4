// Where digests are made: issued once, shown as often as asked, written beside each other.
//
// Joins the digest (what is said), render (how it looks) and the store, for the commands and for
// the daemon.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "tagwatch/deliver/message.hpp"
#include "tagwatch/digest/build.hpp"
#include "tagwatch/render/files.hpp"
#include "tagwatch/settings/config.hpp"

namespace tagwatch {

struct IssuedDigest {
  DigestView view;
  /// Paths of files of other digests of its date, which the store does not know: kept beside its
  /// own. None where it was issued already.
  std::vector<std::string> earlier;
};

/// What happened to the files of IssuedDigest::earlier, and why probably, for the operator.
[[nodiscard]] std::string earlier_words(Day date, const std::vector<std::string>& earlier);

/// The paths; a PDF that could not be made gets a line in the log.
[[nodiscard]] std::vector<std::string> logged_paths(DigestFiles files);

class DigestDesk {
 public:
  /// `config` is borrowed and must outlive the desk.
  /// Errors: those of Reader::open; io, when the site key of the store or the office's template
  /// cannot be read; config_invalid for a template that says more than a digest has.
  [[nodiscard]] static Result<DigestDesk> open(const Config& config,
                                               std::span<const SourceKind> kinds);

  /// The issued digest of `date`, else a preview of it.
  [[nodiscard]] Result<DigestView> show(const Reader& reader, Day date, Instant now) const;
  /// A preview of the days from `first` to `last`; issues nothing.
  [[nodiscard]] Result<DigestView> show(const Reader& reader, Day first, Day last,
                                        Instant now) const;
  /// Today's preview, with everything that waits for an answer now: what digests told and nobody
  /// closed, and what came since, oldest first.
  [[nodiscard]] Result<DigestView> waiting(const Reader& reader, Instant now) const;
  /// Issues the digest of `date`, which is unwritten until write_issued or Writer::note_written;
  /// one that is issued already is given as it is. Files of another digest of that date in
  /// `folders` get other names first, so that none is overwritten. Errors: usage where the chain
  /// does not go on there; those of check_clock, the store and the files.
  [[nodiscard]] Result<IssuedDigest> issue(Writer& writer, Day date, Instant now,
                                           const std::vector<std::string>& folders) const;

  /// One format, as bytes.
  [[nodiscard]] Result<std::string> render(const DigestView& view, DigestFormat format) const;
  /// Writes every format of `formats` into `folder`.
  [[nodiscard]] Result<DigestFiles> write(const DigestView& view,
                                          const std::vector<DigestFormat>& formats,
                                          const std::string& folder) const;
  /// The same for an issued digest, which is written then, and the archive's files. Gives the
  /// logged_paths of the digest.
  [[nodiscard]] Result<std::vector<std::string>> write_issued(
      Writer& writer, const DigestView& view, const std::vector<DigestFormat>& formats,
      const std::string& folder) const;

  /// Whether the configuration asks for the feed.
  [[nodiscard]] bool has_feed() const { return has_feed_; }
  /// Writes the archive's page, and its feed where `has_feed`, into `folder` and gives the paths.
  [[nodiscard]] Result<std::vector<std::string>> write_archive(const Reader& reader,
                                                               const std::string& folder,
                                                               bool has_feed) const;
  /// The feed of issued digests, with links to the files in `folder`. Errors: not_found where none
  /// is issued; those of the store.
  [[nodiscard]] Result<std::string> feed(const Reader& reader, const std::string& folder) const;
  /// The issued digest of `date` as a mail. The same as long as nothing that it shows is deleted.
  /// Errors: not_found; those of rendering and of the store.
  [[nodiscard]] Result<Letter> letter(const Reader& reader, Day date) const;
  /// Writes the files of the issued digest of `date` into `folder`, and where it is the last one
  /// also `latest.html`. Errors: not_found; those of the store and of the files.
  [[nodiscard]] Result<void> put_into(const Reader& reader, Day date,
                                      const std::string& folder) const;

  [[nodiscard]] const std::string& site_key() const { return options_.site_key; }

 private:
  DigestDesk(DigestOptions options, std::string html_template, std::vector<DigestFormat> formats,
             bool has_feed)
      : options_(std::move(options)),
        html_template_(std::move(html_template)),
        formats_(std::move(formats)),
        has_feed_(has_feed) {}
  DigestOptions options_;
  std::string html_template_;
  std::vector<DigestFormat> formats_;  // of the configuration
  bool has_feed_;
};

}  // namespace tagwatch
