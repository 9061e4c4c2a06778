#include "execution.hpp"

namespace agent_factory {

namespace {

// What the call may not have done to a token account of the wallet, whatever it moved.
Result<const token_interface::Account*> prove_unchanged(const Execution& x, const Recorded& recorded) {
  const token_interface::Account* account = token_account(AccountView{recorded.account});
  if (account == nullptr) return fail(AgentError::TokenAccountGone);
  if (!recorded.holds(account->mint)) return fail(AgentError::TokenMintChanged);
  if (!(account->owner == x.ctx.wallet.key())) return fail(AgentError::TokenAuthorityChanged);
  if (account->delegate.has_value()) return fail(AgentError::TokenDelegated);
  if (account->close_authority.has_value()) return fail(AgentError::TokenCloseAuthoritySet);
  if (account->state != token_interface::State::Initialized) return fail(AgentError::TokenAccountFrozen);
  // A native account's lamports are its quantity.
  if (!account->is_native() && recorded.account->lamports < recorded.lamports) {
    return fail(AgentError::TokenLamportsTaken);
  }
  return account;
}

Result<> settle_tokens(Execution& x) {
  for (u64 i = 0; i < x.recorded_count; ++i) {
    const Recorded& recorded = x.recorded[i];
    const token_interface::Account* account = GRAPNEL_TRY(prove_unchanged(x, recorded));
    const u64 quantity = quantity_of(recorded.account, *account);
    if (recorded.line == kNoLine) {
      if (quantity < recorded.quantity) return fail(AgentError::MintNotAllowed);
      x.unlisted_moved |= quantity != recorded.quantity;
    } else {
      Line& line = x.lines[recorded.line];
      line.after = GRAPNEL_TRY((Checked<u64>{line.after} + quantity).or_fail(AgentError::PriceOutOfRange));
    }
  }
  return ok;
}

// The purse is System's and holds no data, so that it can pay and be closed; and it never lies below its rent, where anyone
// could make it worthless to pay into.
Result<> settle_purse(Execution& x) {
  const AccountView purse = x.ctx.purse;
  if (!is_system_owned(purse) || purse.size() != 0) return fail(AgentError::PurseChanged);
  for (u64 at = 0; at < x.line_count; ++at) {
    Line& line = x.lines[at];
    if (line.index != kLamportsIndex) continue;
    line.after = purse.lamports().value();
    const bool is_poorer = line.has_decreased() && line.after != 0;
    if (is_poorer && purse.lamports() < Rent::get().minimum_balance(0)) return fail(AgentError::PurseBelowRent);
  }
  return ok;
}

}  // namespace

[[gnu::noinline]] Result<Settled> settle(Execution& x) {
  GRAPNEL_TRY(settle_tokens(x));
  GRAPNEL_TRY(settle_purse(x));
  bool moved = x.unlisted_moved;
  for (u64 at = 0; at < x.line_count; ++at) {
    const Line& line = x.lines[at];
    const u64 spent = line.has_decreased() ? line.moved() : 0;
    if (spent > line.reserved) return fail(AgentError::AllowanceExceeded);
    // grapnel-lint: allow(unchecked-arithmetic) spent ≤ reserved, seen above
    unspend(x.mint_of(line).allowance, line.reserved - spent);
    moved |= line.has_moved();
  }
  return Settled{moved};
}

}  // namespace agent_factory
