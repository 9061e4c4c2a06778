// AgentRewards: what one agent has entered and is owed, by epoch, and how much of its measured gain has counted already.
#pragma once

#include <rewards/config.hpp>

namespace rewards {

enum class ShareState : u8 { None, Entered, Distributed };

// An agent's part of one epoch.
struct EpochShare {
  u64 epoch;
  u64 last_epoch;      // Epoch::last_epoch: afterwards nothing of it is paid
  u64 weight;          // Entered: in Epoch::total_weight
  u64 bound;           // half of what the treasury received for this agent in the epoch
  u64 owed_developer;  // Distributed, not paid
  u64 owed_treasury;
  ShareState state;
  Array<u8, 7> reserved;
};
static_assert(sizeof(EpochShare) == 56);

// More than an epoch can be entered, distributed and claimed in: what a newer share takes the place of has expired.
inline constexpr usize kSharesKept = 8;
static_assert(kClaimEpochsMax + 1 < kSharesKept);

// Offsets count from behind the 8-byte discriminator.
struct AgentRewards {
  static constexpr Pubkey kProgram = kProgramId;

  u8 version;
  u8 bump;
  Array<u8, 6> reserved_flags;
  Pubkey agent;
  Pubkey developer;  // the agent's owner; paid into any account of theirs
  Pubkey rent_payer;
  u64 agent_created_slot;  // tells the agent from a later one at its address
  // Net gain (gain − loss, in the quote mint's units). `rewarded_net` has counted for epochs before the last one entered,
  // `entered_net` for that one. What an agent lost it must win back before anything counts again.
  i64 rewarded_net;
  i64 entered_net;
  u64 paid_developer;  // in all
  u64 paid_treasury;
  Array<EpochShare, kSharesKept> shares;  // by epoch modulo 8
  Array<u8, 128> reserved;
};
inline constexpr usize kAgentRewardsSpace = 8 + sizeof(AgentRewards);
static_assert(sizeof(AgentRewards) == 720);
static_assert(__builtin_offsetof(AgentRewards, agent) == 8);
static_assert(__builtin_offsetof(AgentRewards, agent_created_slot) == 104);
static_assert(__builtin_offsetof(AgentRewards, shares) == 144);
static_assert(__builtin_offsetof(AgentRewards, reserved) == 592);

constexpr bool is_readable_agent_rewards(const AgentRewards& rewards) { return rewards.version == kLayoutVersion; }

constexpr bool is_expired(const EpochShare& share, u64 current_epoch) { return current_epoch > share.last_epoch; }

}  // namespace rewards
