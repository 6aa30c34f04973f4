// The digest from the store: facts of a window, counts, coverage, ranges, rank, in one value.
//
// A value is a function of the store's rows, the options and `now`: the same input gives the same
// bytes. Building changes nothing; only issue() writes.
#pragma once

#include <optional>

#include "tagwatch/digest/options.hpp"
#include "tagwatch/digest/value.hpp"
#include "tagwatch/store/reader.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch {

/// The days to speak of: `last`, and before it those from `first` on as its missed days. Without
/// `first` the chain decides.
struct DigestDays {
  explicit DigestDays(Day last_) : last(last_) {}
  DigestDays(Day first_, Day last_) : first(first_), last(last_) {}
  std::optional<Day> first;
  Day last;
};

/// A preview of `days` as the store stands `now`. A day that can be issued is shown as it would be;
/// the day that runs as far as it has come; any other from what the store holds of it.
/// Errors: those of the store; config_invalid for phrases that cannot be compiled; usage for days
/// in the wrong order or to come.
[[nodiscard]] Result<DigestValue> build_value(const Reader& reader, const DigestOptions& options,
                                              DigestDays days, Instant now);

/// The window that the digest of `date` would be issued with. Errors: as issue().
[[nodiscard]] Result<Window> issue_window(const Reader& reader, const DigestOptions& options,
                                          Day date, Instant now);

/// Issues the digest of `date`: its value and hash, and its number in every post that it reports,
/// in one transaction. `issued_before`: another digest of that date is known from its files.
/// Errors: usage, in words, when the day cannot be issued; those of the store.
[[nodiscard]] Result<DigestRow> issue(Writer& writer, const DigestOptions& options, Day date,
                                      Instant now, bool issued_before = false);

/// The value with the posts that it refers to and all sentences, as they may be shown now.
/// Errors: config_invalid for a zone that this machine does not know; those of the store.
[[nodiscard]] Result<DigestView> view(const DigestValue& value, const Reader& reader);

/// The issued digest of `date`, ready to render. Errors: not_found; those of the store.
[[nodiscard]] Result<DigestView> issued_view(const Reader& reader, Day date);

/// An issued digest as the archive lists it: never changes, and holds no text of anybody's.
struct ArchiveEntry {
  Day date{};
  std::string digest_id;
  Instant issued_at{};
  std::string subject;
  std::vector<std::string> headline;
  friend bool operator==(const ArchiveEntry&, const ArchiveEntry&) = default;
};

/// Errors: as issued_view.
[[nodiscard]] Result<ArchiveEntry> archive_entry(const Reader& reader, Day date);
/// Of every issued digest, newest first. Errors: those of the store.
[[nodiscard]] Result<std::vector<ArchiveEntry>> archive_entries(const Reader& reader);

}  // namespace tagwatch
