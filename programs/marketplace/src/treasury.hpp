// What initialize_market and set_parameters share: where the treasury's share goes.
#pragma once

#include <marketplace/instructions.hpp>

namespace marketplace {

// Governance's own account, so that only a proposal spends from it and no payee is its owner. The vault is not: it answers to
// the marketplace.
template <class Tokens>
Result<> check_treasury(const Parameters& parameters, const Tokens& treasury) {
  const bool is_named = parameters.treasury == treasury.key();
  if (!is_named || !(treasury->owner == zestron::kGovernanceAuthority)) return fail(MarketError::TreasuryInvalid);
  return ok;
}

}  // namespace marketplace
