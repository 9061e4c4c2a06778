#include "books.hpp"

namespace rewards {

namespace {

// The treasury has one account. The developer has any that they own, so that a frozen or closed one is replaced by another;
// since others may call, one that nobody else can empty.
bool is_payee(const Context<Claim>& ctx, Party party) {
  const bool is_treasury = ctx.to.key() == ctx.config->parameters.treasury;
  if (party == Party::Treasury) return is_treasury;
  const TokenAccount& to = *ctx.to;
  return !is_treasury && to.owner == ctx.agent_rewards->developer && !to.delegate.has_value() &&
         !to.close_authority.has_value();
}

// Of all epochs that have not expired.
u64 take_owed(AgentRewards& rewards, Party party, u64 current, Checked<u64> sum) {
  for (EpochShare& share : rewards.shares) {
    if (is_expired(share, current)) continue;
    u64& owed = party == Party::Treasury ? share.owed_treasury : share.owed_developer;
    sum = sum + owed;
    owed = 0;
  }
  return sum ? sum.value() : 0;  // fits: RewardsConfig::owed is no smaller
}

}  // namespace

Result<> claim(Context<Claim>& ctx, const ClaimArgs& args) {
  RewardsConfig& config = *ctx.config;
  AgentRewards& rewards = *ctx.agent_rewards;
  if (!is_payee(ctx, args.party)) return fail(RewardsError::PayeeAccountInvalid);
  const u64 amount = take_owed(rewards, args.party, current_epoch(config), u64{0});
  if (amount == 0) return fail(RewardsError::NothingToClaim);
  u64& paid = args.party == Party::Treasury ? rewards.paid_treasury : rewards.paid_developer;
  GRAPNEL_TRY(move_amount(config.owed, paid, amount));

  // grapnel-lint: allow(bump-from-caller) the config's own, stored when Seeds had proven it
  const PdaSigner signer{"config", config.bump};
  // grapnel-lint: allow(cpi-target) HasOne<&RewardsConfig::token_program>
  GRAPNEL_TRY(token::transfer_checked(ctx.vault, ctx.mint, ctx.to, ctx.config, amount, config.decimals,
                                      {.program = config.token_program, .signer = signer}));
  emit(RewardsClaimed{rewards.agent, static_cast<u64>(args.party), amount});
  return ok;
}

}  // namespace rewards
