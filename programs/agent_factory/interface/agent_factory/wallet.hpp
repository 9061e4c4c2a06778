// Wallet: one person's use of an agent. It owns that person's token accounts, says what executors may spend of them, and
// counts what came of it. Its purse is an account of the System program without data, so it has no layout.
#pragma once

#include <agent_factory/allowance.hpp>
#include <agent_factory/performance.hpp>

namespace agent_factory {

inline constexpr usize kWalletMintsMax = 8;

// What the wallet holds of one mint, or (Wallet::lamports) of SOL: what may be spent of it, and what was bought of it.
//
//   0 mint | 32 allowance | 120 tracked_quantity | 128 tracked_cost | 136 price_published_at | 144 unpriced_allowed |
//   145 unreturned_allowed | 146 reserved | 152
struct WalletMint {
  Pubkey mint;
  Allowance allowance;
  u64 tracked_quantity;    // bought through `execute` and still held
  u64 tracked_cost;        // what that cost, in the quote mint's units, at average cost
  i64 price_published_at;  // of the newest price that was used for it: no older one is accepted again
  // The holder's waivers of the loss bound, each 1 or 0.
  u8 unpriced_allowed;  // the mint needs no price: it leaves uncounted, and what is paid for it isn't held to the bound
  u8 unreturned_allowed;  // it may leave for something that nobody counts: a position, a payment
  Array<u8, 6> reserved;
};
static_assert(sizeof(WalletMint) == 152);

// Under which the mint registry has SOL's price, and so Wallet::lamports: SPL Token's native mint.
inline constexpr Pubkey kNativeMint = "So11111111111111111111111111111111111111112"_pubkey;

inline constexpr u16 kMaxLossBpsDefault = 200;
inline constexpr u16 kLossBpsMax = 10'000;

// Where nonce and uses of a wallet start that is opened in `slot`: above all that an earlier life of the address can have
// reached, since no slot has room for 2^20 executions. Fails in 50,000 years.
constexpr Checked<u64> first_nonce(u64 slot) { return Checked<u64>{slot} * (u64{1} << 20); }

struct Wallet {
  static constexpr Pubkey kProgram = kProgramId;

  u8 version;
  u8 bump;
  u8 purse_bump;
  u8 mint_count;
  u16 max_loss_bps;
  Array<u8, 2> reserved_flags;
  Pubkey agent;
  Pubkey beneficiary;  // only this key withdraws
  Pubkey rent_payer;
  Pubkey purse;               // its address, derived once
  Pubkey license;             // zero where the beneficiary is the agent's owner
  u64 agent_created_slot;     // of the agent that it was opened for or last agreed with
  Hash256 agreed_terms;       // zero: none
  u64 nonce;                  // of the next execution; starts at first_nonce(), so no life of the address repeats one
  u64 uses;                   // executions that moved something, from the same start
  u64 uses_at_license;        // `uses` when the wallet was tied to `license` (license_uses.hpp)
  u64 flat_fee;               // lamports returned to the executor for one execution
  AgentPerformance measured;  // of this wallet alone
  AgentPerformance folded;    // the part of it that the agent's figures contain
  Allowance use_allowance;    // executions
  Allowance fee_allowance;    // flat fees
  WalletMint lamports;        // the purse's; `mint` is kNativeMint
  Array<WalletMint, kWalletMintsMax> mints;  // zero from mint_count on
  Array<u8, 128> reserved;
};

inline constexpr usize kWalletSpace = 8 + sizeof(Wallet);
static_assert(detail::require_plain_layout<Wallet>());
static_assert(sizeof(Wallet) == 2008);
static_assert(__builtin_offsetof(Wallet, agent) == 8);
static_assert(__builtin_offsetof(Wallet, agent_created_slot) == 168);
static_assert(__builtin_offsetof(Wallet, nonce) == 208);
static_assert(__builtin_offsetof(Wallet, measured) == 240);
static_assert(__builtin_offsetof(Wallet, folded) == 288);
static_assert(__builtin_offsetof(Wallet, use_allowance) == 336);
static_assert(__builtin_offsetof(Wallet, lamports) == 512);
static_assert(__builtin_offsetof(Wallet, mints) == 664);
static_assert(__builtin_offsetof(Wallet, reserved) == 1880);

constexpr bool is_readable_wallet(const Wallet& wallet) {
  return wallet.version == kLayoutVersion && wallet.mint_count <= kWalletMintsMax;
}

}  // namespace agent_factory
