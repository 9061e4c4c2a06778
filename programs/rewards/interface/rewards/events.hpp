// One event for each change, with what an indexer can't know from earlier ones.
#pragma once

#include <rewards/arguments.hpp>

namespace rewards {

struct RewardsInitialized {
  Pubkey config;
  Pubkey mint;
};
struct ParametersSet {
  Parameters parameters;
};
struct PotFunded {
  Pubkey funder;
  u64 amount;  // as it arrived
};
struct EpochOpened {
  u64 index;
  u64 receipts;
  u64 emission;
};
struct AgentRewardsOpened {
  Pubkey agent;
  Pubkey developer;
};
// Replaces what the agent entered before, if it did.
struct EpochEntered {
  u64 index;
  Pubkey agent;
  u64 gain;  // that counts, in millionths of a dollar
  u64 bound;
  u64 weight;
};
struct RewardsDistributed {
  u64 index;
  Pubkey agent;
  u64 developer;
  u64 treasury;
};
struct RewardsClaimed {
  Pubkey agent;
  u64 party;  // Party
  u64 amount;
};
struct UnclaimedReturned {
  Pubkey agent;
  u64 amount;
};
struct EpochClosed {
  u64 index;
  u64 returned;  // to the pot
};
struct AgentRewardsClosed {
  Pubkey agent;
};

}  // namespace rewards
