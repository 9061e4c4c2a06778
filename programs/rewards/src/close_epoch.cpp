#include "books.hpp"

namespace rewards {

// What was not distributed is the pot's again: rounding, what bounds cut off, and what nobody entered for. The address never
// comes back, since an epoch is opened during the next one only.
Result<> close_epoch(Context<CloseEpoch>& ctx) {
  RewardsConfig& config = *ctx.config;
  const Epoch& epoch = *ctx.epoch;
  if (current_epoch(config) <= epoch.last_epoch) return fail(RewardsError::EpochNotExpired);
  GRAPNEL_TRY(move_amount(config.allotted, config.pot, epoch.left));
  emit(EpochClosed{epoch.index, epoch.left});
  return ok;
}

}  // namespace rewards
