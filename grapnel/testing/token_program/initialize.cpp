#include "instructions.hpp"

#include <grapnel/sysvar.hpp>

namespace grapnel::testing::token_program_detail {
namespace {

constexpr Pubkey kWrappedSol = "So11111111111111111111111111111111111111112"_pubkey;

u64 balance_for(u64 size, RentFrom rent, const Call& call, usize sysvar_at) {
  if (rent == RentFrom::Runtime) return minimum_balance(size);
  call.need_accounts(sysvar_at + 1);
  return minimum_balance(size, call.account(sysvar_at));
}

void initialize(RawAccount& account, RawAccount& mint, const Pubkey& owner, u64 balance) {
  auto& value = with_size_of<TokenAccount>(account);
  if (value.is_initialized()) refuse(TokenError::AlreadyInUse);
  if (account.lamports < balance) refuse(TokenError::NotRentExempt);
  const bool is_native = mint.key == kWrappedSol;
  if (!is_native) static_cast<void>(mint_in(mint));
  value.state = static_cast<u8>(State::Initialized);
  value.mint = mint.key;
  value.owner = owner;
  if (is_native) {
    value.native_reserve.set(balance);
    value.amount = account.lamports - balance;
  }
}

}  // namespace

// [0] decimals; [1] mint authority; [33] option: freeze authority
void initialize_mint(const Call& call, RentFrom rent) {
  if (call.data().size() < 34) refuse(TokenError::InvalidInstruction);
  const auto freeze_authority = call.read_option(33);
  call.need_accounts(rent == RentFrom::Account ? 2 : 1);
  RawAccount& account = call.account(0);
  const u64 balance = balance_for(account.size, rent, call, 1);
  auto& mint = with_size_of<Mint>(account);
  if (mint.is_initialized()) refuse(TokenError::AlreadyInUse);
  if (account.lamports < balance) refuse(TokenError::NotRentExempt);
  mint.initialized = 1;
  mint.mint_authority.set(call.read<Pubkey>(1));
  mint.decimals = call.data()[0];
  if (freeze_authority) mint.freeze_authority.set(*freeze_authority);
}

void initialize_account(const Call& call) {
  call.need_accounts(3);
  const u64 balance = balance_for(call.account(0).size, RentFrom::Account, call, 3);
  initialize(call.account(0), call.account(1), call.account(2).key, balance);
}

// [0] owner
void initialize_account_for(const Call& call, RentFrom rent) {
  const auto owner = call.read<Pubkey>(0);
  call.need_accounts(2);
  const u64 balance = balance_for(call.account(0).size, rent, call, 2);
  initialize(call.account(0), call.account(1), owner, balance);
}

// [0] how many must sign
void initialize_multisig(const Call& call, RentFrom rent) {
  const auto required = call.read<u8>(0);
  const usize first_signer = rent == RentFrom::Account ? 2 : 1;
  call.need_accounts(first_signer);
  RawAccount& account = call.account(0);
  const u64 balance = balance_for(account.size, rent, call, 1);
  auto& multisig = with_size_of<Multisig>(account);
  if (multisig.is_initialized()) refuse(TokenError::AlreadyInUse);
  if (account.lamports < balance) refuse(TokenError::NotRentExempt);
  const Accounts signers = call.accounts_from(first_signer);
  if (signers.empty() || signers.size() > Multisig::kSignersMax) refuse(TokenError::InvalidNumberOfProvidedSigners);
  if (required == 0 || required > Multisig::kSignersMax) refuse(TokenError::InvalidNumberOfRequiredSigners);
  multisig.required = required;
  multisig.count = static_cast<u8>(signers.size());
  for (usize i = 0; i < signers.size(); ++i) multisig.signers[i] = signers[i]->key;
  multisig.initialized = 1;
}

// Token-2022's; here it only says whether the account is still free.
void initialize_immutable_owner(const Call& call) {
  call.need_accounts(1);
  if (with_size_of<TokenAccount>(call.account(0)).is_initialized()) refuse(TokenError::AlreadyInUse);
}

}  // namespace grapnel::testing::token_program_detail
