// How many uses a licence has seen: read from the licensee's wallet, which counts them.
#pragma once

#include <agent_factory/license_uses.hpp>
#include <marketplace/earnings.hpp>
#include <marketplace/instructions.hpp>

namespace marketplace {

// The licensee's wallet, if it is tied to this licence; else null. `given` must be the licensee's wallet for this agent, or the
// address where it would be: otherwise uses could be hidden by giving something else.
inline Result<const agent_factory::Wallet*> tied_wallet(const License& license, const Pubkey& license_key,
                                                        AccountView given) {
  using Format = AccountFormat<agent_factory::Wallet>;
  constexpr const agent_factory::Wallet* kNone = nullptr;
  if (!Format::holds<Marketplace>(given.raw())) {
    const bool is_wallet =
        is_derived<agent_factory::kProgramId>(given.key(), agent_factory::kWalletSeed, license.agent, license.licensee);
    if (!is_wallet) return fail(MarketError::WalletMissing);
    return kNone;  // never opened, or closed, which wants all uses counted
  }
  // grapnel-lint: allow(untyped-data) AccountFormat::holds() was asked above
  const auto& wallet = *reinterpret_cast<const agent_factory::Wallet*>(given.bytes() + Format::kOffset);
  if (!agent_factory::is_readable_wallet(wallet)) return fail(MarketError::LayoutUnknown);
  if (!(wallet.agent == license.agent) || !(wallet.beneficiary == license.licensee)) {
    return fail(MarketError::WalletOfAnother);
  }
  // One that left this licence has had all its uses counted.
  return wallet.license == license_key ? &wallet : kNone;
}

// A new licence begins where the wallet's counter stands: one that had this number before, and was closed, may have been
// the wallet's, and its uses are paid.
inline Result<> begin_count(License& license, const Pubkey& license_key, AccountView given) {
  const auto* wallet = GRAPNEL_TRY(tied_wallet(license, license_key, given));
  if (wallet != nullptr) license.uses_settled = wallet->uses;
  return ok;
}

// Adds the wallet's open uses to a licence per use, at most up to what was bought.
inline Result<> count_uses(License& license, const Pubkey& license_key, AccountView given) {
  if (license.kind != LicenseKind::PerUse) return ok;
  const auto* wallet = GRAPNEL_TRY(tied_wallet(license, license_key, given));
  if (wallet == nullptr) return ok;
  const u64 open = agent_factory::open_uses(license, *wallet);
  // grapnel-lint: allow(unchecked-arithmetic) uses_paid ≤ uses_bought: it grows by the room that is left at most
  const u64 room = license.uses_bought - license.uses_paid;
  // grapnel-lint: allow(unchecked-arithmetic) uses_paid ≤ uses_bought: it grows by the room that is left at most
  license.uses_paid += open < room ? open : room;
  license.uses_settled = wallet->uses;
  return ok;
}

}  // namespace marketplace
