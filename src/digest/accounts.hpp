// The accounts that the office listed, by handle. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tagwatch/digest/options.hpp"

namespace tagwatch {

class Accounts {
 public:
  explicit Accounts(const std::vector<ListedAccount>& listed);

  /// The role of the account with this handle, in any case, with or without the leading '@';
  /// nullopt for one that is not listed and for "".
  [[nodiscard]] std::optional<Role> role_of(std::string_view handle) const;

  /// Handles of own and partner accounts, as the configuration spells them: they are counted apart.
  [[nodiscard]] const std::vector<std::string>& counted_apart() const { return counted_apart_; }

 private:
  std::map<std::string, Role> roles_;
  std::vector<std::string> counted_apart_;
};

/// True for the roles whose posts enter neither counts nor ranges nor ranking.
[[nodiscard]] constexpr bool counted_apart(std::optional<Role> role) {
  return role == Role::own || role == Role::partner;
}

}  // namespace tagwatch
