// The digest's files: their names, and writing them so that a reader never sees half of one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/base/error.hpp"
#include "tagwatch/digest/value.hpp"

namespace tagwatch {

/// `csv`: the posts that the digest reports.
enum class DigestFormat { html, text, json, markdown, csv, pdf };

/// nullopt-free parse of a format's name in the configuration ("html", "text", "json", "markdown",
/// "csv", "pdf");
/// false when there is no such format.
[[nodiscard]] bool digest_format_from_name(std::string_view name, DigestFormat& format);

/// "2026-11-23.html", "2026-11-23.preview.txt", "2026-11-23.posts.csv": made from the date alone.
[[nodiscard]] std::string digest_file_name(const DigestValue& value, DigestFormat format);
/// "2026-11-23.posts.ndjson", "2026-11-23.preview.posts.ndjson".
[[nodiscard]] std::string digest_posts_file_name(const DigestValue& value);

/// The digest in one format. `html_template` "" is the built-in one.
/// Errors: as render_html, render_text, render_markdown and html_to_pdf.
[[nodiscard]] Result<std::string> render_digest(const DigestView& view, DigestFormat format,
                                                std::string_view html_template);

/// What was written of a digest.
struct DigestFiles {
  std::vector<std::string> paths;
  std::optional<Error> no_pdf;  ///< why there is no PDF, where one was asked for
};

/// Writes the digest in every format of `formats` and the list of its posts into `directory`, which
/// is made if it is missing. Gives the paths, in that order, that of the PDF last. Nothing is
/// written unless everything else but the PDF could be rendered.
/// Errors: as render_digest; io, with the path and what to do about it.
[[nodiscard]] Result<DigestFiles> write_digest_files(const DigestView& view,
                                                     const std::vector<DigestFormat>& formats,
                                                     const std::string& directory,
                                                     std::string_view html_template);

/// Gives the files of a digest of `date` in `directory`, previews left out, the names of an earlier
/// digest: "2026-11-23.earlier.html", or "2026-11-23.earlier-2.html" where that is taken. Done
/// again after a kill it goes on; it is durable when it returns. Gives the paths of all files of
/// earlier digests of `date` that are there now. Errors: io, with the path and what to do about it.
[[nodiscard]] Result<std::vector<std::string>> set_digest_files_aside(Day date,
                                                                      const std::string& directory);

/// Removes the files of earlier digests, of every day, from `directory`; gives their paths.
/// Errors: as set_digest_files_aside.
[[nodiscard]] Result<std::vector<std::string>> remove_earlier_digest_files(
    const std::string& directory);

/// Names of the files of the issued digest of `date` in `directory`, the page first, the list of
/// posts last.
[[nodiscard]] std::vector<std::string> digest_files_in(const std::string& directory, Day date);

/// Removes what killed processes left of files that they were writing into `directory`: nobody
/// reads it, and it may quote what is deleted later. write_digest_files does so first.
void remove_left_digest_drafts(const std::string& directory);

/// Replaces `path` by `bytes`: written beside it under another name, made durable, then renamed, so
/// that a reader finds the old file or the new one, also after a power cut. Blocks.
/// Errors: io, with the path and what to do about it.
[[nodiscard]] Result<void> write_file_atomically(const std::string& path, std::string_view bytes);

}  // namespace tagwatch
