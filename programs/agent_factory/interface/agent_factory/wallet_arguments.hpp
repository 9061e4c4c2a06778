// Arguments of the instructions about wallets and context roots.
#pragma once

#include <agent_factory/context_roots.hpp>
#include <agent_factory/wallet.hpp>

namespace agent_factory {

struct AgreeArgs {
  Hash256 expected_terms;  // AgentState::terms as the holder read them
};

enum class AllowanceKind : u8 { Mint, Lamports, Uses, FlatFees };

struct SetAllowanceArgs {
  AllowanceKind kind;
  u8 unpriced_allowed;  // WalletMint's waivers, of Mint and Lamports; else 0
  u8 unreturned_allowed;
  Pubkey mint;   // Mint: not zero; else zero
  u64 cap;       // 0: nothing is allowed any more
  u64 window_s;  // a multiple of 7, above 0 if cap is. With cap 0, 0 keeps the window, and of a Mint frees its place
};

struct SetWalletLimitsArgs {
  u64 flat_fee;      // lamports for one execution
  u16 max_loss_bps;  // of one execution, in [0, 10000]
};

inline constexpr u64 kEverything = ~u64{0};

struct WithdrawArgs {
  u64 amount;  // kEverything: all that is there
};

inline constexpr u32 kInnerDataMax = 1024;

struct BeneficiaryExecuteArgs {
  ByteView<kInnerDataMax> data;  // of the inner instruction
};

struct OpenContextArgs {
  u64 interval_slots;  // above 0
};

struct CommitContextArgs {
  u64 slot;      // whose context it was
  Hash256 root;  // of that context; not zero
};

struct VerifyContextArgs {
  u64 slot;
  Hash256 root;
  u64 index;                     // of the leaf, from 0
  Vec<Hash256, kPeaksMax> path;  // siblings from the leaf up to its peak
};

}  // namespace agent_factory
