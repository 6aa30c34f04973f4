#include "tagwatch/deliver/courier.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tagwatch {
namespace {

using namespace std::chrono_literals;

// The first repeat comes after about 5 minutes, as greylisting wants, and each next one after twice
// as long.
constexpr Duration kFirstRepeat = 5min;
constexpr Duration kLongestRepeat = 2h;
// A clock that runs ahead once gives nothing up: a server is asked so often first.
constexpr int kTriesMin = 8;

}  // namespace

Courier::Courier(std::vector<Delivery> deliveries, Press press, StoreAccess store,
                 const Clock& clock, std::uint64_t seed, std::function<bool()> stopped)
    : deliveries_(std::move(deliveries)),
      press_(std::move(press)),
      store_(std::move(store)),
      clock_(clock),
      random_(seed),
      stopped_(std::move(stopped)) {}

const Delivery* Courier::find(const OutboxRow& row) const {
  const auto found =
      std::find_if(deliveries_.begin(), deliveries_.end(), [&row](const Delivery& each) {
        return each.name == row.delivery &&
               std::find(each.recipients.begin(), each.recipients.end(), row.recipient) !=
                   each.recipients.end();
      });
  return found == deliveries_.end() ? nullptr : &*found;
}

bool Courier::waits_for_a_person(const OutboxRow& row) const {
  const Delivery* delivery = find(row);
  return delivery != nullptr && delivery->hold && row.state == OutboxState::in_doubt;
}

std::vector<OutboxRow> Courier::due(std::vector<OutboxRow> rows, Instant now) const {
  std::erase_if(rows, [&](const OutboxRow& row) {
    const bool old = now - row.made >= kDeliveryGivenUpAfter;
    const bool waits = row.next_try > now || waits_for_a_person(row);
    return !is_open(row.state) || (waits && !old);
  });
  return rows;
}

Result<std::vector<OutboxRow>> Courier::deliver(std::vector<OutboxRow> rows, bool held_too) {
  AwayServers away;
  for (OutboxRow& row : rows) {
    if (stopped_ && stopped_()) {
      break;
    }
    if (!is_open(row.state)) {
      continue;
    }
    if (auto done = deliver_one(row, held_too, away); !done) {
      return done.error();
    }
  }
  return rows;
}

Result<void> Courier::deliver_one(OutboxRow& row, bool held_too, AwayServers& away) {
  const bool old = clock_.now() - row.made >= kDeliveryGivenUpAfter;
  if (old && (row.tries >= kTriesMin || waits_for_a_person(row)) && !held_too) {
    const std::string last = row.answer.empty() ? "" : "; the last answer: " + row.answer;
    return note(row, {MailAnswer::permanent, "given up after two days" + last, false});
  }
  const Delivery* delivery = find(row);
  if (delivery == nullptr) {
    return note(row, {MailAnswer::permanent, "the configuration delivers there no more", false});
  }
  if (waits_for_a_person(row) && !held_too) {
    return {};
  }
  if (delivery->kind == Delivery::Kind::directory) {
    return note(row, put(row));
  }
  if (const auto known = away.find(row.delivery); known != away.end()) {
    return note(row, known->second);
  }
  const MailOutcome outcome = mail(row, *delivery);
  if (outcome.of_server) {
    away.emplace(row.delivery, outcome);
  }
  return note(row, outcome);
}

Result<std::string> Courier::bytes_of(const OutboxRow& row, const Delivery& delivery) {
  if (row.bytes) {
    return *row.bytes;
  }
  Result<Letter> letter = Letter();
  store_([&](Writer& writer) { letter = press_.letter(writer.reader(), row.day); });
  return letter ? compose(*letter, {delivery.from, row.recipient, row.key})
                : Result<std::string>(letter.error());
}

MailOutcome Courier::mail(const OutboxRow& row, const Delivery& delivery) {
  Result<std::string> bytes = bytes_of(row, delivery);
  if (!bytes) {
    return {MailAnswer::temporary, describe(bytes.error()), false};
  }
  MailHooks hooks;
  hooks.stopped = stopped_;
  hooks.before_message = [&]() {
    Result<void> noted;
    store_([&](Writer& writer) { noted = writer.note_in_doubt(row, *bytes); });
    return noted;
  };
  return send_mail(delivery.server, {delivery.from, row.recipient, *bytes}, hooks);
}

MailOutcome Courier::put(const OutboxRow& row) {
  Result<void> written;
  store_([&](Writer& writer) { written = press_.put(writer.reader(), row.day, row.recipient); });
  return written ? MailOutcome{MailAnswer::accepted, "written", false}
                 : MailOutcome{MailAnswer::temporary, describe(written.error()), false};
}

// What was in doubt before stays so until a server takes or refuses it for good: that it was not
// taken this time says nothing of the time before.
Result<void> Courier::note(OutboxRow& row, const MailOutcome& tried) {
  switch (tried.answer) {
    case MailAnswer::accepted:
      row.state = OutboxState::sent;
      break;
    case MailAnswer::permanent:
      row.state = OutboxState::dead;
      break;
    case MailAnswer::in_doubt:
      row.state = OutboxState::in_doubt;
      break;
    case MailAnswer::temporary:
      row.state = row.state == OutboxState::in_doubt ? OutboxState::in_doubt : OutboxState::failed;
      break;
  }
  ++row.tries;
  row.next_try = next_try(row.tries);
  row.answer = tried.words;
  Result<void> noted;
  store_([&](Writer& writer) { noted = writer.note_outcome(row); });
  return noted;
}

Instant Courier::next_try(int tries) {
  Duration wait = kFirstRepeat;
  for (int each = 1; each < tries && wait < kLongestRepeat; ++each) {
    wait *= 2;
  }
  wait = std::min(wait, kLongestRepeat);
  // Between half of it and one and a half times as much, so that a full server is not met at once
  // by all who wait for it.
  std::uniform_int_distribution<Duration::rep> jitter(0, wait.count());
  return clock_.now() + wait / 2 + Duration(jitter(random_));
}

}  // namespace tagwatch
