#include "instructions.hpp"

namespace grapnel::testing::token_program_detail {
namespace {

enum class Authority : u8 { MintTokens, FreezeAccount, AccountOwner, CloseAccount };

struct NewAuthority {
  Authority which;
  std::optional<Pubkey> key;  // none: nobody ever again
};

void set_on_account(TokenAccount& account, const NewAuthority& wanted, const RawAccount& current, Accounts signers) {
  if (account.is_frozen()) refuse(TokenError::AccountFrozen);
  switch (wanted.which) {
    case Authority::AccountOwner:
      must_sign(account.owner, current, signers);
      if (!wanted.key) refuse(TokenError::InvalidInstruction);
      account.owner = *wanted.key;
      account.delegate.clear();
      account.delegated_amount = u64{0};
      if (account.is_native()) account.close_authority.clear();
      return;
    case Authority::CloseAccount:
      must_sign(account.close_authority.get().value_or(account.owner.get()), current, signers);
      account.close_authority.assign(wanted.key);
      return;
    default: refuse(TokenError::AuthorityTypeNotSupported);
  }
}

// Once there is none there never is one again.
void set_on_mint(Mint& mint, const NewAuthority& wanted, const RawAccount& current, Accounts signers) {
  switch (wanted.which) {
    case Authority::MintTokens: {
      const auto authority = mint.mint_authority.get();
      if (!authority) refuse(TokenError::FixedSupply);
      must_sign(*authority, current, signers);
      return mint.mint_authority.assign(wanted.key);
    }
    case Authority::FreezeAccount: {
      const auto authority = mint.freeze_authority.get();
      if (!authority) refuse(TokenError::MintCannotFreeze);
      must_sign(*authority, current, signers);
      return mint.freeze_authority.assign(wanted.key);
    }
    default: refuse(TokenError::AuthorityTypeNotSupported);
  }
}

}  // namespace

// [0] amount, [8] decimals if checked. source, (mint,) delegate, owner, signers of a multisig
void approve(const Call& call, Decimals decimals) {
  const bool has_mint = decimals == Decimals::Compared;
  if (call.data().size() < (has_mint ? 9 : 8)) refuse(TokenError::InvalidInstruction);
  const usize delegate_at = has_mint ? 2 : 1;
  call.need_accounts(delegate_at + 2);
  auto& source = initialized<TokenAccount>(call.account(0));
  if (source.is_frozen()) refuse(TokenError::AccountFrozen);
  if (has_mint) {
    if (!source.mint.is(call.account(1).key)) refuse(TokenError::MintMismatch);
    if (initialized<Mint>(call.account(1)).decimals != call.data()[8]) refuse(TokenError::MintDecimalsMismatch);
  }
  must_sign(source.owner, call.account(delegate_at + 1), call.accounts_from(delegate_at + 2));
  source.delegate.set(call.account(delegate_at).key);
  source.delegated_amount = call.read<u64>(0);
}

// By the owner, or by the delegate itself. source, authority, signers of a multisig
void revoke(const Call& call) {
  call.need_accounts(1);
  auto& source = initialized<TokenAccount>(call.account(0));
  call.need_accounts(2);
  if (source.is_frozen()) refuse(TokenError::AccountFrozen);
  const RawAccount& authority = call.account(1);
  const bool is_delegate = source.delegate.get() == authority.key;
  must_sign(is_delegate ? authority.key : source.owner.get(), authority, call.accounts_from(2));
  source.delegate.clear();
  source.delegated_amount = u64{0};
}

// [0] which; [1] option: the new one. account or mint, current authority, signers of a multisig
void set_authority(const Call& call) {
  if (call.data().size() < 2) refuse(TokenError::InvalidInstruction);
  const auto which = call.read<u8>(0);
  if (which > static_cast<u8>(Authority::CloseAccount)) refuse(TokenError::InvalidInstruction);
  const NewAuthority wanted{static_cast<Authority>(which), call.read_option(1)};
  call.need_accounts(2);
  RawAccount& account = call.account(0);
  const RawAccount& current = call.account(1);
  const Accounts signers = call.accounts_from(2);
  if (account.size == TokenAccount::kSize) {
    set_on_account(initialized<TokenAccount>(account), wanted, current, signers);
  } else if (account.size == Mint::kSize) {
    set_on_mint(initialized<Mint>(account), wanted, current, signers);
  } else {
    refuse(ProgramError::InvalidArgument);
  }
}

// account, mint, freeze authority, signers of a multisig
void set_frozen(const Call& call, bool frozen) {
  call.need_accounts(3);
  auto& account = initialized<TokenAccount>(call.account(0));
  if (account.is_frozen() == frozen) refuse(TokenError::InvalidState);
  if (account.is_native()) refuse(TokenError::NativeNotSupported);
  if (!account.mint.is(call.account(1).key)) refuse(TokenError::MintMismatch);
  const auto authority = initialized<Mint>(call.account(1)).freeze_authority.get();
  if (!authority) refuse(TokenError::MintCannotFreeze);
  must_sign(*authority, call.account(2), call.accounts_from(3));
  account.state = static_cast<u8>(frozen ? State::Frozen : State::Initialized);
}

}  // namespace grapnel::testing::token_program_detail
