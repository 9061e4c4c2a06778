// The books of the vault: every unit is the pot's, an epoch's or a payee's, and only moves between them.
#pragma once

#include <marketplace/epochs.hpp>
#include <rewards/instructions.hpp>

namespace rewards {

[[gnu::noinline]] inline Result<> move_amount(u64& from, u64& to, u64 amount) {
  from = GRAPNEL_TRY((Checked<u64>{from} - amount).or_fail(RewardsError::AmountOverflow));
  to = GRAPNEL_TRY((Checked<u64>{to} + amount).or_fail(RewardsError::AmountOverflow));
  return ok;
}

// The market's number of the running epoch.
inline u64 current_epoch(const RewardsConfig& config) {
  return marketplace::epoch_of(Clock::get().unix_timestamp, config.epoch_s);
}

// What expired shares still owe becomes the pot's. How much that was.
[[gnu::noinline]] inline Result<u64> return_expired(RewardsConfig& config, AgentRewards& rewards, u64 current) {
  Checked<u64> returned{0};
  for (EpochShare& share : rewards.shares) {
    if (!is_expired(share, current)) continue;
    returned = returned + share.owed_developer + share.owed_treasury;
    share.owed_developer = 0;
    share.owed_treasury = 0;
  }
  const u64 amount = GRAPNEL_TRY(returned.or_fail(RewardsError::AmountOverflow));
  GRAPNEL_TRY(move_amount(config.owed, config.pot, amount));
  return amount;
}

}  // namespace rewards
