#include "instructions.hpp"

namespace grapnel::testing::token_program_detail {
namespace {

// Sums as p-token makes them: that nothing was made or lost the runtime sees.
void move(RawAccount& from, RawAccount& to, u64 amount) {
  from.lamports -= amount;
  to.lamports += amount;
}

void authorize_withdrawal(RawAccount& source, const RawAccount& authority, Accounts signers) {
  switch (source.size) {
    case TokenAccount::kSize: {
      const auto& account = initialized<TokenAccount>(source);
      if (account.is_native()) refuse(TokenError::NativeNotSupported);
      return must_sign(account.owner, authority, signers);
    }
    case Mint::kSize: {
      const auto minter = initialized<Mint>(source).mint_authority.get();
      if (minter) return must_sign(*minter, authority, signers);
      // A mint without authority signs for itself.
      if (&source != &authority) refuse(TokenError::AuthorityTypeNotSupported);
      if (authority.is_signer == 0) refuse(ProgramError::MissingRequiredSignature);
      return;
    }
    case Multisig::kSize: return must_sign(source.key, authority, signers);
    default: refuse(TokenError::InvalidState);
  }
}

}  // namespace

// account, who gets its lamports, authority, signers of a multisig
void close_account(const Call& call) {
  call.need_accounts(3);
  RawAccount& source = call.account(0);
  RawAccount& destination = call.account(1);
  if (&source == &destination) refuse(ProgramError::InvalidAccountData);
  const auto& account = initialized<TokenAccount>(source);
  if (!account.is_native() && account.amount.get() != 0) refuse(TokenError::NonNativeHasBalance);
  if (!account.is_nobodys()) {
    must_sign(account.close_authority.get().value_or(account.owner.get()), call.account(2), call.accounts_from(3));
  } else if (!(destination.key == kIncinerator)) {
    refuse(ProgramError::InvalidAccountData);
  }
  move(source, destination, source.lamports);
  source.owner = Pubkey{};
  source.size = 0;
}

// account, (the rent sysvar)
void sync_native(const Call& call) {
  call.need_accounts(1);
  RawAccount& account = call.account(0);
  must_be_ours(account);
  const u64 reserve =
      call.accounts().size() > 1 ? minimum_balance(account.size, call.account(1)) : minimum_balance(account.size);
  auto& value = initialized<TokenAccount>(account);
  if (!value.is_native()) refuse(TokenError::NonNativeNotSupported);
  if (account.lamports < reserve) refuse(TokenError::Overflow);
  value.native_reserve.set(reserve);
  value.amount = account.lamports - reserve;
}

// account, mint or multisig; who gets the lamports above rent exemption; authority; signers of a multisig
void withdraw_excess_lamports(const Call& call) {
  call.need_accounts(3);
  RawAccount& source = call.account(0);
  authorize_withdrawal(source, call.account(2), call.accounts_from(3));
  const u64 reserve = minimum_balance(source.size);
  if (source.lamports < reserve) refuse(TokenError::NotRentExempt);
  move(source, call.account(1), source.lamports - reserve);
}

// [0] option: amount; none: all. account of wrapped SOL, who gets the lamports, authority, signers of a multisig
void unwrap_lamports(const Call& call) {
  const auto tag = call.read<u8>(0);
  if (tag > 1) refuse(TokenError::InvalidInstruction);
  const auto wanted = tag == 1 ? std::optional(call.read<u64>(1)) : std::nullopt;
  call.need_accounts(3);
  RawAccount& account = call.account(0);
  const RawAccount& authority = call.account(2);
  const Accounts signers = call.accounts_from(3);
  auto& source = initialized<TokenAccount>(account);
  if (!source.is_native()) refuse(TokenError::NonNativeNotSupported);
  const u64 amount = wanted.value_or(source.amount);
  if (source.amount < amount) refuse(TokenError::InsufficientFunds);
  if (source.delegate.get() == authority.key) {
    must_sign(authority.key, authority, signers);
    if (source.delegated_amount < amount) refuse(TokenError::InsufficientFunds);
    source.delegated_amount = source.delegated_amount.get() - amount;
    if (source.delegated_amount.get() == 0) source.delegate.clear();
  } else {
    must_sign(source.owner, authority, signers);
  }
  if (amount == 0) return must_be_ours(account);
  source.amount = source.amount.get() - amount;
  if (&account != &call.account(1)) move(account, call.account(1), amount);
}

}  // namespace grapnel::testing::token_program_detail
