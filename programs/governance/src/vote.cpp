#include <governance/instructions.hpp>

#include "voter.hpp"

namespace governance {

namespace {

Tally& tally_of(Proposal& proposal, Choice choice) {
  switch (choice) {
    case Choice::Yes: return proposal.yes;
    case Choice::No: return proposal.no;
    case Choice::Abstain: break;
  }
  return proposal.abstain;
}

}  // namespace

// A vote is final: the record stands until the vote has ended, and Init refuses a second one.
Result<> vote(Context<Vote>& ctx, const VoteArgs& args) {
  Proposal& proposal = *ctx.proposal;
  const StakeRecord& stake = *ctx.stake;
  GRAPNEL_TRY(require(proposal.status == ProposalStatus::Voting, GovernanceError::NotVoting));
  GRAPNEL_TRY(require(Clock::get().unix_timestamp < proposal.voting_ends_at, GovernanceError::VotingEnded));
  GRAPNEL_TRY(require_voter(stake, proposal.stake_pool, proposal.created_at, proposal.voting_ends_at));
  GRAPNEL_TRY(require(stake.amount != 0, GovernanceError::StakeEmpty));

  const u64 weight = zest_staking::vote_weight(stake.amount, stake.lock_until, proposal.voting_ends_at);
  Tally& tally = tally_of(proposal, args.choice);
  tally.weight = GRAPNEL_TRY((Checked{tally.weight} + weight).or_fail(GovernanceError::TallyOverflow));
  tally.amount = GRAPNEL_TRY((Checked{tally.amount} + stake.amount).or_fail(GovernanceError::TallyOverflow));

  VoteRecord& vote = *ctx.vote;
  vote.version = kLayoutVersion;
  vote.bump = ctx.vote.bump();
  vote.choice = static_cast<u8>(args.choice);
  vote.proposal = ctx.proposal.key();
  vote.stake = ctx.stake.key();
  vote.staker = ctx.staker.key();
  vote.rent_payer = ctx.staker.key();
  vote.weight = weight;
  vote.amount = stake.amount;
  vote.voting_ends_at = proposal.voting_ends_at;
  emit(Voted{vote.proposal, vote.stake, weight, vote.amount, static_cast<u64>(args.choice)});
  return ok;
}

}  // namespace governance
