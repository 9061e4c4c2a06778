// The gate of activation: how many agents a creator may have active at once, by the features that their stake unlocks.
#pragma once

#include <agent_factory/program.hpp>
#include <zest_staking/features.hpp>

namespace agent_factory {

// Without any stake: one that earns, one that is to take its place, one to try things with.
inline constexpr u64 kFreeActiveAgents = 3;

// Features of the staking pool, whose amounts and locks governance sets. One that the pool doesn't have unlocks nothing.
struct ActiveAgentsTier {
  Text feature;
  u64 active_agents_max;
};
inline constexpr ActiveAgentsTier kActiveAgentsTiers[] = {{"agents-16", 16}, {"agents-unlimited", ~u64{0}}};

// Of a record of this pool.
constexpr u64 active_agents_max(const zest_staking::StakePool& pool, const zest_staking::StakeRecord& stake, i64 now) {
  u64 most = kFreeActiveAgents;
  for (const ActiveAgentsTier& tier : kActiveAgentsTiers) {
    const usize feature = zest_staking::find_feature(pool, tier.feature);
    if (tier.active_agents_max > most && zest_staking::feature_unlocked(pool, stake, feature, now)) {
      most = tier.active_agents_max;
    }
  }
  return most;
}

}  // namespace agent_factory
