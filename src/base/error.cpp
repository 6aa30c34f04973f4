#include "tagwatch/base/error.hpp"

#include <array>
#include <stdexcept>

namespace tagwatch {
namespace {

struct ReasonRow {
  GapReason reason;
  std::string_view name;
  std::string_view words;
};

constexpr std::array kReasons{
    ReasonRow{GapReason::down, "down", "down"},
    ReasonRow{GapReason::refused, "refused", "refused"},
    ReasonRow{GapReason::rate_limited, "rate_limited", "rate-limited"},
    ReasonRow{GapReason::quota_spent, "quota_spent", "quota spent"},
    ReasonRow{GapReason::closed_by_server, "closed_by_server", "closed by the server"},
    ReasonRow{GapReason::cursor_too_old, "cursor_too_old", "cursor too old"},
    ReasonRow{GapReason::window_scrolled_away, "window_scrolled_away", "window scrolled away"},
    ReasonRow{GapReason::bad_answer, "bad_answer", "bad answer"},
    ReasonRow{GapReason::page_limit, "page_limit", "page limit"},
    ReasonRow{GapReason::interrupted, "interrupted", "interrupted"},
    ReasonRow{GapReason::not_running, "not_running", "not running"},
    ReasonRow{GapReason::own_fault, "own_fault", "own fault"},
};

constexpr std::array kTraits{
    ErrorTraits{Errc::unreachable, "unreachable", Disposition::retry, GapReason::down,
                "the server could not be reached"},
    ErrorTraits{Errc::timeout, "timeout", Disposition::retry, GapReason::down,
                "the server did not answer in time"},
    ErrorTraits{Errc::tls, "tls", Disposition::retry, GapReason::down,
                "the secure connection failed"},
    ErrorTraits{Errc::refused, "refused", Disposition::back_off, GapReason::refused,
                "the server refused to answer"},
    ErrorTraits{Errc::login_refused, "login_refused", Disposition::back_off, GapReason::refused,
                "the server does not let the account in"},
    ErrorTraits{Errc::session_ended, "session_ended", Disposition::retry, GapReason::refused,
                "the server ended the account's session"},
    ErrorTraits{Errc::rate_limited, "rate_limited", Disposition::back_off, GapReason::rate_limited,
                "the server asked us to wait"},
    ErrorTraits{Errc::quota_spent, "quota_spent", Disposition::back_off, GapReason::quota_spent,
                "our request budget for this host is used up"},
    ErrorTraits{Errc::gone, "gone", Disposition::back_off, GapReason::refused,
                "there is nothing at this address"},
    ErrorTraits{Errc::http_status, "http_status", Disposition::retry, GapReason::down,
                "the server answered with an error"},
    ErrorTraits{Errc::too_large, "too_large", Disposition::back_off, GapReason::bad_answer,
                "the answer was larger than allowed"},
    ErrorTraits{Errc::malformed_payload, "malformed_payload", Disposition::retry,
                GapReason::bad_answer, "the answer could not be read"},
    ErrorTraits{Errc::wrong_shape, "wrong_shape", Disposition::skip_item, GapReason::bad_answer,
                "the answer lacks a documented field"},
    ErrorTraits{Errc::cursor_too_old, "cursor_too_old", Disposition::retry,
                GapReason::cursor_too_old, "the server no longer has what was asked for"},
    ErrorTraits{Errc::private_address, "private_address", Disposition::back_off,
                GapReason::bad_answer, "the answer led to a private address"},
    ErrorTraits{Errc::store_missing, "store_missing", Disposition::fatal, GapReason::own_fault,
                "there is no store"},
    ErrorTraits{Errc::store_busy, "store_busy", Disposition::retry, GapReason::own_fault,
                "another tagwatch is writing"},
    ErrorTraits{Errc::store_full, "store_full", Disposition::retry, GapReason::own_fault,
                "the disk is full"},
    ErrorTraits{Errc::store_corrupt, "store_corrupt", Disposition::fatal, GapReason::own_fault,
                "the store is damaged"},
    ErrorTraits{Errc::store_failed, "store_failed", Disposition::fatal, GapReason::own_fault,
                "the store could not be used"},
    ErrorTraits{Errc::schema_newer, "schema_newer", Disposition::fatal, GapReason::own_fault,
                "the store was written by a newer tagwatch"},
    ErrorTraits{Errc::config_invalid, "config_invalid", Disposition::fatal, GapReason::own_fault,
                "the configuration has a mistake"},
    ErrorTraits{Errc::usage, "usage", Disposition::fatal, GapReason::own_fault,
                "the command line has a mistake"},
    ErrorTraits{Errc::not_found, "not_found", Disposition::skip_item, GapReason::own_fault,
                "there is no such thing"},
    ErrorTraits{Errc::io, "io", Disposition::retry, GapReason::own_fault,
                "a file could not be read or written"},
    ErrorTraits{Errc::clock_wrong, "clock_wrong", Disposition::retry, GapReason::own_fault,
                "this machine's clock is not believed"},
    ErrorTraits{Errc::cancelled, "cancelled", Disposition::retry, GapReason::interrupted,
                "stopped before it was done"},
};

}  // namespace

std::string_view words(GapReason reason) {
  return kReasons.at(static_cast<std::size_t>(reason)).words;
}

std::string_view name(GapReason reason) {
  return kReasons.at(static_cast<std::size_t>(reason)).name;
}

GapReason gap_reason_from_name(std::string_view name) {
  for (const ReasonRow& row : kReasons) {
    if (row.name == name) {
      return row.reason;
    }
  }
  return GapReason::own_fault;
}

const ErrorTraits& traits(Errc code) {
  return kTraits.at(static_cast<std::size_t>(code));
}

std::string describe(const Error& error) {
  std::string line(traits(error.code).words);
  if (!error.context.empty()) {
    line += ": ";
    line += error.context;
  }
  return line;
}

void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::runtime_error(describe(error));
}

}  // namespace tagwatch
