#include <zest_staking/zest_staking.hpp>

namespace zest_staking {

// Votes that it gave stay counted once: the address, by which governance knows them, is the same for a later record.
Result<> close_stake(Context<CloseStake>& ctx) {
  const StakeRecord& record = *ctx.stake;
  const bool is_empty = record.amount == 0 && record.cooling_amount == 0 && record.owed_staker == 0 &&
                        record.owed_developer == 0 && record.owed_treasury == 0 && record.pledged_to == Pubkey{};
  GRAPNEL_TRY(require(is_empty, StakingError::StakeNotEmpty));
  emit(StakeClosed{ctx.stake.key(), ctx.rent_payer.key(), ctx.stake.lamports()});
  return ok;
}

}  // namespace zest_staking
