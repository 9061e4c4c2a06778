#include <agent_factory/instructions.hpp>

#include "license_tie.hpp"
#include "transition.hpp"

namespace agent_factory {

// Allowances stay as they are, with what was spent of them. The terms name the agent's life, so this is also where a
// wallet goes over to a later agent of the address: what it did for the earlier one is nothing that the later one may
// count.
Result<> agree(Context<Agree>& ctx, const AgreeArgs& args) {
  const AgentState& agent = *ctx.agent;
  Wallet& wallet = *ctx.wallet;
  GRAPNEL_TRY(allows<Action::Agree, Role::Beneficiary>(agent));
  if (!equal(args.expected_terms, agent.terms)) return fail(AgentError::TermsChanged);

  const bool later_agent = wallet.agent_created_slot != agent.created_slot;
  if (!(wallet.beneficiary == agent.owner)) {
    if (ctx.license) {
      if (!(ctx.license->key() == wallet.license)) GRAPNEL_TRY(leave_license(wallet, ctx.previous_license));
      GRAPNEL_TRY(tie_license(wallet, *ctx.license, ctx.agent.key(), agent));
    } else if (later_agent) {
      return fail(AgentError::LicenseMissing);
    }
  }
  if (later_agent) {
    wallet.folded = wallet.measured;
    wallet.agent_created_slot = agent.created_slot;
  }
  wallet.agreed_terms = agent.terms;
  emit(WalletAgreed{ctx.wallet.key(), wallet.agreed_terms, wallet.license});
  return ok;
}

}  // namespace agent_factory
