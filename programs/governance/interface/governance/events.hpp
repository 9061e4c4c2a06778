// One event for each change, with what an indexer can't know from earlier ones.
#pragma once

#include <governance/proposal.hpp>

namespace governance {

struct GovernanceInitialized {
  Pubkey governance;
  Pubkey stake_pool;
  Pubkey zest_mint;
  Pubkey guardian;
  Parameters parameters;
};

// The action itself stands in the account.
struct ProposalCreated {
  Pubkey proposal;
  Pubkey proposer;
  Hash256 document;
  u64 number;
  i64 voting_ends_at;
  u64 quorum;
  u64 kind;  // an ActionKind
};

struct Voted {
  Pubkey proposal;
  Pubkey stake;
  u64 weight;
  u64 amount;
  u64 choice;  // a Choice
};

// Given to governance, or returned.
struct BufferMoved {
  Pubkey proposal;
  Pubkey buffer;
  Pubkey authority;  // its new one
};

struct ProposalQueued {
  Pubkey proposal;
  i64 executable_at;
};

struct ProposalExecuted {
  Pubkey proposal;
  u64 number;
  u64 kind;
};

struct ProposalCancelled {
  Pubkey proposal;
  Pubkey guardian;
};

struct ProposalWithdrawn {
  Pubkey proposal;
};

struct ProposalClosed {
  Pubkey proposal;
  Pubkey rent_payer;
  Lamports returned;
};

struct VoteClosed {
  Pubkey vote;
  Pubkey rent_payer;
  Lamports returned;
};

}  // namespace governance
