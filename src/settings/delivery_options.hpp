// The rows of [[delivery]].
#pragma once

#include <array>

#include "tagwatch/model/option.hpp"

namespace tagwatch::settings {

inline constexpr std::array kDeliveryOptions{
    OptionRow{.section = "delivery",
              .key = "kind",
              .type = OptionType::choice,
              .default_toml = "",
              .help = "What it is",
              .choices = "email|directory",
              .required = true},
    OptionRow{
        .section = "delivery",
        .key = "name",
        .type = OptionType::text,
        .default_toml = "",
        .help = "Its name in every report; its kind when left out. No two deliveries share one"},
    OptionRow{.section = "delivery",
              .key = "to",
              .type = OptionType::text_list,
              .default_toml = "",
              .help = "Of email: the addresses, each gets a mail of its own",
              .range = "1..1000"},
    OptionRow{.section = "delivery",
              .key = "from",
              .type = OptionType::text,
              .default_toml = "",
              .help = "Of email: the address that it comes from"},
    OptionRow{.section = "delivery",
              .key = "host",
              .type = OptionType::text,
              .default_toml = "",
              .help = "Of email: the server that mail is handed to"},
    OptionRow{.section = "delivery",
              .key = "port",
              .type = OptionType::integer,
              .default_toml = "",
              .help = "Of email: its port, 587 when left out; TLS begins with the first byte on "
                      "465, elsewhere by STARTTLS",
              .range = "1..65535"},
    OptionRow{.section = "delivery",
              .key = "tls",
              .type = OptionType::choice,
              .default_toml = "",
              .help = "Of email: required when left out; none only for a relay that is trusted "
                      "without, as everything can be read on its way",
              .choices = "required|none"},
    OptionRow{.section = "delivery",
              .key = "user",
              .type = OptionType::text,
              .default_toml = "",
              .help = "Of email: who signs in at the server"},
    OptionRow{.section = "delivery",
              .key = "password_env",
              .type = OptionType::text,
              .default_toml = "",
              .help = "The environment variable that holds the password"},
    OptionRow{.section = "delivery",
              .key = "password_file",
              .type = OptionType::path,
              .default_toml = "",
              .help = "The file that holds the password"},
    OptionRow{.section = "delivery",
              .key = "password_credential",
              .type = OptionType::text,
              .default_toml = "",
              .help = "The systemd credential that holds the password"},
    OptionRow{.section = "delivery",
              .key = "ca_file",
              .type = OptionType::path,
              .default_toml = "",
              .help = "Of email: the certificates by which the server is known; the machine's own "
                      "when left out"},
    OptionRow{.section = "delivery",
              .key = "on_doubt",
              .type = OptionType::choice,
              .default_toml = "",
              .help = "Of email: what becomes of a mail when no answer came after it was sent. "
                      "resend, also when left out: it goes again, the same, and may arrive twice; "
                      "hold: it waits for "
                      "`digest --deliver --again`",
              .choices = "resend|hold"},
    OptionRow{
        .section = "delivery",
        .key = "path",
        .type = OptionType::path,
        .default_toml = "",
        .help = "Of directory: the folder that the digest's files are written to, and latest.html"},
};

}  // namespace tagwatch::settings
