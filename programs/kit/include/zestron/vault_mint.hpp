// Which mints a vault may hold: every SPL Token mint, and Token-2022 mints with none of the extensions by which somebody
// else could take, freeze, hide or stop what lies there.
#pragma once

#include <grapnel/programs/token.hpp>
#include <grapnel/programs/token_2022.hpp>

namespace zestron {

// Allow-listed, so that an extension that doesn't exist yet is refused. A transfer fee is allowed: who takes tokens in
// measures what arrived (deposit.hpp).
constexpr bool is_harmless(grapnel::token_2022::ExtensionType type) {
  using enum grapnel::token_2022::ExtensionType;
  switch (type) {
    case TransferFeeConfig:
    case InterestBearingConfig:  // only how an amount is shown
    case ScaledUiAmount:         // likewise
    case MetadataPointer:
    case TokenMetadata:
    case GroupPointer:
    case TokenGroup:
    case GroupMemberPointer:
    case TokenGroupMember: return true;
    default: return false;
  }
}

// Whether tokens of the mint may lie in a vault. `mint` is a valid mint of either token program. Refused are:
// permanent delegate, transfer hook, confidential, non-transferable, pausable, default-frozen; a mint that can be closed
// and made anew; and whatever this program doesn't know.
inline bool is_vault_mint(grapnel::AccountView mint) {
  grapnel::token_2022::Extensions extensions{mint};
  grapnel::token_2022::Entry entry{};
  while (extensions.next(entry)) {
    if (!is_harmless(entry.type)) return false;
  }
  return true;
}

// The same as a constraint, of the account `mint`.
inline constexpr auto kIsVaultMint = [](const auto& accounts) { return is_vault_mint(accounts.mint); };

}  // namespace zestron
