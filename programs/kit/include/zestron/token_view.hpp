// Token accounts and mints in accounts that no type has checked: remaining ones, and payees that may be gone.
#pragma once

#include <grapnel/programs/token.hpp>

namespace zestron {

namespace detail {

inline bool is_of_token_program(grapnel::AccountView account) {
  static constexpr grapnel::Pubkey kToken = grapnel::Token::kId;
  static constexpr grapnel::Pubkey kToken2022 = grapnel::Token2022::kId;
  return account.owner() == kToken || account.owner() == kToken2022;
}

}  // namespace detail

// The token account of either program, or null.
[[gnu::noinline]] inline const grapnel::token_interface::Account* token_account(grapnel::AccountView account) {
  using Account = grapnel::token_interface::Account;
  if (!detail::is_of_token_program(account) || account.size() < Account::kSize) return nullptr;
  if (!Account::valid(account.bytes(), account.size())) return nullptr;
  return reinterpret_cast<const Account*>(account.bytes());
}

// Whether tokens of that mint can be sent there: it is a token account of it, and not frozen.
inline bool takes_tokens(grapnel::AccountView account, const grapnel::Pubkey& mint) {
  const auto* to = token_account(account);
  return to != nullptr && to->mint == mint && !to->is_frozen();
}

}  // namespace zestron
