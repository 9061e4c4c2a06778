// The System program: create accounts, move lamports. Layouts: solana-system-interface, bincode, all little endian.
#pragma once

#include <grapnel/cpi.hpp>
#include <grapnel/sysvar.hpp>

namespace grapnel {

struct System {
  static constexpr Pubkey kId{};
};

namespace system {

namespace detail {

enum class Call : u32 { CreateAccount = 0, Assign = 1, Transfer = 2, Allocate = 8 };

inline constexpr Pubkey kProgram{};

// Kept out of line where LLVM sees more than one use: about 500 bytes a call site against 4 to 9 compute units.
inline Result<> call(RawAccount* from, RawAccount* to, CpiData data, const SignerSeeds* signer) {
  const Array<CpiAccount, 2> accounts = {{{from, true, true}, {to, signer != nullptr, true}}};
  return invoke(kProgram, accounts, data, signer);
}

[[gnu::always_inline]] inline void put(u8* to, const Pubkey& key) {
  for (usize i = 0; i < 4; ++i) store<u64>(to + 8 * i, key.words[i]);
}

// Somebody sent lamports to the address before: create_account refuses that, the three steps it consists of don't.
[[gnu::noinline, gnu::cold]] inline Result<> create_prefunded(RawAccount* payer, RawAccount* account, const u8* create,
                                                              const SignerSeeds* signer) {
  const u64 lamports = load<u64>(create + 4);
  alignas(8) u8 data[36];
  if (account->lamports < lamports) {
    store(data, static_cast<u32>(Call::Transfer));
    store(data + 4, lamports - account->lamports);
    GRAPNEL_TRY(call(payer, account, {data, 12}, nullptr));
  }
  const Array<CpiAccount, 1> self = {{{account, true, true}}};
  store(data, static_cast<u32>(Call::Allocate));
  store(data + 4, load<u64>(create + 12));
  GRAPNEL_TRY(invoke(kProgram, self, {data, 12}, signer));
  store(data, static_cast<u32>(Call::Assign));
  for (usize i = 0; i < 4; ++i) store(data + 4 + 8 * i, load<u64>(create + 20 + 8 * i));
  return invoke(kProgram, self, {data, 36}, signer);
}

// u32 0; [4] lamports; [12] size; [20] owner
inline Result<> create(RawAccount* payer, RawAccount* account, u64 size, const Pubkey& owner,
                       const SignerSeeds* signer) {
  alignas(8) u8 data[52];
  store(data, static_cast<u32>(Call::CreateAccount));
  store(data + 4, Rent::get().minimum_balance(size).value());
  store(data + 12, size);
  put(data + 20, owner);
  if (__builtin_expect(account->lamports != 0, false)) return create_prefunded(payer, account, data, signer);
  const Array<CpiAccount, 2> accounts = {{{payer, true, true}, {account, true, true}}};
  return invoke(kProgram, accounts, {data, 52}, signer);
}

}  // namespace detail

// `from` is a signer, or the derived address whose seeds are `signer`; System owns it and it holds no data.
inline Result<> transfer(AccountView from, AccountView to, Lamports amount, const SignerSeeds* signer = nullptr) {
  alignas(8) u8 data[12];
  store(data, static_cast<u32>(detail::Call::Transfer));
  store(data + 4, amount.value());
  const Array<CpiAccount, 2> accounts = {{{from.raw(), true, true}, {to.raw(), false, true}}};
  return invoke(detail::kProgram, accounts, {data, 12}, signer);
}

// Creates `account` with `size` zero bytes, rent exempt, also if the address already holds lamports. It signs by itself
// or by `signer`.
inline Result<> create_account(AccountView payer, AccountView account, u64 size, const Pubkey& owner,
                               const SignerSeeds* signer = nullptr) {
  return detail::create(payer.raw(), account.raw(), size, owner, signer);
}

}  // namespace system
}  // namespace grapnel
