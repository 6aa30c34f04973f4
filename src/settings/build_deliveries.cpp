#include <fmt/format.h>

#include <array>
#include <set>

#include "build.hpp"

namespace tagwatch::settings {
namespace {

constexpr std::array<std::string_view, 11> kOfEmail{
    "to",           "from",          "host",
    "port",         "tls",           "user",
    "password_env", "password_file", "password_credential",
    "ca_file",      "on_doubt"};
constexpr std::array<std::string_view, 1> kOfDirectory{"path"};
constexpr std::int64_t kSubmissionPort = 587;
constexpr std::array<std::string_view, 3> kMailNeeds{"to", "from", "host"};

// Keys that its kind knows nothing of, and those that it cannot do without.
template <class Others, class Needed>
void check_keys(const Section& section, const Others& others, const Needed& needed,
                MistakeList& mistakes) {
  const std::string kind = section.text("kind");
  for (const std::string_view key : others) {
    if (section.given(key)) {
      mistakes.add(section.place_of(key),
                   fmt::format("\"{}\" does nothing in a delivery of kind \"{}\"", key, kind));
    }
  }
  for (const std::string_view key : needed) {
    const bool there = key == "to" ? !section.list(key).empty() : !section.text(key).empty();
    if (!there) {
      mistakes.add(section.place(),
                   fmt::format("a delivery of kind \"{}\" needs \"{}\"", kind, key));
    }
  }
}

void check_address(const std::string& address, FilePosition place, const Surroundings& around) {
  if (around.rules.is_mail_address && !address.empty() && !around.rules.is_mail_address(address)) {
    around.mistakes.add(place, fmt::format("\"{}\" is no address such as \"press@example.org\"; "
                                           "write it alone, without a name",
                                           address));
  }
}

void check_addresses(const Section& section, const Surroundings& around) {
  check_address(section.text("from"), section.place_of("from"), around);
  const TextList to = section.list("to");
  for (std::size_t i = 0; i < to.size(); ++i) {
    check_address(to[i], section.item_place("to", i), around);
  }
}

void check_server(const Section& section, const DeliverySettings& delivery, MistakeList& mistakes) {
  if (delivery.host.find_first_of("/@ \t") != std::string::npos) {
    mistakes.add(section.place_of("host"),
                 fmt::format("\"host\" is the server's name alone, such as \"smtp.example.org\", "
                             "not \"{}\"",
                             delivery.host));
  }
  const bool names_password = section.given("password_env") || section.given("password_file") ||
                              section.given("password_credential");
  if (delivery.user.empty() == names_password) {
    mistakes.add(names_password ? section.place() : section.place_of("user"),
                 names_password ? "a password needs the user that it is of: user"
                                : "\"user\" needs its password: password_env, password_file or "
                                  "password_credential");
  }
  if (!delivery.user.empty() && !delivery.tls) {
    mistakes.add(section.place_of("tls"),
                 "tls = \"none\" would send the password in clear; leave out \"user\", or tls");
  }
}

void read_email(Section& section, DeliverySettings& delivery, const Surroundings& around) {
  check_keys(section, kOfDirectory, kMailNeeds, around.mistakes);
  section.derive("port", kSubmissionPort);
  section.derive("tls", "required");
  section.derive("on_doubt", "resend");
  delivery.to = section.list("to");
  delivery.from = section.text("from");
  delivery.host = section.text("host");
  delivery.port = section.integer("port");
  delivery.tls = section.text("tls") != "none";
  delivery.user = section.text("user");
  delivery.password = read_secret(section, "password", around);
  delivery.ca_file = around.resolve(section.text("ca_file"));
  delivery.hold = section.text("on_doubt") == "hold";
  check_addresses(section, around);
  check_server(section, delivery, around.mistakes);
}

}  // namespace

std::vector<DeliverySettings> build_deliveries(Document& document, const Surroundings& around) {
  std::vector<DeliverySettings> deliveries;
  std::set<std::string> names;
  for (Section* section : document.all("delivery")) {
    section->derive("name", section->text("kind"));
    DeliverySettings delivery;
    delivery.name = section->text("name");
    const std::string kind = section->text("kind");
    if (kind == "email") {
      read_email(*section, delivery, around);
    } else if (kind == "directory") {
      delivery.kind = DeliverySettings::Kind::directory;
      check_keys(*section, kOfEmail, kOfDirectory, around.mistakes);
      delivery.path = around.resolve(section->text("path"));
    }
    if (!delivery.name.empty() && !names.insert(delivery.name).second) {
      around.mistakes.add(
          section->place_of("name"),
          fmt::format("there are two deliveries called \"{}\"; give one a name", delivery.name));
    }
    deliveries.push_back(std::move(delivery));
  }
  return deliveries;
}

}  // namespace tagwatch::settings
