#include "instructions.hpp"

namespace grapnel::testing::token_program_detail {

// [0] amount, [8] decimals if checked. mint, destination, authority, signers of a multisig
void mint_to(const Call& call, Decimals decimals) {
  const bool has_decimals = decimals == Decimals::Compared;
  if (call.data().size() < (has_decimals ? 9 : 8)) refuse(TokenError::InvalidInstruction);
  const auto amount = call.read<u64>(0);
  call.need_accounts(3);
  auto& destination = initialized<TokenAccount>(call.account(1));
  if (destination.is_frozen()) refuse(TokenError::AccountFrozen);
  if (destination.is_native()) refuse(TokenError::NativeNotSupported);
  if (!destination.mint.is(call.account(0).key)) refuse(TokenError::MintMismatch);
  auto& mint = initialized<Mint>(call.account(0));
  if (has_decimals && call.data()[8] != mint.decimals) refuse(TokenError::MintDecimalsMismatch);
  const auto authority = mint.mint_authority.get();
  if (!authority) refuse(TokenError::FixedSupply);
  must_sign(*authority, call.account(2), call.accounts_from(3));
  if (amount == 0) {
    must_be_ours(call.account(0));
    must_be_ours(call.account(1));
    return;
  }
  const Checked<u64> supply = Checked{mint.supply.get()} + amount;
  if (!supply) refuse(TokenError::Overflow);
  mint.supply = supply.value();
  destination.amount = destination.amount.get() + amount;  // no more than the supply
}

// [0] amount, [8] decimals if checked. source, mint, authority, signers of a multisig
void burn(const Call& call, Decimals decimals) {
  const bool has_decimals = decimals == Decimals::Compared;
  if (call.data().size() < (has_decimals ? 9 : 8)) refuse(TokenError::InvalidInstruction);
  const auto amount = call.read<u64>(0);
  call.need_accounts(3);
  auto& source = initialized<TokenAccount>(call.account(0));
  auto& mint = initialized<Mint>(call.account(1));
  if (source.is_frozen()) refuse(TokenError::AccountFrozen);
  if (source.is_native()) refuse(TokenError::NativeNotSupported);
  if (source.amount < amount) refuse(TokenError::InsufficientFunds);
  if (!source.mint.is(call.account(1).key)) refuse(TokenError::MintMismatch);
  if (has_decimals && call.data()[8] != mint.decimals) refuse(TokenError::MintDecimalsMismatch);
  if (!source.is_nobodys()) {
    const RawAccount& authority = call.account(2);
    const Accounts signers = call.accounts_from(3);
    if (source.delegate.get() == authority.key) {
      must_sign(authority.key, authority, signers);
      if (source.delegated_amount < amount) refuse(TokenError::InsufficientFunds);
      source.delegated_amount = source.delegated_amount.get() - amount;
      if (source.delegated_amount.get() == 0) source.delegate.clear();
    } else {
      must_sign(source.owner, authority, signers);
    }
  }
  if (amount == 0) {
    must_be_ours(call.account(0));
    must_be_ours(call.account(1));
    return;
  }
  source.amount = source.amount.get() - amount;
  mint.supply = mint.supply.get() - amount;  // no account holds more than its mint's supply
}

}  // namespace grapnel::testing::token_program_detail
