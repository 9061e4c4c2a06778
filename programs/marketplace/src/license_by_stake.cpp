#include "authority.hpp"
#include "sale.hpp"

namespace marketplace {

// Nothing is paid: the stake is pledged to this licence, and its rewards go to developer and treasury until it is released.
Result<> license_by_stake(Context<LicenseByStake>& ctx, const LicenseByStakeArgs& args) {
  Listing& listing = *ctx.listing;
  GRAPNEL_TRY(check_sale(*ctx.agent, listing, args.expected_terms));
  if (listing.prices.stake == 0) return fail(MarketError::NotOffered);
  if (listing.prices.stake > args.max_stake || listing.prices.stake_s > args.max_term_s) {
    return fail(MarketError::PriceAboveMaximum);
  }
  if (ctx.stake->amount < listing.prices.stake) return fail(MarketError::StakeTooSmall);
  if (!(ctx.stake->pledged_to == Pubkey{})) return fail(MarketError::StakePledged);
  const i64 now = Clock::get().unix_timestamp;
  const i64 expires_at = now + listing.prices.stake_s;  // a block time and at most four years
  if (ctx.stake->lock_until < expires_at) return fail(MarketError::LockTooShort);

  License& license = *ctx.license;
  GRAPNEL_TRY(begin_license(license, *ctx.agent, listing,
                            {.kind = agent_factory::LicenseKind::LockedStake,
                             .bump = ctx.license.bump(),
                             .agent = ctx.agent.key(),
                             .licensee = ctx.licensee.key(),
                             .now = now}));
  license.stake = ctx.stake.key();
  license.stake_amount = listing.prices.stake;
  license.expires_at = expires_at;
  const Authority authority;
  // That the stake is the licensee's, the staking program sees to.
  GRAPNEL_TRY(invoke<zest_staking::pledge>(
      zest_staking::kProgramId, accounts(ctx.staking_pool, ctx.stake, ctx.licensee, ctx.market_authority),
      {.license = ctx.license.key(), .developer = listing.payee, .until = expires_at}, authority.signer()));
  emit(AgentLicensed{ctx.license.key(), license.agent, license.licensee, static_cast<u64>(license.kind), 0, 0,
                     license.expires_at, license.terms});
  return ok;
}

}  // namespace marketplace
