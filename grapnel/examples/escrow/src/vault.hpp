// What take and refund share: the vault's tokens leave, and the vault is closed.
#pragma once

#include <escrow.hpp>

namespace escrow {

struct Emptied {
  AccountView offer;
  AccountView vault;
  AccountView mint;
  AccountView to;    // a token account
  AccountView rent;  // gets the vault's lamports
  AccountView token_program;
};

// All that lies in the vault, also what others sent there, goes to `to`; an offer nobody could close would be a way to
// harm its maker. For the same reason fees that the mint's program keeps in the vault, and with which it could not be
// closed, go to the mint.
inline Result<> empty_vault(const Emptied& accounts, const Offer& offer, u64 amount, u8 decimals) {
  // grapnel-lint: allow(bump-from-caller) the offer's own, stored when Seeds had proven it
  const PdaSigner signer{"offer", offer.maker, offer.number, offer.bump};
  const token::Via via{.program = accounts.token_program.key(), .signer = signer};
  GRAPNEL_TRY(
      token::transfer_checked(accounts.vault, accounts.mint, accounts.to, accounts.offer, amount, decimals, via));
  const auto* kept = token_2022::extension<token_2022::TransferFeeAmount>(accounts.vault);
  if (kept != nullptr && kept->withheld_amount.get() != 0) {
    GRAPNEL_TRY(token_2022::harvest_withheld_tokens_to_mint(accounts.mint, {accounts.vault}));
  }
  return token::close_account(accounts.vault, accounts.rent, accounts.offer, via);
}

}  // namespace escrow
