// invoke: calls another program. The runtime checks privileges; a failing callee aborts the whole transaction, so what
// follows a call may rely on its success.
#pragma once

#include <grapnel/account_view.hpp>
#include <grapnel/array.hpp>
#include <grapnel/result.hpp>
#include <grapnel/syscalls.hpp>

namespace grapnel {

// An account as the callee shall see it. Asking for more than the caller has fails in the runtime, unless the account
// is a derived address of ours whose seeds are given.
struct CpiAccount {
  RawAccount* account;
  bool is_signer;
  bool is_writable;

  [[gnu::always_inline]] static CpiAccount readonly(AccountView view) { return {view.raw(), false, false}; }
  [[gnu::always_inline]] static CpiAccount writable(AccountView view) { return {view.raw(), false, true}; }
  [[gnu::always_inline]] static CpiAccount signer(AccountView view) { return {view.raw(), true, false}; }
  [[gnu::always_inline]] static CpiAccount writable_signer(AccountView view) { return {view.raw(), true, true}; }
  // With the rights that the caller gave it, no more and no less. For an account that is only passed through; a signature
  // that the callee has no use for is better kept: readonly().
  [[gnu::always_inline]] static CpiAccount as_given(const AccountView& view) {
    return {view.raw(), view.is_signer(), view.is_writable()};
  }
};

struct CpiData {
  const void* bytes;
  u64 size;
};

namespace detail {

[[gnu::always_inline]] inline void fill_info(abi::AccountInfo& info, RawAccount* account, u32 flags) {
  info.key = &account->key;
  info.lamports = &account->lamports;
  info.size = account->size;
  info.data = account->data();
  info.owner = &account->owner;
#ifndef __bpf__
  info.rent_epoch = 0;  // unread by the runtime; a program doesn't pay for writing it
  info.unused = 0;
#endif
  info.flags = flags;
}

// The flags as the caller has them: three bytes in the same order in both layouts, the fourth is padding.
[[gnu::always_inline]] inline void fill_info(abi::AccountInfo& info, RawAccount* account) {
  fill_info(info, account, load<u32>(reinterpret_cast<const u8*>(account) + 1));
}

// The flags as the callee shall have them. The runtime takes those of the metas and reads these nowhere (cpi.rs of
// solana-program-runtime); constants are one instruction.
[[gnu::always_inline]] inline void fill_info(abi::AccountInfo& info, const CpiAccount& account) {
  fill_info(info, account.account, (account.is_signer ? 1u : 0u) | (account.is_writable ? 0x100u : 0u));
}

// A callee that fails ends the whole transaction in the runtime: what comes back is 0. The host's runtime returns.
[[gnu::always_inline]] inline u64 code_of_call(u64 code) {
#ifdef __bpf__
  __builtin_assume(code == 0);
#endif
  return code;
}

// Gives a number: a Result would take one of the five argument registers that a call has, and all are in use.
template <usize N>
u64 invoke(const Pubkey& program, const Array<CpiAccount, N>& accounts, CpiData data, const SignerSeeds* signer) {
  abi::AccountInfo infos[N];
  AccountMeta metas[N];
  for (usize i = 0; i < N; ++i) {
    fill_info(infos[i], accounts[i]);
    metas[i] = {&accounts[i].account->key, accounts[i].is_writable, accounts[i].is_signer};
  }
  const abi::Instruction instruction = {&program, metas, N, static_cast<const u8*>(data.bytes), data.size};
  return sol_invoke_signed_c(&instruction, infos, static_cast<int>(N), signer, signer != nullptr ? 1 : 0);
}

}  // namespace detail

// `signer` is null or the seeds of one derived address. Costs 946 compute units + 1 per 3 accounts, of ours about 30 per
// account.
template <usize N>
[[gnu::always_inline]] inline Result<> invoke(const Pubkey& program, const Array<CpiAccount, N>& accounts, CpiData data,
                                              const SignerSeeds* signer = nullptr) {
  return Failure{detail::code_of_call(detail::invoke(program, accounts, data, signer))};
}

// The same of an instruction that takes no accounts.
inline Result<> invoke(const Pubkey& program, CpiData data) {
  const abi::Instruction instruction = {&program, nullptr, 0, static_cast<const u8*>(data.bytes), data.size};
  return Failure{detail::code_of_call(sol_invoke_signed_c(&instruction, nullptr, 0, nullptr, 0))};
}

}  // namespace grapnel
