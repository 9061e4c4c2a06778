// Proposal: one action, the rules it was made under, the votes, and where it stands. Numbers are never used twice, so
// neither is an address.
#pragma once

#include <governance/actions.hpp>
#include <governance/ballot.hpp>

namespace governance {

// Append only.
enum class ProposalStatus : u8 {
  Voting,  // also when the vote has ended and nobody has queued it
  Queued,
  Executed,
  Cancelled,  // by the guardian
  Withdrawn,  // by its proposer
};
inline constexpr usize kProposalStatusCount = 5;

// Offsets count from behind the 8-byte discriminator.
struct Proposal {
  u8 version;
  u8 bump;
  ProposalStatus status;
  ActionKind kind;
  u32 payload_size;
  u64 number;
  Pubkey proposer;
  Pubkey rent_payer;
  Pubkey stake_pool;  // whose records vote
  i64 created_at;
  i64 voting_ends_at;  // the first second in which nobody votes any more
  i64 queued_at;
  i64 executable_at;
  i64 decided_at;   // executed, cancelled or withdrawn
  u64 mint_supply;  // when it was made, as is the next
  u64 quorum;
  Tally yes;
  Tally no;
  Tally abstain;
  Hash256 document;  // of the text that says why
  u8 has_buffer;     // 1: the proposer has given the buffer of an upgrade, and gets it back if nothing comes of it
  Array<u8, 7> reserved_flags;
  Array<u8, kPayloadMax> payload;
  Array<u8, 128> reserved;
};

inline constexpr usize kProposalSpace = 8 + sizeof(Proposal);
static_assert(sizeof(Proposal) == 1024);
static_assert(__builtin_offsetof(Proposal, number) == 8);
static_assert(__builtin_offsetof(Proposal, created_at) == 112);
static_assert(__builtin_offsetof(Proposal, quorum) == 160);
static_assert(__builtin_offsetof(Proposal, yes) == 168);
static_assert(__builtin_offsetof(Proposal, payload) == 256);
static_assert(__builtin_offsetof(Proposal, reserved) == 896);

// Of this version, with everything in range that the program follows: what each instruction demands first.
constexpr bool is_readable_proposal(const Proposal& proposal) {
  return proposal.version == kLayoutVersion && static_cast<usize>(proposal.status) < kProposalStatusCount &&
         static_cast<usize>(proposal.kind) < kActionKindCount && has_action_size(proposal.kind, proposal.payload_size);
}

// Of a proposal of that kind.
template <class Action>
const Action& action_of(const Proposal& proposal) {
  static_assert(alignof(Action) <= 8 && sizeof(Action) <= kPayloadMax);
  return *reinterpret_cast<const Action*>(proposal.payload.items);
}

constexpr bool has_passed(const Proposal& proposal) {
  return reaches_quorum(proposal.yes, proposal.abstain, proposal.quorum) && is_accepted(proposal.yes, proposal.no);
}

// Nothing can come of it any more, so that its account may go.
constexpr bool is_over(const Proposal& proposal, i64 now) {
  switch (proposal.status) {
    case ProposalStatus::Voting:
      return now >= proposal.voting_ends_at &&
             (!has_passed(proposal) || now > later(proposal.voting_ends_at, kQueueWindowSeconds));
    case ProposalStatus::Queued: return now > later(proposal.executable_at, kExecutionWindowSeconds);
    default: return true;
  }
}

}  // namespace governance
