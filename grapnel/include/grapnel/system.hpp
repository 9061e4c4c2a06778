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

[[gnu::always_inline]] inline void put(u8* to, const Pubkey& key) {
  for (usize i = 0; i < 4; ++i) store<u64>(to + 8 * i, key.words[i]);
}

// create_account as it is called, kept together so that the way around a prefunded address can go on from it.
struct Creation {
  abi::AccountInfo infos[2];
  AccountMeta metas[2];
  abi::Instruction instruction;
  alignas(8) u8 data[52];  // u32 0; [4] lamports; [12] size; [20] owner
};

// Somebody sent lamports to the address before: create_account refuses that, the three steps it consists of don't. Each
// finds its argument where create_account has it, and writes its number in front, over what is used up:
//
//   transfer  [0] u32 2  [4] lamports
//   allocate             [8] u32 8  [12] size
//   assign                          [16] u32 1  [20] owner
[[gnu::noinline, gnu::cold, clang::minsize]] inline u64 create_prefunded(Creation& creation,
                                                                         const SignerSeeds* signer) {
  struct Step {
    u8 call, at, size, first_account;
  };
  static constexpr Step kSteps[] = {{2, 0, 12, 0}, {8, 8, 12, 1}, {1, 16, 36, 1}};
  const u64 wanted = load<u64>(creation.data + 4);
  const u64 there = *creation.infos[1].lamports;
  store(creation.data + 4, wanted - there);
  for (u64 i = there < wanted ? 0 : 1; i < 3; ++i) {
    const Step& step = kSteps[i];
    u8* data = creation.data + step.at;
    store(data, static_cast<u32>(step.call));
    creation.instruction.accounts = creation.metas + step.first_account;
    creation.instruction.account_count = 2 - u64{step.first_account};
    creation.instruction.data = data;
    creation.instruction.data_size = step.size;
    const u64 code = grapnel::detail::code_of_call(
        sol_invoke_signed_c(&creation.instruction, creation.infos, 2, signer, signer != nullptr ? 1 : 0));
    if (code != 0) return code;
  }
  return 0;
}

// 0, or the error's number.
inline u64 create(RawAccount* payer, RawAccount* account, u64 size, const Pubkey& owner, const SignerSeeds* signer) {
  Creation creation;
  store(creation.data, static_cast<u32>(Call::CreateAccount));
  store(creation.data + 4, Rent::get().minimum_balance(size).value());
  store(creation.data + 12, size);
  put(creation.data + 20, owner);
  grapnel::detail::fill_info(creation.infos[0], CpiAccount{payer, true, true});
  grapnel::detail::fill_info(creation.infos[1], CpiAccount{account, true, true});
  creation.metas[0] = {&payer->key, true, true};
  creation.metas[1] = {&account->key, true, true};
  creation.instruction = {&kProgram, creation.metas, 2, creation.data, sizeof creation.data};
  if (__builtin_expect(account->lamports != 0, false))
    return grapnel::detail::code_of_call(create_prefunded(creation, signer));
  return grapnel::detail::code_of_call(
      sol_invoke_signed_c(&creation.instruction, creation.infos, 2, signer, signer != nullptr ? 1 : 0));
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
// or by `signer`. Out of line, a Result would be the sixth register argument.
[[gnu::always_inline]] inline Result<> create_account(AccountView payer, AccountView account, u64 size,
                                                      const Pubkey& owner, const SignerSeeds* signer = nullptr) {
  return Failure{detail::create(payer.raw(), account.raw(), size, owner, signer)};
}

}  // namespace system
}  // namespace grapnel
