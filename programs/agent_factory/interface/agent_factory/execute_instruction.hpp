// The instruction `execute`: an executor of the agent has a wallet call another program, within what the wallet's holder
// allows. Accounts, arguments, event; instructions.hpp lists it, README.md says what is checked in which order.
#pragma once

#include <agent_factory/account_rules.hpp>
#include <agent_factory/wallet_instructions.hpp>

namespace agent_factory {

// Accounts of the inner instruction; more would not fit the frame that the call is made in.
inline constexpr u32 kExecuteAccountsMax = 32;
// Token accounts of the wallet that one execution may write.
inline constexpr usize kRecordedMax = 8;

// How an account is passed on, one byte for each.
inline constexpr u8 kInnerSigner = 1;
inline constexpr u8 kInnerWritable = 2;

struct ExecuteArgs {
  u64 nonce;                                    // Wallet::nonce
  Hash256 context_root;                         // of what the agent decided on; not zero
  u8 entry;                                     // of the agent's allow list, from 0
  ByteView<kExecuteAccountsMax> account_flags;  // one for each account of the inner instruction
  ByteView<kInnerDataMax> data;                 // of the inner instruction
};

// Behind these stand the accounts of the inner instruction, in its order, as many as there are flags; then, where
// something leaves that is held to the loss bound, the quote mint's entry of governance and for each mint that moves its
// entry and the price account it names; last, to have a trade measured, the pool's entry. Where shares of the pool move: behind
// its entry the pool, its two vaults and its share mint.
struct Execute {
  static constexpr bool kSizesKeptLater = true;  // collected before anything is called
  ReadAgent<> agent;
  WalletAccount<HasOne<&Wallet::agent>, HasOne<&Wallet::purse>> wallet;
  Mut<Unchecked> purse;
  Mut<Signer> executor;  // gets the flat fee
  Optional<LicenseAccount> license;
  // grapnel-lint: allow(unchecked-account) inner_call() finds it in the allow list, or fails
  Unchecked inner_program;
  Program<System> system_program;  // pays the fee
};
inline constexpr u64 kExecuteNamed = 7;  // of Execute's accounts
Result<> execute(Context<Execute>& ctx, const ExecuteArgs& args);

// Whose agent's it is, WalletOpened has said.
struct AgentExecuted {
  Pubkey wallet;
  Hash256 context_root;
  u64 nonce;
  u64 uses;
  u64 value_out;  // what left and what came, in the quote mint's units; both 0 if nothing was held to the loss bound
  u64 value_in;
  u64 gain;  // realised; of a measured trade
  u64 loss;
  Lamports fee;  // what the executor got
};

}  // namespace agent_factory
