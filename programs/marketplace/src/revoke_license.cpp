#include <marketplace/earnings.hpp>
#include <marketplace/instructions.hpp>

namespace marketplace {

// A stake can only stop paying by a slash: it can't be unstaked while it is locked, nor pledged twice.
Result<> revoke_license(Context<RevokeLicense>& ctx) {
  License& license = *ctx.license;
  if (license.kind != LicenseKind::LockedStake || license.status != LicenseStatus::Valid) {
    return fail(MarketError::LicenceEnded);
  }
  const bool pays = ctx.stake->pledged_to == ctx.license.key() && ctx.stake->amount >= license.stake_amount;
  if (pays) return fail(MarketError::StakeStillGood);
  license.status = LicenseStatus::Revoked;
  emit(LicenseRevoked{ctx.license.key()});
  return ok;
}

}  // namespace marketplace
