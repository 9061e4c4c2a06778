#include "books.hpp"

namespace rewards {

namespace {

// The agent's share of the epoch, made if this is its first entry: what counted for earlier epochs never counts again.
EpochShare& share_of(AgentRewards& rewards, const Epoch& epoch) {
  EpochShare& share = rewards.shares[epoch.index % kSharesKept];
  if (share.state != ShareState::None && share.epoch == epoch.index) return share;
  if (rewards.entered_net > rewards.rewarded_net) rewards.rewarded_net = rewards.entered_net;
  share = {};
  share.epoch = epoch.index;
  share.last_epoch = epoch.last_epoch;
  share.state = ShareState::Entered;
  return share;
}

Result<> require_same_agent(const Context<EnterEpoch>& ctx) {
  const agent_factory::AgentState& agent = *ctx.agent;
  if (agent.created_slot != ctx.agent_rewards->agent_created_slot) return fail(RewardsError::AgentReplaced);
  if (agent.created_slot != ctx.listing->agent_created_slot) return fail(RewardsError::ListingOfAnother);
  const governance::MintEntry& quote = *ctx.quote_entry;
  if (!(quote.mint == agent.quote_mint)) return fail(RewardsError::QuoteNotPriced);
  if (quote.price_kind != governance::PriceKind::Quote) return fail(RewardsError::QuoteNotPriced);
  return ok;
}

}  // namespace

// Again as often as figures change: the last entry counts.
Result<> enter_epoch(Context<EnterEpoch>& ctx) {
  RewardsConfig& config = *ctx.config;
  Epoch& epoch = *ctx.epoch;
  AgentRewards& rewards = *ctx.agent_rewards;
  GRAPNEL_TRY(require_same_agent(ctx));
  const u64 current = current_epoch(config);
  if (epoch.index >= current) return fail(RewardsError::EpochNotOver);
  if (epoch.index != current - 1) return fail(RewardsError::EntryOver);
  const u64 bound = reward_bound(ctx.listing->treasury_epochs.of(epoch.index));
  if (bound == 0) return fail(RewardsError::NothingReceived);

  GRAPNEL_TRY(return_expired(config, rewards, current));
  EpochShare& share = share_of(rewards, epoch);
  const i64 net = net_gain(ctx.agent->performance_metrics);
  const Checked<u64> dollars = micro_dollars(rise(rewards.rewarded_net, net), ctx.quote_entry->decimals);
  const u64 gain = GRAPNEL_TRY(dollars.or_fail(RewardsError::AmountOverflow));
  const u64 weight = share_weight(gain, bound);
  if (share.bound == 0) {
    epoch.entry_count = GRAPNEL_TRY((Checked<u64>{epoch.entry_count} + 1).or_fail(RewardsError::AmountOverflow));
  }
  epoch.total_weight =
      GRAPNEL_TRY((Checked<u64>{epoch.total_weight} - share.weight + weight).or_fail(RewardsError::AmountOverflow));
  share.weight = weight;
  share.bound = bound;
  rewards.entered_net = net;
  emit(EpochEntered{epoch.index, rewards.agent, gain, bound, weight});
  return ok;
}

}  // namespace rewards
