// Calls that only Token-2022 has: initialisers of extensions, and what changes them. Extensions of a mint are initialised
// after the account is created and before initialize_mint2. What both token programs share stands in token/calls.hpp.
//
// Instructions: solana-program/token-2022 interface/src/instruction.rs and extension/*/instruction.rs.
#pragma once

#include <grapnel/programs/token.hpp>

namespace grapnel::token_2022 {

namespace detail {

using namespace token::detail;
using grapnel::detail::begin;

enum class Prefix : u8 {
  InitializeMintCloseAuthority = 25,
  TransferFee = 26,
  DefaultAccountState = 28,
  Reallocate = 29,
  MemoTransfer = 30,
  InitializeNonTransferableMint = 32,
  InterestBearing = 33,
  InitializePermanentDelegate = 35,
  TransferHook = 36,
  MetadataPointer = 39,
  GroupPointer = 40,
  GroupMemberPointer = 41,
  Pausable = 44,
};

template <u64 Max>
[[gnu::always_inline]] inline CallBytes<Max> begin(Prefix prefix, u8 sub) {
  auto data = begin<Max>(prefix);
  data.put(sub);
  return data;
}

template <usize N>
[[gnu::always_inline]] inline Result<> send_2022(const SignerSeeds* seeds, const CpiAccount (&accounts)[N],
                                                 CpiData data) {
  return send({.program = Token2022::kId, .signer = seeds}, accounts, data);
}

[[gnu::always_inline]] inline Result<> two_keys(Prefix prefix, AccountView mint, const Pubkey* authority,
                                                const Pubkey* target) {
  auto data = begin<66>(prefix, 0);
  data.put_nonzero(authority).put_nonzero(target);
  return send_2022(nullptr, {writable(mint)}, data);
}
[[gnu::always_inline]] inline Result<> update_key(Prefix prefix, AccountView mint, AccountView authority,
                                                  const Pubkey* target, const SignerSeeds* seeds) {
  auto data = begin<34>(prefix, 1);
  data.put_nonzero(target);
  return send_2022(seeds, {writable(mint), signer(authority)}, data);
}
[[gnu::always_inline]] inline Result<> toggle(Prefix prefix, u8 sub, AccountView account, AccountView owner,
                                              const SignerSeeds* seeds) {
  return send_2022(seeds, {writable(account), signer(owner)}, begin<2>(prefix, sub));
}

}  // namespace detail

[[gnu::always_inline]] inline Result<> initialize_mint_close_authority(AccountView mint, const Pubkey* authority) {
  auto data = detail::begin<34>(detail::Prefix::InitializeMintCloseAuthority);
  data.put_option(authority);
  return detail::send_2022(nullptr, {detail::writable(mint)}, data);
}

struct TransferFeeSetup {
  const Pubkey* config_authority = nullptr;
  const Pubkey* withdraw_withheld_authority = nullptr;
  u16 basis_points = 0;
  u64 maximum = 0;
};
[[gnu::always_inline]] inline Result<> initialize_transfer_fee_config(AccountView mint, const TransferFeeSetup& setup) {
  auto data = detail::begin<78>(detail::Prefix::TransferFee, 0);
  data.put_option(setup.config_authority).put_option(setup.withdraw_withheld_authority);
  data.put(setup.basis_points).put(setup.maximum);
  return detail::send_2022(nullptr, {detail::writable(mint)}, data);
}
// As transfer_checked; fails if the fee is not `fee`. TransferFee::of() computes it.
[[gnu::always_inline]] inline Result<> transfer_checked_with_fee(AccountView from, AccountView mint, AccountView to,
                                                                 AccountView authority, u64 amount, u8 decimals,
                                                                 u64 fee, const SignerSeeds* seeds = nullptr) {
  auto data = detail::begin<19>(detail::Prefix::TransferFee, 1);
  data.put(amount).put(decimals).put(fee);
  return detail::send_2022(
      seeds, {detail::writable(from), detail::readonly(mint), detail::writable(to), detail::signer(authority)}, data);
}
[[gnu::always_inline]] inline Result<> withdraw_withheld_tokens_from_mint(AccountView mint, AccountView to,
                                                                          AccountView authority,
                                                                          const SignerSeeds* seeds = nullptr) {
  return detail::send_2022(seeds, {detail::writable(mint), detail::writable(to), detail::signer(authority)},
                           detail::begin<2>(detail::Prefix::TransferFee, 2));
}
template <usize N>
[[gnu::always_inline]] inline Result<> withdraw_withheld_tokens_from_accounts(AccountView mint, AccountView to,
                                                                              AccountView authority,
                                                                              const AccountView (&sources)[N],
                                                                              const SignerSeeds* seeds = nullptr) {
  Array<CpiAccount, N + 3> accounts;
  accounts[0] = detail::readonly(mint);
  accounts[1] = detail::writable(to);
  accounts[2] = detail::signer(authority);
  for (usize i = 0; i < N; ++i) accounts[i + 3] = detail::writable(sources[i]);
  auto data = detail::begin<3>(detail::Prefix::TransferFee, 3);
  data.put(static_cast<u8>(N));
  return invoke(Token2022::kId, accounts, data, seeds);
}
// Anybody may: withheld fees of the accounts go to the mint.
template <usize N>
[[gnu::always_inline]] inline Result<> harvest_withheld_tokens_to_mint(AccountView mint,
                                                                       const AccountView (&sources)[N]) {
  Array<CpiAccount, N + 1> accounts;
  accounts[0] = detail::writable(mint);
  for (usize i = 0; i < N; ++i) accounts[i + 1] = detail::writable(sources[i]);
  return invoke(Token2022::kId, accounts, detail::begin<2>(detail::Prefix::TransferFee, 4));
}
[[gnu::always_inline]] inline Result<> set_transfer_fee(AccountView mint, AccountView authority, u16 basis_points,
                                                        u64 maximum, const SignerSeeds* seeds = nullptr) {
  auto data = detail::begin<12>(detail::Prefix::TransferFee, 5);
  data.put(basis_points).put(maximum);
  return detail::send_2022(seeds, {detail::writable(mint), detail::signer(authority)}, data);
}

[[gnu::always_inline]] inline Result<> initialize_default_account_state(AccountView mint, State state) {
  auto data = detail::begin<3>(detail::Prefix::DefaultAccountState, 0);
  data.put(static_cast<u8>(state));
  return detail::send_2022(nullptr, {detail::writable(mint)}, data);
}
[[gnu::always_inline]] inline Result<> update_default_account_state(AccountView mint, AccountView freeze_authority,
                                                                    State state, const SignerSeeds* seeds = nullptr) {
  auto data = detail::begin<3>(detail::Prefix::DefaultAccountState, 1);
  data.put(static_cast<u8>(state));
  return detail::send_2022(seeds, {detail::writable(mint), detail::signer(freeze_authority)}, data);
}

// Makes room for extensions of an account that is in use.
template <usize N>
[[gnu::always_inline]] inline Result<> reallocate(AccountView account, AccountView payer, AccountView system_program,
                                                  AccountView owner, const ExtensionType (&extensions)[N],
                                                  const SignerSeeds* seeds = nullptr) {
  auto data = detail::begin<1 + 2 * N>(detail::Prefix::Reallocate);
  for (const ExtensionType type : extensions) data.put(static_cast<u16>(type));
  return detail::send_2022(seeds,
                           {detail::writable(account), CpiAccount::writable_signer(payer),
                            detail::readonly(system_program), detail::signer(owner)},
                           data);
}

// Incoming transfers need a memo before them.
[[gnu::always_inline]] inline Result<> enable_required_memos(AccountView account, AccountView owner,
                                                             const SignerSeeds* seeds = nullptr) {
  return detail::toggle(detail::Prefix::MemoTransfer, 0, account, owner, seeds);
}
[[gnu::always_inline]] inline Result<> disable_required_memos(AccountView account, AccountView owner,
                                                              const SignerSeeds* seeds = nullptr) {
  return detail::toggle(detail::Prefix::MemoTransfer, 1, account, owner, seeds);
}
// The CPI guard has no calls here: the program refuses to switch it from a CPI.

[[gnu::always_inline]] inline Result<> initialize_non_transferable_mint(AccountView mint) {
  return detail::send_2022(nullptr, {detail::writable(mint)},
                           detail::begin<1>(detail::Prefix::InitializeNonTransferableMint));
}

[[gnu::always_inline]] inline Result<> initialize_interest_bearing_mint(AccountView mint, const Pubkey* rate_authority,
                                                                        i16 basis_points) {
  auto data = detail::begin<36>(detail::Prefix::InterestBearing, 0);
  data.put_nonzero(rate_authority).put(basis_points);
  return detail::send_2022(nullptr, {detail::writable(mint)}, data);
}
[[gnu::always_inline]] inline Result<> update_interest_rate(AccountView mint, AccountView rate_authority,
                                                            i16 basis_points, const SignerSeeds* seeds = nullptr) {
  auto data = detail::begin<4>(detail::Prefix::InterestBearing, 1);
  data.put(basis_points);
  return detail::send_2022(seeds, {detail::writable(mint), detail::signer(rate_authority)}, data);
}

[[gnu::always_inline]] inline Result<> initialize_permanent_delegate(AccountView mint, const Pubkey& delegate) {
  auto data = detail::begin<33>(detail::Prefix::InitializePermanentDelegate);
  data.put(delegate);
  return detail::send_2022(nullptr, {detail::writable(mint)}, data);
}

// `program` is called at every transfer; null: none.
[[gnu::always_inline]] inline Result<> initialize_transfer_hook(AccountView mint, const Pubkey* authority,
                                                                const Pubkey* program) {
  return detail::two_keys(detail::Prefix::TransferHook, mint, authority, program);
}
[[gnu::always_inline]] inline Result<> update_transfer_hook(AccountView mint, AccountView authority,
                                                            const Pubkey* program, const SignerSeeds* seeds = nullptr) {
  return detail::update_key(detail::Prefix::TransferHook, mint, authority, program, seeds);
}

[[gnu::always_inline]] inline Result<> initialize_metadata_pointer(AccountView mint, const Pubkey* authority,
                                                                   const Pubkey* metadata) {
  return detail::two_keys(detail::Prefix::MetadataPointer, mint, authority, metadata);
}
[[gnu::always_inline]] inline Result<> update_metadata_pointer(AccountView mint, AccountView authority,
                                                               const Pubkey* metadata,
                                                               const SignerSeeds* seeds = nullptr) {
  return detail::update_key(detail::Prefix::MetadataPointer, mint, authority, metadata, seeds);
}
[[gnu::always_inline]] inline Result<> initialize_group_pointer(AccountView mint, const Pubkey* authority,
                                                                const Pubkey* group) {
  return detail::two_keys(detail::Prefix::GroupPointer, mint, authority, group);
}
[[gnu::always_inline]] inline Result<> initialize_group_member_pointer(AccountView mint, const Pubkey* authority,
                                                                       const Pubkey* member) {
  return detail::two_keys(detail::Prefix::GroupMemberPointer, mint, authority, member);
}

[[gnu::always_inline]] inline Result<> initialize_pausable_config(AccountView mint, const Pubkey& authority) {
  auto data = detail::begin<34>(detail::Prefix::Pausable, 0);
  data.put(authority);
  return detail::send_2022(nullptr, {detail::writable(mint)}, data);
}
[[gnu::always_inline]] inline Result<> pause(AccountView mint, AccountView authority,
                                             const SignerSeeds* seeds = nullptr) {
  return detail::toggle(detail::Prefix::Pausable, 1, mint, authority, seeds);
}
[[gnu::always_inline]] inline Result<> resume(AccountView mint, AccountView authority,
                                              const SignerSeeds* seeds = nullptr) {
  return detail::toggle(detail::Prefix::Pausable, 2, mint, authority, seeds);
}

}  // namespace grapnel::token_2022
