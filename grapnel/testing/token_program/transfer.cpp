#include "instructions.hpp"

namespace grapnel::testing::token_program_detail {
namespace {

u64 less(u64 from, u64 amount) {
  if (from < amount) refuse(TokenError::InsufficientFunds);
  return from - amount;
}

// The delegate's own allowance shrinks, but not where nothing moves.
void authorize(TokenAccount& source, const RawAccount& authority, Accounts signers, u64 amount, bool to_itself) {
  if (source.delegate.get() != authority.key) return must_sign(source.owner, authority, signers);
  must_sign(authority.key, authority, signers);
  const u64 left = less(source.delegated_amount, amount);
  if (to_itself) return;
  source.delegated_amount = left;
  if (left == 0) source.delegate.clear();
}

}  // namespace

// [0] amount, [8] decimals if checked. source, (mint,) destination, authority, signers of a multisig
void transfer(const Call& call, Decimals decimals) {
  const bool has_mint = decimals == Decimals::Compared;
  if (call.data().size() < (has_mint ? 9 : 8)) refuse(TokenError::InvalidInstruction);
  const auto amount = call.read<u64>(0);
  const usize destination_at = has_mint ? 2 : 1;
  call.need_accounts(destination_at + 2);
  RawAccount& from = call.account(0);
  RawAccount& to = call.account(destination_at);
  const RawAccount& authority = call.account(destination_at + 1);
  const bool to_itself = &from == &to;

  auto& source = initialized<TokenAccount>(from);
  auto& destination = to_itself ? source : initialized<TokenAccount>(to);
  if (source.is_frozen() || destination.is_frozen()) refuse(TokenError::AccountFrozen);
  const u64 left = less(source.amount, amount);
  if (!(source.mint == destination.mint)) refuse(TokenError::MintMismatch);
  if (has_mint) {
    if (!source.mint.is(call.account(1).key)) refuse(TokenError::MintMismatch);
    if (initialized<Mint>(call.account(1)).decimals != call.data()[8]) refuse(TokenError::MintDecimalsMismatch);
  }
  authorize(source, authority, call.accounts_from(destination_at + 2), amount, to_itself);

  // Where nothing is written the runtime has nothing to refuse.
  if (to_itself || amount == 0) {
    must_be_ours(from);
    must_be_ours(to);
    return;
  }
  source.amount = left;
  destination.amount = destination.amount.get() + amount;  // p-token's sum, which a mint's supply bounds
  if (source.is_native()) {
    from.lamports -= amount;
    to.lamports += amount;
  }
}

}  // namespace grapnel::testing::token_program_detail
