#include "app/delivery_desk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "app/moment.hpp"

namespace tagwatch {
namespace {

std::vector<Delivery> deliveries_of(const Config& config) {
  std::vector<Delivery> deliveries;
  for (const DeliverySettings& each : config.deliveries) {
    Delivery delivery;
    delivery.name = each.name;
    if (each.kind == DeliverySettings::Kind::directory) {
      delivery.kind = Delivery::Kind::directory;
      delivery.recipients = {each.path.string()};
    } else {
      delivery.recipients = each.to;
      delivery.from = each.from;
      delivery.server = {each.host, each.port,     each.tls,
                         each.user, each.password, each.ca_file.string()};
      delivery.hold = each.hold;
    }
    deliveries.push_back(std::move(delivery));
  }
  return deliveries;
}

Press press_of(const DigestDesk& desk) {
  return {[&desk](const Reader& reader, Day day) { return desk.letter(reader, day); },
          [&desk](const Reader& reader, Day day, const std::string& folder) {
            return desk.put_into(reader, day, folder);
          }};
}

std::string notice_text(Day day, const Error& why) {
  return fmt::format(
      "There is no digest of {} {}, because it could not be issued:\n\n"
      "    {}\n\n"
      "The posts of that day are kept, and are reported once this is mended. This notice\n"
      "comes once for each day.\n",
      weekday_name(day), format_long_day(day), describe(why));
}

const DeliverySettings* settings_of(const OutboxRow& row, const Config& config) {
  const auto found =
      std::find_if(config.deliveries.begin(), config.deliveries.end(),
                   [&row](const DeliverySettings& each) { return each.name == row.delivery; });
  return found == config.deliveries.end() ? nullptr : &*found;
}

}  // namespace

DeliveryDesk::DeliveryDesk(const Config& config, const DigestDesk& desk, const Clock& clock,
                           StoreAccess store, std::function<bool()> stopped)
    : config_(config),
      desk_(desk),
      clock_(clock),
      store_(store),
      courier_(deliveries_of(config), press_of(desk), std::move(store), clock,
               std::random_device()(), std::move(stopped)) {}

// Of mail its Message-ID, so that a server can tell a repeat.
std::string DeliveryDesk::key_of(const OutboxRow& row) const {
  const DeliverySettings* settings = settings_of(row, config_);
  const std::string about = fmt::format("{}\n{}\n{}\n{}\n{}", format_day(row.day), name(row.kind),
                                        row.delivery, row.recipient, row.sending);
  return message_id(desk_.site_key(), about, settings == nullptr ? "" : settings->from);
}

std::vector<OutboxRow> DeliveryDesk::rows_of(Day day, OutboxKind kind) const {
  std::vector<OutboxRow> rows;
  for (const Delivery& delivery : deliveries_of(config_)) {
    if (kind == OutboxKind::no_digest && delivery.kind != Delivery::Kind::email) {
      continue;
    }
    for (const std::string& recipient : delivery.recipients) {
      OutboxRow row;
      row.day = day;
      row.kind = kind;
      row.delivery = delivery.name;
      row.recipient = recipient;
      row.key = key_of(row);
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

Result<void> DeliveryDesk::put_digest(Writer& writer, Day day) const {
  const auto added = writer.add_to_outbox(rows_of(day, OutboxKind::digest));
  return added ? Result<void>() : added.error();
}

Result<void> DeliveryDesk::put_recent_digests(Writer& writer) const {
  const auto digests = writer.reader().digests();
  if (!digests) {
    return digests.error();
  }
  for (const DigestRow& digest : *digests) {
    if (clock_.now() - digest.issued_at < kDeliveryGivenUpAfter) {
      if (auto put = put_digest(writer, digest.date); !put) {
        return put;
      }
    }
  }
  return {};
}

Result<void> DeliveryDesk::put_notice(Writer& writer, Day day, const Error& why) const {
  Letter letter;
  letter.subject = fmt::format("[tagwatch] No digest of {} {}", weekday_name(day).substr(0, 3),
                               format_short_day(day));
  letter.text = notice_text(day, why);
  letter.date = clock_.now();
  std::vector<OutboxRow> rows = rows_of(day, OutboxKind::no_digest);
  for (OutboxRow& row : rows) {
    const DeliverySettings* settings = settings_of(row, config_);
    auto bytes = compose(letter, {settings->from, row.recipient, row.key});
    if (!bytes) {
      return bytes.error();
    }
    row.bytes = std::move(*bytes);
  }
  const auto added = writer.add_to_outbox(rows);
  return added ? Result<void>() : added.error();
}

Result<void> DeliveryDesk::put_again(Writer& writer, Day day) const {
  const auto there = writer.reader().outbox(day, day);
  if (!there) {
    return there.error();
  }
  std::vector<OutboxRow> rows = rows_of(day, OutboxKind::digest);
  for (OutboxRow& row : rows) {
    for (const OutboxRow& each : *there) {
      const bool same =
          each.kind == row.kind && each.delivery == row.delivery && each.recipient == row.recipient;
      if (same) {
        row.sending = is_open(each.state) ? each.sending : each.sending + 1;
      }
    }
    row.key = key_of(row);
  }
  const auto added = writer.add_to_outbox(rows);
  return added ? Result<void>() : added.error();
}

Result<std::vector<OutboxRow>> DeliveryDesk::deliver_day(Day day, bool held_too) {
  Result<std::vector<OutboxRow>> open = std::vector<OutboxRow>();
  store_([&](Writer& writer) { open = writer.reader().open_outbox(); });
  if (!open) {
    return open;
  }
  std::vector<OutboxRow> of_day;
  std::vector<OutboxRow> others;
  for (OutboxRow& row : *open) {
    (row.day == day ? of_day : others).push_back(std::move(row));
  }
  if (auto tried = courier_.deliver(std::move(of_day), held_too); !tried) {
    return tried;
  }
  const auto tried = courier_.deliver(courier_.due(std::move(others), clock_.now()), false);
  if (!tried) {
    return tried;
  }
  store_([&](Writer& writer) { open = writer.reader().outbox(day, day); });
  if (open) {
    open->insert(open->end(), tried->begin(), tried->end());
  }
  return open;
}

Result<std::vector<OutboxRow>> DeliveryDesk::deliver_due() {
  Result<std::vector<OutboxRow>> open = std::vector<OutboxRow>();
  store_([&](Writer& writer) { open = writer.reader().open_outbox(); });
  return open ? courier_.deliver(courier_.due(std::move(*open), clock_.now()), false) : open;
}

std::string delivery_words(const OutboxRow& row, const Config& config) {
  const DeliverySettings* settings = settings_of(row, config);
  const bool held = settings != nullptr && settings->hold && row.state == OutboxState::in_doubt;
  const std::string again =
      held ? "; `tagwatch digest --deliver --again --date " + format_day(row.day) +
                 "` sends it once more"
           : "; tried again from " + local_moment(row.next_try, config.monitor.timezone) + " on";
  std::string state;
  switch (row.state) {
    case OutboxState::pending:
      state = "waits";
      break;
    case OutboxState::failed:
      state = "not sent yet";
      break;
    case OutboxState::in_doubt:
      state = "in doubt";
      break;
    case OutboxState::sent:
      state = "sent";
      break;
    case OutboxState::dead:
      state = "given up";
      break;
  }
  return fmt::format("{} {}: {}{}{}{}", row.delivery, row.recipient,
                     row.kind == OutboxKind::no_digest ? "notice that there is no digest, " : "",
                     state, row.answer.empty() ? "" : " (" + row.answer + ")",
                     is_open(row.state) ? again : "");
}

}  // namespace tagwatch
