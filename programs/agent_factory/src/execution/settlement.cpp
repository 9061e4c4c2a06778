#include "execution.hpp"

namespace agent_factory {

namespace {

// What the call may not have done to a token account of the wallet, whatever it moved.
[[gnu::always_inline]] inline Result<> prove_unchanged(const RawAccount* raw, const token_interface::Account* account,
                                                       const Pubkey& wallet, u64 lamports) {
  if (!(account->owner == wallet)) return fail(AgentError::TokenAuthorityChanged);
  if (account->delegate.has_value()) return fail(AgentError::TokenDelegated);
  if (account->close_authority.has_value()) return fail(AgentError::TokenCloseAuthoritySet);
  if (account->state != token_interface::State::Initialized) return fail(AgentError::TokenAccountFrozen);
  // A native account's lamports are its quantity.
  if (!account->is_native() && raw->lamports < lamports) return fail(AgentError::TokenLamportsTaken);
  return ok;
}

Result<> settle_token(Execution& x, const Recorded& recorded) {
  RawAccount* const raw = recorded.account;
  const token_interface::Account* account = token_account(AccountView{raw});
  if (account == nullptr) return fail(AgentError::TokenAccountGone);
  const u64 quantity = quantity_of(raw, *account);
  if (recorded.line == nullptr) {
    if (!recorded.holds(account->mint)) return fail(AgentError::TokenMintChanged);
    GRAPNEL_TRY(prove_unchanged(raw, account, x.ctx.wallet.key(), recorded.lamports));
    if (quantity < recorded.quantity) return fail(AgentError::MintNotAllowed);
    x.unlisted_moved |= quantity != recorded.quantity;
    return ok;
  }
  Line& line = *recorded.line;
  if (!(account->mint == line.mint->mint)) return fail(AgentError::TokenMintChanged);
  GRAPNEL_TRY(prove_unchanged(raw, account, x.ctx.wallet.key(), recorded.lamports));
  line.after = GRAPNEL_TRY((Checked<u64>{line.after} + quantity).or_fail(AgentError::PriceOutOfRange));
  return ok;
}

// The purse is System's and holds no data, so that it can pay and be closed; and it never lies below its rent, where anyone
// could make it worthless to pay into.
Result<> settle_purse(Execution& x) {
  const AccountView purse = x.ctx.purse;
  if (!is_system_owned(purse) || purse.size() != 0) return fail(AgentError::PurseChanged);
  if (x.lamports == nullptr) return ok;
  Line& line = *x.lamports;
  line.after = purse.lamports().value();
  const bool is_poorer = line.has_decreased() && line.after != 0;
  return require(!is_poorer || purse.lamports() >= Rent::get().minimum_balance(0), AgentError::PurseBelowRent);
}

}  // namespace

Result<> settle(Execution& x) {
  for (u64 i = 0; i < x.recorded_count; ++i) GRAPNEL_TRY(out_of_line<settle_token>(x, x.recorded[i]));
  GRAPNEL_TRY(settle_purse(x));
  bool moved = x.unlisted_moved;
  for (Line& line : x) {
    Allowance& allowance = line.mint->allowance;
    allowance.cap = line.cap;
    if (!line.has_moved()) continue;
    moved = true;
    if (!line.has_decreased()) continue;
    const u64 spent = line.moved();
    if (spent > open_allowance(allowance, x.now)) return fail(AgentError::AllowanceExceeded);
    spend(allowance, spent);
    if (line.mint->unreturned_allowed == 0) x.is_held = true;
    if (line.mint->tracked_quantity != 0) x.tracked_left = true;
  }
  x.moved = moved;
  return ok;
}

}  // namespace agent_factory
