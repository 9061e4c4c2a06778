// The Memo program: text in the log, signed by whom it names. Instruction: solana-program/memo interface/src.
#pragma once

#include <grapnel/cpi.hpp>
#include <grapnel/text.hpp>

namespace grapnel {

struct Memo {
  static constexpr Pubkey kId = "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr"_pubkey;
};

namespace memo {

using Program = Memo;

// The program refuses text that isn't UTF-8.
[[gnu::always_inline]] inline Result<> write(Text text) {
  const abi::Instruction instruction = {&Memo::kId, nullptr, 0, reinterpret_cast<const u8*>(text.data), text.size};
  return Failure{sol_invoke_signed_c(&instruction, nullptr, 0, nullptr, 0)};
}

// The same, signed by `signers`.
template <usize N>
[[gnu::always_inline]] inline Result<> write(Text text, const AccountView (&signers)[N],
                                             const SignerSeeds* seeds = nullptr) {
  Array<CpiAccount, N> accounts;
  for (usize i = 0; i < N; ++i) accounts[i] = CpiAccount::signer(signers[i]);
  return invoke(Memo::kId, accounts, {text.data, text.size}, seeds);
}

}  // namespace memo
}  // namespace grapnel
