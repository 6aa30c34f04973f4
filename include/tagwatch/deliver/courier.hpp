// Brings what is in the outbox to whom it is for: mail, folders.
//
// A row is tried until it is sent, refused for good, or two days old. Each step is committed before
// the next one begins, so that a kill at any point leaves it to be tried again, never forgotten.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tagwatch/deliver/message.hpp"
#include "tagwatch/net/mailer.hpp"
#include "tagwatch/store/writer.hpp"

namespace tagwatch {

/// One [[delivery]].
struct Delivery {
  enum class Kind { email, directory };
  std::string name;
  Kind kind = Kind::email;
  std::vector<std::string> recipients;  ///< addresses, or the one folder
  std::string from;                     ///< of mail
  MailServer server;                    ///< of mail
  bool hold = false;                    ///< what is in doubt waits for a person, else it goes again
};

/// Where digests come from. Both read the store, and are called where it is accessed.
struct Press {
  std::function<Result<Letter>(const Reader& reader, Day day)> letter;
  /// Writes the files of the digest of `day` into `folder`.
  std::function<Result<void>(const Reader& reader, Day day, const std::string& folder)> put;
};

/// Calls the work where the store's writer may be used, and returns when it is done.
using StoreAccess = std::function<void(const std::function<void(Writer& writer)>& work)>;

/// After so long a sending is given up.
inline constexpr Duration kDeliveryGivenUpAfter = std::chrono::hours(48);

class Courier {
 public:
  /// `clock` must outlive the courier. `seed` feeds the jitter of repeats. `stopped` is asked about
  /// once a second while a mail is handed over: true ends that.
  Courier(std::vector<Delivery> deliveries, Press press, StoreAccess store, const Clock& clock,
          std::uint64_t seed, std::function<bool()> stopped = {});

  /// Tries each open row of `rows` once, due or not, and gives them as they are then. What is in
  /// doubt and held is left alone unless `held_too`. Where a server cannot be reached it is asked
  /// once, and all of its mail waits. Blocks as long as the servers take. One thread
  /// at a time. Errors: those of the store; what failed on its way is in the rows.
  [[nodiscard]] Result<std::vector<OutboxRow>> deliver(std::vector<OutboxRow> rows, bool held_too);

  /// Those of `rows` that are to be tried at `now`.
  [[nodiscard]] std::vector<OutboxRow> due(std::vector<OutboxRow> rows, Instant now) const;

 private:
  using AwayServers = std::map<std::string, MailOutcome>;  // by the delivery's name
  [[nodiscard]] Result<void> deliver_one(OutboxRow& row, bool held_too, AwayServers& away);
  [[nodiscard]] Result<std::string> bytes_of(const OutboxRow& row, const Delivery& delivery);
  [[nodiscard]] MailOutcome mail(const OutboxRow& row, const Delivery& delivery);
  [[nodiscard]] MailOutcome put(const OutboxRow& row);
  [[nodiscard]] Result<void> note(OutboxRow& row, const MailOutcome& tried);
  [[nodiscard]] const Delivery* find(const OutboxRow& row) const;
  [[nodiscard]] bool waits_for_a_person(const OutboxRow& row) const;
  [[nodiscard]] Instant next_try(int tries);

  std::vector<Delivery> deliveries_;
  Press press_;
  StoreAccess store_;
  const Clock& clock_;
  std::mt19937_64 random_;
  std::function<bool()> stopped_;
};

}  // namespace tagwatch
