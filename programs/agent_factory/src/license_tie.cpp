#include "license_tie.hpp"

namespace agent_factory {

Result<> leave_license(const Wallet& wallet, const Optional<Unchecked>& account) {
  if (wallet.license == Pubkey{}) return ok;
  if (!account || !(account->key() == wallet.license)) return fail(AgentError::LicenseMissing);
  const License* license = data_as<License>(*account, License::kProgram);
  if (license == nullptr) return ok;
  if (!is_readable_license(*license)) return fail(AgentError::LayoutUnknown);
  return require(is_settled(*license, wallet), AgentError::LicenseUnsettled);
}

Result<> tie_license(Wallet& wallet, const LicenseAccount& license, const Pubkey& agent_key, const AgentState& agent) {
  const bool fits = license->agent == agent_key && license->agent_created_slot == agent.created_slot &&
                    license->licensee == wallet.beneficiary;
  if (!fits) return fail(AgentError::LicenseOfAnother);
  if (license->status != LicenseStatus::Valid) return fail(AgentError::LicenseEnded);
  if (wallet.license == license.key()) return ok;
  wallet.license = license.key();
  wallet.uses_at_license = wallet.uses;
  return ok;
}

}  // namespace agent_factory
