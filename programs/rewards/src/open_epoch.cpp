#include "books.hpp"

namespace rewards {

// In the epoch right behind it: receipts are final then, and still in the market's ring. An epoch that nobody opens emits
// nothing, and what agents gained in it counts for a later one.
Result<> open_epoch(Context<OpenEpoch>& ctx, const OpenEpochArgs& args) {
  RewardsConfig& config = *ctx.config;
  const u64 current = current_epoch(config);
  if (args.index >= current) return fail(RewardsError::EpochNotOver);
  if (args.index != current - 1) return fail(RewardsError::EntryOver);

  Epoch& epoch = *ctx.epoch;
  epoch.version = kLayoutVersion;
  epoch.bump = ctx.epoch.bump();
  epoch.index = args.index;
  epoch.last_epoch =
      GRAPNEL_TRY((Checked<u64>{args.index} + config.parameters.claim_epochs).or_fail(RewardsError::AmountOverflow));
  epoch.receipts = ctx.market->treasury_epochs.of(args.index);
  epoch.emission = emission(config.parameters, epoch.receipts, config.pot);
  epoch.left = epoch.emission;
  epoch.rent_payer = ctx.opener.key();
  GRAPNEL_TRY(move_amount(config.pot, config.allotted, epoch.emission));
  emit(EpochOpened{epoch.index, epoch.receipts, epoch.emission});
  return ok;
}

}  // namespace rewards
