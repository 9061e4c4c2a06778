// The upgradeable loader: what a program's accounts hold, and calls for programs that govern programs.
//
// Source: anza-xyz/solana-sdk loader-v3-interface/src/{state,instruction}.rs (bincode: u32 variants).
#pragma once

#include <grapnel/programs/call.hpp>
#include <grapnel/programs/foreign.hpp>

namespace grapnel {

struct UpgradeableLoader {
  static constexpr Pubkey kId = "BPFLoaderUpgradeab1e11111111111111111111111"_pubkey;
};

namespace loader {

using Program = UpgradeableLoader;

// 36 bytes: [0] 2; [4] the account of the code
struct ProgramAccount {
  static constexpr u64 kSize = 36;
  Unaligned<u32> kind;
  Unaligned<Pubkey> program_data;

  static bool valid(const u8* data, u64 size) { return size >= kSize && load<u32>(data) == 2; }
  static bool initialized(const u8* data, u64 size) { return size < 4 || load<u32>(data) != 0; }
};

// 45 bytes and the code: [0] 3; [4] slot of the last deployment; [12] whether there is an authority; [13] it
struct ProgramData {
  static constexpr u64 kSize = 45;
  Unaligned<u32> kind;
  Unaligned<u64> slot;
  u8 has_authority;
  Unaligned<Pubkey> authority;

  bool is_upgradeable() const { return has_authority == 1; }
  bool is_authority(const Pubkey& key) const { return is_upgradeable() && authority.is(key); }

  static bool valid(const u8* data, u64 size) { return size >= kSize && load<u32>(data) == 3; }
  static bool initialized(const u8* data, u64 size) { return size < 4 || load<u32>(data) != 0; }
};

// 37 bytes and the code to come: [0] 1; [4] whether there is an authority; [5] it
struct Buffer {
  static constexpr u64 kSize = 37;
  Unaligned<u32> kind;
  u8 has_authority;
  Unaligned<Pubkey> authority;

  static bool valid(const u8* data, u64 size) { return size >= kSize && load<u32>(data) == 1; }
  static bool initialized(const u8* data, u64 size) { return size < 4 || load<u32>(data) != 0; }
};
static_assert(sizeof(ProgramAccount) == 36 && sizeof(ProgramData) == 45 && sizeof(Buffer) == 37);

namespace detail {

enum class Call : u32 { Upgrade = 3, SetAuthority = 4, Close = 5 };

using grapnel::detail::begin;
using grapnel::detail::send;

}  // namespace detail

// What `upgrade` is given, in the loader's order.
struct Upgrade {
  AccountView program_data;
  AccountView program;
  AccountView buffer;
  AccountView spill;  // gets the buffer's lamports
  AccountView rent;
  AccountView clock;
  AccountView authority;  // signs
};
[[gnu::always_inline]] inline Result<> upgrade(const Upgrade& of, const SignerSeeds* seeds = nullptr) {
  return detail::send(Program::kId,
                      {CpiAccount::writable(of.program_data), CpiAccount::writable(of.program),
                       CpiAccount::writable(of.buffer), CpiAccount::writable(of.spill), CpiAccount::readonly(of.rent),
                       CpiAccount::readonly(of.clock), CpiAccount::signer(of.authority)},
                      detail::begin<4>(detail::Call::Upgrade), seeds);
}

// Of a buffer or a program's data. The next authority doesn't sign.
[[gnu::always_inline]] inline Result<> set_authority(AccountView account, AccountView current, AccountView next,
                                                     const SignerSeeds* seeds = nullptr) {
  return detail::send(Program::kId,
                      {CpiAccount::writable(account), CpiAccount::signer(current), CpiAccount::readonly(next)},
                      detail::begin<4>(detail::Call::SetAuthority), seeds);
}
// Nobody can ever upgrade the program again.
[[gnu::always_inline]] inline Result<> remove_authority(AccountView program_data, AccountView current,
                                                        const SignerSeeds* seeds = nullptr) {
  return detail::send(Program::kId, {CpiAccount::writable(program_data), CpiAccount::signer(current)},
                      detail::begin<4>(detail::Call::SetAuthority), seeds);
}

[[gnu::always_inline]] inline Result<> close_buffer(AccountView buffer, AccountView to, AccountView authority,
                                                    const SignerSeeds* seeds = nullptr) {
  return detail::send(Program::kId,
                      {CpiAccount::writable(buffer), CpiAccount::writable(to), CpiAccount::signer(authority)},
                      detail::begin<4>(detail::Call::Close), seeds);
}
// The program's address can never be used again.
[[gnu::always_inline]] inline Result<> close_program(AccountView program_data, AccountView to, AccountView authority,
                                                     AccountView program, const SignerSeeds* seeds = nullptr) {
  return detail::send(Program::kId,
                      {CpiAccount::writable(program_data), CpiAccount::writable(to), CpiAccount::signer(authority),
                       CpiAccount::writable(program)},
                      detail::begin<4>(detail::Call::Close), seeds);
}

// There is no extend_program: the runtime lets no program call it (only upgrade, set_authority and close).

}  // namespace loader

template <>
struct AccountFormat<loader::ProgramAccount> : ProgramFormat<loader::ProgramAccount, UpgradeableLoader> {};
template <>
struct AccountFormat<loader::ProgramData> : ProgramFormat<loader::ProgramData, UpgradeableLoader> {};
template <>
struct AccountFormat<loader::Buffer> : ProgramFormat<loader::Buffer, UpgradeableLoader> {};

}  // namespace grapnel
