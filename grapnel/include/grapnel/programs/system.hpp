// The System program's further calls: allocation, addresses derived with a text, durable nonces. transfer and
// create_account stand in grapnel/system.hpp, which every program has.
//
// Instructions: anza-xyz/solana-sdk system-interface/src/instruction.rs.
#pragma once

#include <grapnel/programs/call.hpp>
#include <grapnel/system.hpp>

namespace grapnel::system {

namespace detail {

// bincode: u32 number, fields; text with a u64 length.
enum class Further : u32 {
  CreateAccountWithSeed = 3,
  AdvanceNonceAccount = 4,
  WithdrawNonceAccount = 5,
  InitializeNonceAccount = 6,
  AuthorizeNonceAccount = 7,
  AllocateWithSeed = 9,
  AssignWithSeed = 10,
  TransferWithSeed = 11,
  UpgradeNonceAccount = 12,
};

using grapnel::detail::begin;
using grapnel::detail::send;

inline constexpr u64 kSeedTextMax = 32;
// InvalidInstructionData, as the program would say to a text that is too long.
inline constexpr Failure kTextTooLong{u64{3} << 32};

}  // namespace detail

// Room for `size` zero bytes in an account of System that has none; it signs by itself or by `seeds`.
[[gnu::always_inline]] inline Result<> allocate(AccountView account, u64 size, const SignerSeeds* seeds = nullptr) {
  auto data = detail::begin<12>(detail::Call::Allocate);
  data.put(size);
  return detail::send(detail::kProgram, {CpiAccount::writable_signer(account)}, data, seeds);
}
[[gnu::always_inline]] inline Result<> assign(AccountView account, const Pubkey& owner,
                                              const SignerSeeds* seeds = nullptr) {
  auto data = detail::begin<36>(detail::Call::Assign);
  data.put(owner);
  return detail::send(detail::kProgram, {CpiAccount::writable_signer(account)}, data, seeds);
}

// An address made of `base`, a text of 32 characters at most, and an owner; `base` signs for it. The address itself does
// not sign.
[[gnu::always_inline]] inline Result<> create_account_with_seed(AccountView payer, AccountView account,
                                                                AccountView base, Text text, Lamports lamports,
                                                                u64 size, const Pubkey& owner,
                                                                const SignerSeeds* seeds = nullptr) {
  auto data = detail::begin<4 + 32 + 8 + detail::kSeedTextMax + 8 + 8 + 32>(detail::Further::CreateAccountWithSeed);
  data.put(base.key());
  if (text.size > detail::kSeedTextMax || !data.template put_text<u64>(text)) return detail::kTextTooLong;
  data.put(lamports.value()).put(size).put(owner);
  return detail::send(detail::kProgram,
                      {CpiAccount::writable_signer(payer), CpiAccount::writable(account), CpiAccount::signer(base)},
                      data, seeds);
}
[[gnu::always_inline]] inline Result<> allocate_with_seed(AccountView account, AccountView base, Text text, u64 size,
                                                          const Pubkey& owner, const SignerSeeds* seeds = nullptr) {
  auto data = detail::begin<4 + 32 + 8 + detail::kSeedTextMax + 8 + 32>(detail::Further::AllocateWithSeed);
  data.put(base.key());
  if (text.size > detail::kSeedTextMax || !data.template put_text<u64>(text)) return detail::kTextTooLong;
  data.put(size).put(owner);
  return detail::send(detail::kProgram, {CpiAccount::writable(account), CpiAccount::signer(base)}, data, seeds);
}
[[gnu::always_inline]] inline Result<> assign_with_seed(AccountView account, AccountView base, Text text,
                                                        const Pubkey& owner, const SignerSeeds* seeds = nullptr) {
  auto data = detail::begin<4 + 32 + 8 + detail::kSeedTextMax + 32>(detail::Further::AssignWithSeed);
  data.put(base.key());
  if (text.size > detail::kSeedTextMax || !data.template put_text<u64>(text)) return detail::kTextTooLong;
  data.put(owner);
  return detail::send(detail::kProgram, {CpiAccount::writable(account), CpiAccount::signer(base)}, data, seeds);
}
// `from` is the seeded address, `owner` the program it was derived for.
[[gnu::always_inline]] inline Result<> transfer_with_seed(AccountView from, AccountView base, AccountView to,
                                                          Lamports lamports, Text text, const Pubkey& owner,
                                                          const SignerSeeds* seeds = nullptr) {
  auto data = detail::begin<4 + 8 + 8 + detail::kSeedTextMax + 32>(detail::Further::TransferWithSeed);
  data.put(lamports.value());
  if (text.size > detail::kSeedTextMax || !data.template put_text<u64>(text)) return detail::kTextTooLong;
  data.put(owner);
  return detail::send(detail::kProgram,
                      {CpiAccount::writable(from), CpiAccount::signer(base), CpiAccount::writable(to)}, data, seeds);
}

// Durable nonces: accounts of 80 bytes owned by System. The sysvars are passed as accounts, as the program asks.
inline constexpr u64 kNonceSize = 80;

[[gnu::always_inline]] inline Result<> initialize_nonce_account(AccountView nonce, AccountView recent_blockhashes,
                                                                AccountView rent, const Pubkey& authority) {
  auto data = detail::begin<36>(detail::Further::InitializeNonceAccount);
  data.put(authority);
  return detail::send(
      detail::kProgram,
      {CpiAccount::writable(nonce), CpiAccount::readonly(recent_blockhashes), CpiAccount::readonly(rent)}, data,
      nullptr);
}
[[gnu::always_inline]] inline Result<> advance_nonce_account(AccountView nonce, AccountView recent_blockhashes,
                                                             AccountView authority,
                                                             const SignerSeeds* seeds = nullptr) {
  return detail::send(
      detail::kProgram,
      {CpiAccount::writable(nonce), CpiAccount::readonly(recent_blockhashes), CpiAccount::signer(authority)},
      detail::begin<4>(detail::Further::AdvanceNonceAccount), seeds);
}
// What `withdraw_nonce_account` is given, in the program's order.
struct NonceWithdrawal {
  AccountView nonce;
  AccountView to;
  AccountView recent_blockhashes;
  AccountView rent;
  AccountView authority;  // signs
};
[[gnu::always_inline]] inline Result<> withdraw_nonce_account(const NonceWithdrawal& of, Lamports lamports,
                                                              const SignerSeeds* seeds = nullptr) {
  auto data = detail::begin<12>(detail::Further::WithdrawNonceAccount);
  data.put(lamports.value());
  return detail::send(
      detail::kProgram,
      {CpiAccount::writable(of.nonce), CpiAccount::writable(of.to), CpiAccount::readonly(of.recent_blockhashes),
       CpiAccount::readonly(of.rent), CpiAccount::signer(of.authority)},
      data, seeds);
}
[[gnu::always_inline]] inline Result<> authorize_nonce_account(AccountView nonce, AccountView authority,
                                                               const Pubkey& next, const SignerSeeds* seeds = nullptr) {
  auto data = detail::begin<36>(detail::Further::AuthorizeNonceAccount);
  data.put(next);
  return detail::send(detail::kProgram, {CpiAccount::writable(nonce), CpiAccount::signer(authority)}, data, seeds);
}
[[gnu::always_inline]] inline Result<> upgrade_nonce_account(AccountView nonce) {
  return detail::send(detail::kProgram, {CpiAccount::writable(nonce)},
                      detail::begin<4>(detail::Further::UpgradeNonceAccount), nullptr);
}

}  // namespace grapnel::system
