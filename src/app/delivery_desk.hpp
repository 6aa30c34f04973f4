// Where digests are handed out: what is put into the outbox, what is tried, and how it is told.
//
// Joins the desk where digests are made, the outbox and the courier, for the commands and for the
// daemon.
#pragma once

#include <string>
#include <vector>

#include "app/digest_desk.hpp"
#include "tagwatch/deliver/courier.hpp"
#include "tagwatch/settings/config.hpp"

namespace tagwatch {

class DeliveryDesk {
 public:
  /// All but the last two are borrowed and must outlive the desk; `stopped` is the courier's.
  DeliveryDesk(const Config& config, const DigestDesk& desk, const Clock& clock, StoreAccess store,
               std::function<bool()> stopped = {});

  /// False: nothing is configured.
  [[nodiscard]] bool any() const { return !config_.deliveries.empty(); }

  // On the store's thread ------------------------------------------------------------------------

  /// Puts the issued digest of `day` into the outbox, once for each recipient.
  [[nodiscard]] Result<void> put_digest(Writer& writer, Day day) const;
  /// The same for each digest issued within two days: a process may have been killed before it did.
  [[nodiscard]] Result<void> put_recent_digests(Writer& writer) const;
  /// Puts a mail there that says why there is no digest of `day`, once a day.
  [[nodiscard]] Result<void> put_notice(Writer& writer, Day day, const Error& why) const;
  /// Puts the digest of `day` there once more for whom it was sent to, or was given up for.
  [[nodiscard]] Result<void> put_again(Writer& writer, Day day) const;

  // On any other thread; these block as long as servers take --------------------------------------

  /// Tries what is open of `day`, and what of other days is due; gives all rows of `day` as they
  /// are then, and what was tried of the others. `held_too`: also what is in doubt and waits for a
  /// person. Errors: those of the store.
  [[nodiscard]] Result<std::vector<OutboxRow>> deliver_day(Day day, bool held_too);
  /// Tries what is due; gives what it tried. Errors: those of the store.
  [[nodiscard]] Result<std::vector<OutboxRow>> deliver_due();

 private:
  [[nodiscard]] std::vector<OutboxRow> rows_of(Day day, OutboxKind kind) const;
  [[nodiscard]] std::string key_of(const OutboxRow& row) const;

  const Config& config_;
  const DigestDesk& desk_;
  const Clock& clock_;
  StoreAccess store_;
  Courier courier_;
};

/// "email press@example.org: sent (250 2.0.0 queued)". For a person; not made safe for a terminal.
[[nodiscard]] std::string delivery_words(const OutboxRow& row, const Config& config);

}  // namespace tagwatch
