#include <zestron/split.hpp>

#include "books.hpp"

namespace rewards {

// Every entry's part is fixed when this becomes possible, so the order in which agents come changes nothing.
Result<> distribute_rewards(Context<DistributeRewards>& ctx) {
  RewardsConfig& config = *ctx.config;
  Epoch& epoch = *ctx.epoch;
  EpochShare& share = ctx.agent_rewards->shares[epoch.index % kSharesKept];
  const u64 current = current_epoch(config);
  if (epoch.index >= current || epoch.index == current - 1) return fail(RewardsError::EntryStillOpen);
  if (current > epoch.last_epoch) return fail(RewardsError::EpochExpired);
  if (share.epoch != epoch.index) return fail(RewardsError::NotEntered);
  if (share.state != ShareState::Entered) return fail(RewardsError::DistributedAlready);

  const u64 reward = reward_of(epoch.emission, share.weight, epoch.total_weight, share.bound);
  const zestron::Split parts = zestron::split(reward);
  share.state = ShareState::Distributed;
  share.owed_developer = parts.developer;
  share.owed_treasury = parts.treasury;
  epoch.left = GRAPNEL_TRY((Checked<u64>{epoch.left} - reward).or_fail(RewardsError::AmountOverflow));
  GRAPNEL_TRY(move_amount(config.allotted, config.owed, reward));
  emit(RewardsDistributed{epoch.index, ctx.agent_rewards->agent, parts.developer, parts.treasury});
  return ok;
}

}  // namespace rewards
