// Governance for host code: the registries that prices and pools are found in, proposals as agents see them, and a vote. Sits between the
// program's interface and transact. No I/O.
#pragma once

#include "codec/transaction/instruction.hpp"
#include "domain/event.hpp"
#include "domain/feed_id.hpp"

#include <optional>

namespace zestron::protocols::governance {

Pubkey mint_entry_address(const Pubkey& mint);
Pubkey pool_entry_address(const Pubkey& pool);

struct MintEntry {
  bool is_quote = false;               ///< worth one by decree
  std::optional<domain::FeedId> feed;  ///< Pyth's, of its price; nullopt: no price, or by decree
};
/// nullopt when the account is no entry of a mint.
std::optional<MintEntry> decode_mint_entry(const Pubkey& owner, ByteView data);

struct Proposal {
  Pubkey stake_pool;  ///< whose stakes vote
  Hash document;      ///< sha256 of the text that says why
  bool open = false;
  std::uint64_t votes_for = 0, votes_against = 0;  ///< weights
};
/// At `now`; nullopt when the account is no proposal.
std::optional<Proposal> decode_proposal(const Pubkey& owner, ByteView data, UnixSeconds now);

Pubkey vote_address(const Pubkey& proposal, const Pubkey& stake);
inline constexpr std::size_t kVoteSpace = 296;
/// Makes the record of the vote, for which `staker` pays; an address that has its rent already costs nothing.
codec::Instruction vote(const Pubkey& proposal, const Pubkey& staker, const Pubkey& stake, bool in_favour);

}  // namespace zestron::protocols::governance
