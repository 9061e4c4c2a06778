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
[[gnu::always_inline]] inline Result<> write(Text text) { return invoke(Memo::kId, {text.data, text.size}); }

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
