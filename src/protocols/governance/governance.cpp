#include "protocols/governance/governance.hpp"

#include "protocols/instruction.hpp"
#include "protocols/remembered.hpp"

#include <governance/governance.hpp>

namespace zestron::protocols::governance {
namespace {

namespace program = ::governance;
static_assert(kVoteSpace == program::kVoteRecordSpace);

template <class... Seed>
Pubkey derived(const Seed&... seeds) {
  return to_host(grapnel::find_program_address(program::kProgramId, seeds...).address);
}

}  // namespace

Pubkey mint_entry_address(const Pubkey& mint) {
  thread_local Remembered<Pubkey, 1> known;
  return known({mint}, [&] { return derived(program::kMintSeed, to_program(mint)); });
}
Pubkey pool_entry_address(const Pubkey& pool) {
  thread_local Remembered<Pubkey, 1> known;
  return known({pool}, [&] { return derived(program::kPoolSeed, to_program(pool)); });
}
Pubkey vote_address(const Pubkey& proposal, const Pubkey& stake) {
  return derived(program::kVoteSeed, to_program(proposal), to_program(stake));
}

std::optional<MintEntry> decode_mint_entry(const Pubkey& owner, ByteView data) {
  if (owner != to_host(program::kProgramId)) return std::nullopt;
  const auto entry = grapnel::client::account<program::MintEntry>(data);
  if (!entry || !program::is_readable_mint_entry(*entry)) return std::nullopt;
  MintEntry out{.is_quote = entry->price_kind == program::PriceKind::Quote, .feed = std::nullopt};
  if (entry->price_kind == program::PriceKind::Pyth) out.feed = domain::FeedId::from(to_host(entry->price_feed).view());
  return out;
}

std::optional<Proposal> decode_proposal(const Pubkey& owner, ByteView data, UnixSeconds now) {
  if (owner != to_host(program::kProgramId)) return std::nullopt;
  const auto state = grapnel::client::account<program::Proposal>(data);
  if (!state || !program::is_readable_proposal(*state)) return std::nullopt;
  Proposal out{.stake_pool = to_host(state->stake_pool),
               .document = {},
               .open = state->status == program::ProposalStatus::Voting && now.value() < state->voting_ends_at,
               .votes_for = state->yes.weight,
               .votes_against = state->no.weight};
  std::memcpy(out.document.data(), state->document.items, Hash::kSize);
  return out;
}

codec::Instruction vote(const Pubkey& proposal, const Pubkey& staker, const Pubkey& stake, bool in_favour) {
  return to_host(
      grapnel::client::instruction<program::vote>(program::kProgramId,
                                                  {to_program(staker), to_program(proposal), to_program(stake),
                                                   to_program(vote_address(proposal, stake)), grapnel::System::kId},
                                                  {in_favour ? program::Choice::Yes : program::Choice::No}));
}

}  // namespace zestron::protocols::governance
