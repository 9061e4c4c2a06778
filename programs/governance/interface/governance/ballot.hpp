// Ballot: how votes are counted and what makes a proposal pass. Pure, and the same for program and host.
#pragma once

#include <governance/governance_state.hpp>

namespace governance {

// Yes and no are weighed against each other. Abstaining is for who wants a decision and leaves it to others: it counts
// towards the quorum. No doesn't, or a proposal could reach its quorum by the votes of those who are against it, and they
// would do better to stay away.
enum class Choice : u8 { Yes, No, Abstain };

struct Tally {
  u64 weight;
  u64 amount;  // tokens, without regard to their locks

  friend constexpr bool operator==(const Tally&, const Tally&) = default;
};

// ⌈of · bps / 10,000⌉ for bps up to 10,000: at most `of`, so nothing overflows.
constexpr u64 share_up(u64 of, u64 bps) {
  return of / kBasisPoints * bps + (of % kBasisPoints * bps + kBasisPoints - 1) / kBasisPoints;
}

// Tokens that must take part: a part of all there are when the proposal is made, never none. Not of what is staked then:
// whoever is against could stake for that one second, which has no vote, and raise the bar for those who have.
constexpr u64 quorum_of(u64 mint_supply, u64 quorum_bps) {
  const u64 quorum = share_up(mint_supply, quorum_bps);
  return quorum > 0 ? quorum : 1;
}

constexpr bool reaches_quorum(const Tally& yes, const Tally& abstain, u64 quorum) {
  const Checked<u64> amount = Checked{yes.amount} + abstain.amount;
  return !amount || amount.value() >= quorum;
}

constexpr bool is_accepted(const Tally& yes, const Tally& no) { return yes.weight > no.weight; }

// What a proposer has staked at least; never nothing.
constexpr u64 proposal_stake(u64 mint_supply, u64 proposal_stake_bps) {
  const u64 amount = share_up(mint_supply, proposal_stake_bps);
  return amount > 0 ? amount : 1;
}

// The time `seconds` after another, the last there is if that would be too large.
constexpr i64 later(i64 time, i64 seconds) {
  const Checked<i64> sum = Checked{time} + seconds;
  return sum ? sum.value() : i64{0x7fff'ffff'ffff'ffff};
}

}  // namespace governance
