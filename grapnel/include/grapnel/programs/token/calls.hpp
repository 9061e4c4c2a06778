// Calls of the token programs: every instruction that SPL Token and Token-2022 share. Signer and writable flags are
// exactly what the program asks for; an authority signs by itself or, being a derived address of ours, by its seeds.
//
//   token::transfer_checked(ctx.from, ctx.mint, ctx.to, ctx.owner, amount, ctx.mint->decimals,
//                           {.program = ctx.token_program.key(), .signer = vault});
//
// Instructions: solana-program/token interface/src/instruction.rs. Each call costs 946 compute units and what the
// program uses (SPL Token: transfer 76, transfer_checked 105, mint_to 119, burn 126, close 120, approve 124).
#pragma once

#include <grapnel/programs/call.hpp>
#include <grapnel/programs/token/layout.hpp>

namespace grapnel::token {

// Which of the token programs is called, and with which derived address's signature.
struct Via {
  const Pubkey& program = Token::kId;
  const SignerSeeds* signer = nullptr;
};

enum class Authority : u8 { MintTokens, FreezeAccount, AccountOwner, CloseAccount };

namespace detail {

enum class Call : u8 {
  InitializeMint = 0,
  InitializeAccount = 1,
  InitializeMultisig = 2,
  Transfer = 3,
  Approve = 4,
  Revoke = 5,
  SetAuthority = 6,
  MintTo = 7,
  Burn = 8,
  CloseAccount = 9,
  FreezeAccount = 10,
  ThawAccount = 11,
  TransferChecked = 12,
  ApproveChecked = 13,
  MintToChecked = 14,
  BurnChecked = 15,
  InitializeAccount2 = 16,
  SyncNative = 17,
  InitializeAccount3 = 18,
  InitializeMultisig2 = 19,
  InitializeMint2 = 20,
  GetAccountDataSize = 21,
  InitializeImmutableOwner = 22,
  AmountToUiAmount = 23,
  UiAmountToAmount = 24,
  WithdrawExcessLamports = 38,
};

using grapnel::detail::begin;
[[gnu::always_inline]] inline CallBytes<9> with_amount(Call call, u64 amount) {
  CallBytes<9> data = begin<9>(call);
  data.put(amount);
  return data;
}
[[gnu::always_inline]] inline CallBytes<10> with_checked_amount(Call call, u64 amount, u8 decimals) {
  CallBytes<10> data = begin<10>(call);
  data.put(amount).put(decimals);
  return data;
}

template <usize N>
[[gnu::always_inline]] inline Result<> send(const Via& via, const CpiAccount (&accounts)[N], CpiData data) {
  return grapnel::detail::send(via.program, accounts, data, via.signer);
}

[[gnu::always_inline]] inline CpiAccount readonly(AccountView view) { return CpiAccount::readonly(view); }
[[gnu::always_inline]] inline CpiAccount writable(AccountView view) { return CpiAccount::writable(view); }
[[gnu::always_inline]] inline CpiAccount signer(AccountView view) { return CpiAccount::signer(view); }

}  // namespace detail

// Moves `amount`; Token-2022 refuses it for mints that demand transfer_checked (fees, hooks). `authority` is the owner
// of `from` or its delegate.
[[gnu::always_inline]] inline Result<> transfer(AccountView from, AccountView to, AccountView authority, u64 amount,
                                                const Via& via = {}) {
  return detail::send(via, {detail::writable(from), detail::writable(to), detail::signer(authority)},
                      detail::with_amount(detail::Call::Transfer, amount));
}

// The mint and its decimals are compared by the program.
[[gnu::always_inline]] inline Result<> transfer_checked(AccountView from, AccountView mint, AccountView to,
                                                        AccountView authority, u64 amount, u8 decimals,
                                                        const Via& via = {}) {
  return detail::send(via,
                      {detail::writable(from), detail::readonly(mint), detail::writable(to), detail::signer(authority)},
                      detail::with_checked_amount(detail::Call::TransferChecked, amount, decimals));
}

[[gnu::always_inline]] inline Result<> mint_to(AccountView mint, AccountView to, AccountView mint_authority, u64 amount,
                                               const Via& via = {}) {
  return detail::send(via, {detail::writable(mint), detail::writable(to), detail::signer(mint_authority)},
                      detail::with_amount(detail::Call::MintTo, amount));
}
[[gnu::always_inline]] inline Result<> mint_to_checked(AccountView mint, AccountView to, AccountView mint_authority,
                                                       u64 amount, u8 decimals, const Via& via = {}) {
  return detail::send(via, {detail::writable(mint), detail::writable(to), detail::signer(mint_authority)},
                      detail::with_checked_amount(detail::Call::MintToChecked, amount, decimals));
}

[[gnu::always_inline]] inline Result<> burn(AccountView from, AccountView mint, AccountView authority, u64 amount,
                                            const Via& via = {}) {
  return detail::send(via, {detail::writable(from), detail::writable(mint), detail::signer(authority)},
                      detail::with_amount(detail::Call::Burn, amount));
}
[[gnu::always_inline]] inline Result<> burn_checked(AccountView from, AccountView mint, AccountView authority,
                                                    u64 amount, u8 decimals, const Via& via = {}) {
  return detail::send(via, {detail::writable(from), detail::writable(mint), detail::signer(authority)},
                      detail::with_checked_amount(detail::Call::BurnChecked, amount, decimals));
}

// `delegate` may move up to `amount`; replaces an earlier delegate.
[[gnu::always_inline]] inline Result<> approve(AccountView account, AccountView delegate, AccountView owner, u64 amount,
                                               const Via& via = {}) {
  return detail::send(via, {detail::writable(account), detail::readonly(delegate), detail::signer(owner)},
                      detail::with_amount(detail::Call::Approve, amount));
}
[[gnu::always_inline]] inline Result<> approve_checked(AccountView account, AccountView mint, AccountView delegate,
                                                       AccountView owner, u64 amount, u8 decimals,
                                                       const Via& via = {}) {
  return detail::send(
      via, {detail::writable(account), detail::readonly(mint), detail::readonly(delegate), detail::signer(owner)},
      detail::with_checked_amount(detail::Call::ApproveChecked, amount, decimals));
}
[[gnu::always_inline]] inline Result<> revoke(AccountView account, AccountView owner, const Via& via = {}) {
  return detail::send(via, {detail::writable(account), detail::signer(owner)}, detail::begin<1>(detail::Call::Revoke));
}

// `to` null: nobody ever again.
[[gnu::always_inline]] inline Result<> set_authority(AccountView account, AccountView current, Authority which,
                                                     const Pubkey* to, const Via& via = {}) {
  auto data = detail::begin<35>(detail::Call::SetAuthority);
  data.put(static_cast<u8>(which)).put_option(to);
  return detail::send(via, {detail::writable(account), detail::signer(current)}, data);
}

// Its lamports go to `to`; the balance must be zero, except of wrapped SOL. Closes mints with a close authority too.
[[gnu::always_inline]] inline Result<> close_account(AccountView account, AccountView to, AccountView authority,
                                                     const Via& via = {}) {
  return detail::send(via, {detail::writable(account), detail::writable(to), detail::signer(authority)},
                      detail::begin<1>(detail::Call::CloseAccount));
}

[[gnu::always_inline]] inline Result<> freeze_account(AccountView account, AccountView mint, AccountView authority,
                                                      const Via& via = {}) {
  return detail::send(via, {detail::writable(account), detail::readonly(mint), detail::signer(authority)},
                      detail::begin<1>(detail::Call::FreezeAccount));
}
[[gnu::always_inline]] inline Result<> thaw_account(AccountView account, AccountView mint, AccountView authority,
                                                    const Via& via = {}) {
  return detail::send(via, {detail::writable(account), detail::readonly(mint), detail::signer(authority)},
                      detail::begin<1>(detail::Call::ThawAccount));
}

// Makes the balance of wrapped SOL follow the account's lamports.
[[gnu::always_inline]] inline Result<> sync_native(AccountView account, const Via& via = {}) {
  return detail::send(via, {detail::writable(account)}, detail::begin<1>(detail::Call::SyncNative));
}

// The account must be there already: 82 bytes (more with extensions), owned by the token program, not yet used.
[[gnu::always_inline]] inline Result<> initialize_mint2(AccountView mint, u8 decimals, const Pubkey& mint_authority,
                                                        const Pubkey* freeze_authority, const Via& via = {}) {
  auto data = detail::begin<67>(detail::Call::InitializeMint2);
  data.put(decimals).put(mint_authority).put_option(freeze_authority);
  return detail::send(via, {detail::writable(mint)}, data);
}
// The older form, with the Rent sysvar as an account.
[[gnu::always_inline]] inline Result<> initialize_mint(AccountView mint, AccountView rent, u8 decimals,
                                                       const Pubkey& mint_authority, const Pubkey* freeze_authority,
                                                       const Via& via = {}) {
  auto data = detail::begin<67>(detail::Call::InitializeMint);
  data.put(decimals).put(mint_authority).put_option(freeze_authority);
  return detail::send(via, {detail::writable(mint), detail::readonly(rent)}, data);
}

// As for a mint, with 165 bytes.
[[gnu::always_inline]] inline Result<> initialize_account3(AccountView account, AccountView mint, const Pubkey& owner,
                                                           const Via& via = {}) {
  auto data = detail::begin<33>(detail::Call::InitializeAccount3);
  data.put(owner);
  return detail::send(via, {detail::writable(account), detail::readonly(mint)}, data);
}
[[gnu::always_inline]] inline Result<> initialize_account2(AccountView account, AccountView mint, AccountView rent,
                                                           const Pubkey& owner, const Via& via = {}) {
  auto data = detail::begin<33>(detail::Call::InitializeAccount2);
  data.put(owner);
  return detail::send(via, {detail::writable(account), detail::readonly(mint), detail::readonly(rent)}, data);
}
[[gnu::always_inline]] inline Result<> initialize_account(AccountView account, AccountView mint, AccountView owner,
                                                          AccountView rent, const Via& via = {}) {
  return detail::send(
      via, {detail::writable(account), detail::readonly(mint), detail::readonly(owner), detail::readonly(rent)},
      detail::begin<1>(detail::Call::InitializeAccount));
}
// Before initialize_account…: the owner can never be changed. SPL Token accepts it and does nothing.
[[gnu::always_inline]] inline Result<> initialize_immutable_owner(AccountView account, const Via& via = {}) {
  return detail::send(via, {detail::writable(account)}, detail::begin<1>(detail::Call::InitializeImmutableOwner));
}

// `required` of N signers, N at most 11; the account has 355 bytes.
template <usize N>
[[gnu::always_inline]] inline Result<> initialize_multisig2(AccountView multisig, const AccountView (&signers)[N],
                                                            u8 required, const Via& via = {}) {
  static_assert(N <= 11, "grapnel: a multisig of the token programs has 11 signers at most");
  Array<CpiAccount, N + 1> accounts;
  accounts[0] = detail::writable(multisig);
  for (usize i = 0; i < N; ++i) accounts[i + 1] = detail::readonly(signers[i]);
  auto data = detail::begin<2>(detail::Call::InitializeMultisig2);
  data.put(required);
  return invoke(via.program, accounts, data, via.signer);
}
template <usize N>
[[gnu::always_inline]] inline Result<> initialize_multisig(AccountView multisig, AccountView rent,
                                                           const AccountView (&signers)[N], u8 required,
                                                           const Via& via = {}) {
  static_assert(N <= 11, "grapnel: a multisig of the token programs has 11 signers at most");
  Array<CpiAccount, N + 2> accounts;
  accounts[0] = detail::writable(multisig);
  accounts[1] = detail::readonly(rent);
  for (usize i = 0; i < N; ++i) accounts[i + 2] = detail::readonly(signers[i]);
  auto data = detail::begin<2>(detail::Call::InitializeMultisig);
  data.put(required);
  return invoke(via.program, accounts, data, via.signer);
}

// The size an account of that mint needs, asked of the program; account_size() in token/init.hpp reads it from the mint.
[[gnu::always_inline]] inline Result<u64> get_account_data_size(AccountView mint, const Via& via = {}) {
  const Result<> sent = detail::send(via, {detail::readonly(mint)}, detail::begin<1>(detail::Call::GetAccountDataSize));
  if (!sent) return sent.failure();
  u64 size = 0;
  Pubkey program;
  sol_get_return_data(&size, sizeof size, &program);
  return size;
}

// The text is the call's return data.
[[gnu::always_inline]] inline Result<> amount_to_ui_amount(AccountView mint, u64 amount, const Via& via = {}) {
  return detail::send(via, {detail::readonly(mint)}, detail::with_amount(detail::Call::AmountToUiAmount, amount));
}
// `text` of 64 characters at most; the number is the call's return data.
[[gnu::always_inline]] inline Result<u64> ui_amount_to_amount(AccountView mint, Text text, const Via& via = {}) {
  CallBytes<65> data = detail::begin<65>(detail::Call::UiAmountToAmount);
  for (usize i = 0; i < text.size && i < 64; ++i) data.put(static_cast<u8>(text.data[i]));
  const Result<> sent = detail::send(via, {detail::readonly(mint)}, data);
  if (!sent) return sent.failure();
  u64 amount = 0;
  Pubkey program;
  sol_get_return_data(&amount, sizeof amount, &program);
  return amount;
}

// Lamports above rent exemption, out of a mint, an account or a multisig.
[[gnu::always_inline]] inline Result<> withdraw_excess_lamports(AccountView from, AccountView to, AccountView authority,
                                                                const Via& via = {}) {
  return detail::send(via, {detail::writable(from), detail::writable(to), detail::signer(authority)},
                      detail::begin<1>(detail::Call::WithdrawExcessLamports));
}

}  // namespace grapnel::token
