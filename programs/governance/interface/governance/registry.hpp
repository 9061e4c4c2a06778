// The registries that only a passed proposal changes: which mints agents may be quoted in and where a mint's price comes
// from, and which pools count for measured gain. agent_factory reads them and never writes.
#pragma once

#include <governance/program.hpp>

namespace governance {

enum class PriceKind : u8 {
  None,   // no price: counts zero in, and needs the wallet holder's waiver
  Pyth,   // a PriceUpdateV2 of Pyth's receiver
  Quote,  // the unit of account itself, worth one US dollar by decree of governance
};

struct MintEntry {
  static constexpr Pubkey kProgram = kProgramId;

  u8 version;
  u8 bump;
  u8 is_quote;  // 1: agents may be created with it as quote mint
  PriceKind price_kind;
  u8 decimals;  // the mint's
  Array<u8, 3> reserved_flags;
  Pubkey mint;
  Pubkey price_owner;      // the program that owns the price account: Pyth's receiver
  Pubkey price_feed;       // Pyth's feed id
  u64 age_max_s;           // older prices are none
  u64 confidence_max_bps;  // of the price; more uncertain ones are none
  Pubkey rent_payer;       // who executed the proposal that made the entry
  Array<u8, 128> reserved;
};
inline constexpr usize kMintEntrySpace = 8 + sizeof(MintEntry);
static_assert(sizeof(MintEntry) == 280);
static_assert(__builtin_offsetof(MintEntry, mint) == 8);
static_assert(__builtin_offsetof(MintEntry, age_max_s) == 104);
static_assert(__builtin_offsetof(MintEntry, rent_payer) == 120);
static_assert(__builtin_offsetof(MintEntry, reserved) == 152);

struct PoolEntry {
  static constexpr Pubkey kProgram = kProgramId;

  u8 version;
  u8 bump;
  Array<u8, 6> reserved_flags;
  Pubkey program;  // the market's, such as swap_pool
  Pubkey pool;
  Pubkey rent_payer;
  Array<u8, 128> reserved;
};
inline constexpr usize kPoolEntrySpace = 8 + sizeof(PoolEntry);
static_assert(sizeof(PoolEntry) == 232);
static_assert(__builtin_offsetof(PoolEntry, reserved) == 104);

constexpr bool is_readable_mint_entry(const MintEntry& entry) { return entry.version == kLayoutVersion; }
constexpr bool is_readable_pool_entry(const PoolEntry& entry) { return entry.version == kLayoutVersion; }

}  // namespace governance
