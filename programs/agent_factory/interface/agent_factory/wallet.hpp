// Wallet: one person's use of an agent. It owns that person's token accounts, says what executors may spend of them, and
// counts what came of it. Its purse is an account of the System program without data, so it has no layout.
#pragma once

#include <agent_factory/performance.hpp>

namespace agent_factory {

// A cap on every interval of `window_s` seconds, wherever it starts: each of the 8 sub-buckets is a seventh of the window
// wide, so the sum over all of them covers at least a whole window. cap 0: nothing is allowed.
struct Allowance {
  u64 cap;
  u64 window_s;         // a multiple of 7, above 0 if cap is
  u64 newest_bucket;    // unix seconds ÷ (window_s ÷ 7); only grows
  Array<u64, 8> spent;  // by bucket number modulo 8
};
static_assert(sizeof(Allowance) == 88);

inline constexpr usize kWalletMintsMax = 8;

//   0 mint | 32 allowance | 120 tracked_quantity | 128 tracked_cost | 136 unpriced_allowed | 137 reserved | 144
struct WalletMint {
  Pubkey mint;
  Allowance allowance;
  u64 tracked_quantity;  // bought through `execute` and still held
  u64 tracked_cost;      // what that cost, in the quote mint's units, at average cost
  u8 unpriced_allowed;   // 1: its holder waived the loss bound where the mint has no price
  Array<u8, 7> reserved;
};
static_assert(sizeof(WalletMint) == 144);

inline constexpr u16 kMaxLossBpsDefault = 200;

struct Wallet {
  u8 version;
  u8 bump;
  u8 purse_bump;
  u8 mint_count;
  u16 max_loss_bps;
  Array<u8, 2> reserved_flags;
  Pubkey agent;
  Pubkey beneficiary;  // only this key withdraws
  Pubkey rent_payer;
  Pubkey license;             // zero where the beneficiary is the agent's owner
  u64 agent_created_slot;     // of the agent whose terms were agreed to
  Hash256 agreed_terms;       // zero: none
  u64 nonce;                  // of the next execution; starts at slot << 20, so no life of the address repeats one
  u64 uses;                   // executions that moved something, from the same start
  u64 flat_fee;               // lamports returned to the executor for one execution
  AgentPerformance measured;  // of this wallet alone
  AgentPerformance folded;    // the part of it that the agent's figures contain
  Allowance use_allowance;    // executions
  Allowance lamport_allowance;
  Allowance fee_allowance;                   // flat fees
  Array<WalletMint, kWalletMintsMax> mints;  // zero from mint_count on
  Array<u8, 128> reserved;
};

inline constexpr usize kWalletSpace = 8 + sizeof(Wallet);
static_assert(detail::require_plain_layout<Wallet>());
static_assert(sizeof(Wallet) == 1840);
static_assert(__builtin_offsetof(Wallet, agent) == 8);
static_assert(__builtin_offsetof(Wallet, agent_created_slot) == 136);
static_assert(__builtin_offsetof(Wallet, measured) == 200);
static_assert(__builtin_offsetof(Wallet, folded) == 248);
static_assert(__builtin_offsetof(Wallet, mints) == 560);
static_assert(__builtin_offsetof(Wallet, reserved) == 1712);

constexpr bool is_readable_wallet(const Wallet& wallet) {
  return wallet.version == kLayoutVersion && wallet.mint_count <= kWalletMintsMax;
}

}  // namespace agent_factory
