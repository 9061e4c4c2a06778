#include <governance/instructions.hpp>

#include "check_action.hpp"
#include "voter.hpp"

namespace governance {

Result<> propose(Context<Propose>& ctx, const ProposeArgs& args) {
  Governance& governance = *ctx.governance;
  const Parameters& rules = governance.parameters;
  const u64 supply = ctx.zest_mint->supply.get();
  const i64 now = Clock::get().unix_timestamp;
  const i64 voting_ends_at = later(now, rules.voting_seconds);

  GRAPNEL_TRY(require_voter(*ctx.stake, governance.stake_pool, now, voting_ends_at));
  GRAPNEL_TRY(
      require(ctx.stake->amount >= proposal_stake(supply, rules.proposal_stake_bps), GovernanceError::StakeTooSmall));
  GRAPNEL_TRY(require(!equal(args.document, kNoHash), GovernanceError::DocumentMissing));
  GRAPNEL_TRY(require(has_action_size(args.kind, args.payload.size), GovernanceError::PayloadInvalid));

  Proposal& proposal = *ctx.proposal;
  proposal.version = kLayoutVersion;
  proposal.bump = ctx.proposal.bump();
  proposal.kind = args.kind;
  proposal.payload_size = args.payload.size;
  proposal.number = governance.proposal_count;
  proposal.proposer = ctx.staker.key();
  proposal.rent_payer = ctx.staker.key();
  proposal.stake_pool = governance.stake_pool;
  proposal.created_at = now;
  proposal.voting_ends_at = voting_ends_at;
  proposal.mint_supply = supply;
  proposal.quorum = quorum_of(supply, rules.quorum_bps);
  proposal.document = args.document;
  sol_memcpy_(proposal.payload.items, args.payload.data, args.payload.size);
  GRAPNEL_TRY(check_action(proposal));

  const Checked<u64> next = Checked{governance.proposal_count} + 1;
  if (!next) return fail(GovernanceError::TallyOverflow);
  governance.proposal_count = next.value();
  emit(ProposalCreated{ctx.proposal.key(), proposal.proposer, proposal.document, proposal.number, voting_ends_at,
                       proposal.quorum, static_cast<u64>(proposal.kind)});
  return ok;
}

}  // namespace governance
