// RewardsConfig: the one account of the whole program. It says how much is emitted and who is the treasury, and it keeps the
// books of the vault. Only governance changes the parameters.
#pragma once

#include <rewards/program.hpp>

namespace rewards {

// By its long name in the IDL, which has the marketplace's Parameters too.
struct RewardsParameters {
  Pubkey treasury;   // a token account of the mint
  u64 emission_min;  // of an epoch in which anyone paid, in the mint's smallest unit
  u64 emission_max;  // of any epoch
  u64 usage_bps;     // between them the emission is this part of what the treasury received; at most one half
  u64 pot_bps;       // of the pot, the most that one epoch takes
  u64 claim_epochs;  // so many epochs later what is unclaimed is the pot's again; in [3, 6]
};
using Parameters = RewardsParameters;
inline constexpr u64 kBpsWhole = 10'000;
inline constexpr u64 kUsageBpsMax = kBpsWhole / 2;
inline constexpr u64 kClaimEpochsMin = 3;
inline constexpr u64 kClaimEpochsMax = 6;

// Offsets count from behind the 8-byte discriminator.
struct RewardsConfig {
  static constexpr Pubkey kProgram = kProgramId;

  u8 version;
  u8 bump;
  u8 decimals;  // the mint's
  Array<u8, 5> reserved_flags;
  Pubkey authority;  // governance's signature
  Pubkey mint;       // ZEST, the market's
  Pubkey token_program;
  Pubkey vault;
  Pubkey rent_payer;
  Parameters parameters;
  i64 epoch_s;  // the market's
  // What of the vault is whose: the three together are never more than it holds.
  u64 pot;       // nobody's yet
  u64 allotted;  // to epochs, the sum of Epoch::left
  u64 owed;      // to developers and the treasury, the sum of all EpochShare
  Array<u8, 128> reserved;
};
inline constexpr usize kConfigSpace = 8 + sizeof(RewardsConfig);
static_assert(sizeof(Parameters) == 72);
static_assert(sizeof(RewardsConfig) == 400);
static_assert(__builtin_offsetof(RewardsConfig, authority) == 8);
static_assert(__builtin_offsetof(RewardsConfig, parameters) == 168);
static_assert(__builtin_offsetof(RewardsConfig, pot) == 248);
static_assert(__builtin_offsetof(RewardsConfig, reserved) == 272);

constexpr bool is_readable_config(const RewardsConfig& config) { return config.version == kLayoutVersion; }

constexpr bool is_valid(const Parameters& p) {
  return !(p.treasury == Pubkey{}) && p.emission_min <= p.emission_max && p.usage_bps <= kUsageBpsMax &&
         p.pot_bps <= kBpsWhole && p.claim_epochs >= kClaimEpochsMin && p.claim_epochs <= kClaimEpochsMax;
}

}  // namespace rewards
