// How the uses of a wallet and a licence paid per use are counted against each other. The wallet counts, the marketplace
// settles; both read this, and neither writes the other's account.
//
// A wallet's counter only grows, also over its closing and opening again, and `uses_at_license` says where it stood when
// the wallet was tied to the licence. So the uses that nobody has settled are those above both that and `uses_settled`:
//
//   uses_at_license ─┐
//                    ├─ max ──► open uses ──► wallet.uses
//   uses_settled   ──┘
#pragma once

#include <agent_factory/license.hpp>
#include <agent_factory/wallet.hpp>

namespace agent_factory {

// Uses of the wallet under `license` that were not settled yet. Of a wallet that is tied to another licence: none.
constexpr u64 open_uses(const License& license, const Wallet& wallet) {
  const u64 since = license.uses_settled > wallet.uses_at_license ? license.uses_settled : wallet.uses_at_license;
  return wallet.uses > since ? wallet.uses - since : 0;
}

// Uses that the licence still has room for. Only for PerUse.
constexpr u64 uses_left(const License& license, const Wallet& wallet) {
  const Checked<u64> left = Checked<u64>{license.uses_bought} - license.uses_paid - open_uses(license, wallet);
  return left ? left.value() : 0;
}

// Whether the wallet may leave the licence: nothing is owed for uses any more. A licence that was refunded or revoked was
// settled by that.
constexpr bool is_settled(const License& license, const Wallet& wallet) {
  const bool running = license.status == LicenseStatus::Valid || license.status == LicenseStatus::Disputed;
  return !running || license.kind != LicenseKind::PerUse || open_uses(license, wallet) == 0;
}

// Whether the licence lets its licensee's wallet execute at `now` (unix seconds); that it is of this agent and licensee is
// its reader's to see. A disputed one doesn't: the money is back in question.
constexpr bool is_usable(const License& license, const Wallet& wallet, i64 now) {
  if (license.status != LicenseStatus::Valid) return false;
  switch (license.kind) {
    case LicenseKind::Perpetual: return true;
    case LicenseKind::Subscription:
    case LicenseKind::LockedStake: return now < license.expires_at;
    case LicenseKind::PerUse: return uses_left(license, wallet) != 0;
  }
  return false;
}

}  // namespace agent_factory
