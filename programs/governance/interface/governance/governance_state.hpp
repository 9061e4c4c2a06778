// Governance: the one account that says whose stake votes, by which rules, and who may stop a proposal. Written by
// `initialize`, the proposals that change it, and each new proposal's number.
#pragma once

#include <governance/program.hpp>

namespace governance {

inline constexpr i64 kDaySeconds = i64{24} * 60 * 60;
inline constexpr u64 kBasisPoints = 10'000;

// Between queueing what passed and what it does. Constants of the program, so no proposal lowers them; other code under
// this address, or under that of the program whose records vote, waits longer: it could have other rules.
inline constexpr i64 kTimelockSeconds = 2 * kDaySeconds;
inline constexpr i64 kRulesTimelockSeconds = 7 * kDaySeconds;
static_assert(kTimelockSeconds >= i64{48} * 60 * 60 && kRulesTimelockSeconds >= kTimelockSeconds);

// What passed is queued and executed within these, or never: what was wanted a year ago is asked again.
inline constexpr i64 kQueueWindowSeconds = 14 * kDaySeconds;
inline constexpr i64 kExecutionWindowSeconds = 14 * kDaySeconds;

// What a proposal may change of the rules, within bounds that none can leave.
struct Parameters {
  i64 voting_seconds;      // how long a vote is open
  u64 quorum_bps;          // of the mint's supply when the proposal was made
  u64 proposal_stake_bps;  // of the mint's supply: what a proposer has staked
};

inline constexpr i64 kVotingSecondsMin = 3 * kDaySeconds;
inline constexpr i64 kVotingSecondsMax = 30 * kDaySeconds;
inline constexpr u64 kQuorumBpsMin = 400;
inline constexpr u64 kQuorumBpsMax = 2'000;  // a quorum nobody reaches could never be lowered again
inline constexpr u64 kProposalStakeBpsMax = 100;

constexpr bool within_bounds(const Parameters& rules) {
  return rules.voting_seconds >= kVotingSecondsMin && rules.voting_seconds <= kVotingSecondsMax &&
         rules.quorum_bps >= kQuorumBpsMin && rules.quorum_bps <= kQuorumBpsMax &&
         rules.proposal_stake_bps <= kProposalStakeBpsMax;
}

// Offsets count from behind the 8-byte discriminator.
struct Governance {
  static constexpr Pubkey kProgram = kProgramId;

  u8 version;
  u8 bump;
  Array<u8, 6> reserved_flags;
  Pubkey stake_pool;
  Pubkey zest_mint;
  Pubkey guardian;  // may cancel proposals; zero: nobody
  Pubkey rent_payer;
  u64 proposal_count;  // the number of the next proposal: none is used twice
  Parameters parameters;
  Array<u8, 128> reserved;
};

inline constexpr usize kGovernanceSpace = 8 + sizeof(Governance);
static_assert(sizeof(Governance) == 296);
static_assert(__builtin_offsetof(Governance, stake_pool) == 8);
static_assert(__builtin_offsetof(Governance, proposal_count) == 136);
static_assert(__builtin_offsetof(Governance, parameters) == 144);
static_assert(__builtin_offsetof(Governance, reserved) == 168);

constexpr bool is_readable_governance(const Governance& governance) { return governance.version == kLayoutVersion; }

}  // namespace governance
