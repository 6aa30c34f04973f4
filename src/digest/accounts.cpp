#include "accounts.hpp"

#include "tagwatch/text/ascii.hpp"

namespace tagwatch {
namespace {

// Handles are ASCII names of users and hosts, neither of which knows case.
std::string handle_key(std::string_view handle) {
  if (handle.starts_with('@')) {
    handle.remove_prefix(1);
  }
  return ascii_lower(handle);
}

}  // namespace

Accounts::Accounts(const std::vector<ListedAccount>& listed) {
  for (const ListedAccount& account : listed) {
    const std::string key = handle_key(account.handle);
    if (key.empty() || !roles_.emplace(key, account.role).second) {
      continue;
    }
    if (tagwatch::counted_apart(account.role)) {
      counted_apart_.push_back(account.handle);
    }
  }
}

std::optional<Role> Accounts::role_of(std::string_view handle) const {
  const auto found = roles_.find(handle_key(handle));
  return found == roles_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace tagwatch
