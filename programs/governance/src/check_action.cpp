#include "check_action.hpp"

namespace governance {

namespace {

template <class... Key>
Result<> require_keys(const Key&... keys) {
  return require(((keys != Pubkey{}) && ...), GovernanceError::KeyMissing);
}

}  // namespace

Result<> check_action(const Proposal& proposal) {
  switch (proposal.kind) {
    case ActionKind::UpgradeProgram: {
      const auto& action = action_of<UpgradeProgram>(proposal);
      return require_keys(action.program, action.buffer);
    }
    case ActionKind::SetUpgradeAuthority: return require_keys(action_of<SetUpgradeAuthority>(proposal).program);
    case ActionKind::SetMint: {
      const auto& action = action_of<SetMint>(proposal);
      GRAPNEL_TRY(require_keys(action.mint));
      return require(is_consistent(action), GovernanceError::MintPriceInvalid);
    }
    case ActionKind::RemoveMint: return require_keys(action_of<RemoveMint>(proposal).mint);
    case ActionKind::SetPool: {
      const auto& action = action_of<SetPool>(proposal);
      return require_keys(action.program, action.pool);
    }
    case ActionKind::RemovePool: return require_keys(action_of<RemovePool>(proposal).pool);
    case ActionKind::SetGuardian: return ok;
    case ActionKind::SetParameters:
      return require(within_bounds(action_of<SetParameters>(proposal)), GovernanceError::ParametersOutOfBounds);
    case ActionKind::TransferTokens: {
      const auto& action = action_of<TransferTokens>(proposal);
      GRAPNEL_TRY(require_keys(action.from, action.to, action.to_owner, action.mint));
      return require(action.amount != 0, GovernanceError::AmountIsZero);
    }
    case ActionKind::CallProgram:
      return require(may_be_called(action_of<CallProgram>(proposal).program), GovernanceError::CallTargetRefused);
  }
  return fail(GovernanceError::PayloadInvalid);
}

}  // namespace governance
