// VoteRecord: that a stake has voted on a proposal, and how. It exists until the vote has ended, so that no stake votes
// twice; then its rent goes back.
#pragma once

#include <governance/ballot.hpp>

namespace governance {

// Offsets count from behind the 8-byte discriminator.
struct VoteRecord {
  u8 version;
  u8 bump;
  u8 choice;  // a Choice
  Array<u8, 5> reserved_flags;
  Pubkey proposal;
  Pubkey stake;
  Pubkey staker;
  Pubkey rent_payer;
  u64 weight;
  u64 amount;
  i64 voting_ends_at;  // the proposal's, which may be gone by then
  Array<u8, 128> reserved;
};

inline constexpr usize kVoteRecordSpace = 8 + sizeof(VoteRecord);
static_assert(sizeof(VoteRecord) == 288);
static_assert(__builtin_offsetof(VoteRecord, proposal) == 8);
static_assert(__builtin_offsetof(VoteRecord, weight) == 136);
static_assert(__builtin_offsetof(VoteRecord, reserved) == 160);

constexpr bool is_readable_vote(const VoteRecord& vote) { return vote.version == kLayoutVersion; }

}  // namespace governance
