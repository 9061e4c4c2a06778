#include "app/node/observations.hpp"

#include "codec/cid.hpp"
#include "codec/sha256.hpp"
#include "infra/file/file.hpp"
#include "protocols/governance/governance.hpp"
#include "protocols/swap_pool/swap_pool.hpp"
#include "protocols/token/token.hpp"
#include "protocols/zest_staking/zest_staking.hpp"

#include <algorithm>

namespace zestron::node {
namespace {

namespace governance = protocols::governance;
namespace staking = protocols::zest_staking;
namespace swap_pool = protocols::swap_pool;
namespace token = protocols::token;

constexpr std::size_t kProposalTextMax = 4'096;  // what the module reads of it

}  // namespace

std::optional<agent::Trigger> trigger_of(const domain::Event& event) {
  using On = agent::Trigger::On;
  if (const auto* pool = std::get_if<domain::PoolState>(&event.what)) return agent::Trigger{On::kPool, pool->pool};
  if (const auto* proposal = std::get_if<domain::ProposalState>(&event.what))
    return agent::Trigger{On::kProposal, proposal->proposal};
  if (const auto* holding = std::get_if<domain::Holding>(&event.what))
    return agent::Trigger{On::kHolding, holding->mint};
  if (const auto* stake = std::get_if<domain::StakeState>(&event.what)) return agent::Trigger{On::kStake, stake->pool};
  return std::nullopt;
}

std::optional<std::optional<ports::AccountState>> Observations::account(const Pubkey& key) {
  if (const auto known = read_.find(key); known != read_.end()) return known->second;
  auto state = chain_.account(key, Commitment::kProcessed);
  if (!state) return std::nullopt;  // asked again
  return read_[key] = *std::move(state);
}

std::optional<ports::AccountState> Observations::noted(const Pubkey& key) {
  read_for_.push_back(key);
  return account(key).value_or(std::nullopt);
}

std::optional<Observations::What> Observations::read(const agent::Trigger& trigger,
                                                     const std::optional<Pubkey>& wallet) {
  using On = agent::Trigger::On;
  switch (trigger.on) {
    case On::kPool: return pool(trigger.key);
    case On::kProposal: return proposal(trigger.key);
    case On::kHolding: return wallet ? holding(trigger.key, *wallet) : std::nullopt;
    case On::kStake: return wallet ? stake(trigger.key, *wallet) : std::nullopt;
    case On::kTick:
    case On::kMessage: break;
  }
  return std::nullopt;
}

// Many agents look at the same one.
std::optional<Observations::What> Observations::pool(const Pubkey& key) {
  auto known = pools_.find(key);
  if (known == pools_.end()) {
    const auto before = std::exchange(read_for_, {});
    auto state = read_pool(key);
    known = pools_.emplace(key, Pool{std::move(state), std::exchange(read_for_, before)}).first;
  }
  read_for_.insert(read_for_.end(), known->second.read_for.begin(), known->second.read_for.end());
  return known->second.state;
}

std::optional<Observations::What> Observations::read_pool(const Pubkey& key) {
  const auto state = noted(key);
  const auto pool = state ? swap_pool::decode(key, state->owner, state->data) : std::nullopt;
  if (!pool) return std::nullopt;
  const auto amount = [&](const Pubkey& vault) -> std::optional<std::uint64_t> {
    const auto held = noted(vault);
    const auto tokens = held ? token::read_account(held->owner, held->data) : std::nullopt;
    return tokens ? std::optional(tokens->amount) : std::nullopt;
  };
  const auto in_a = amount(pool->vault_a), in_b = amount(pool->vault_b);
  const auto shares = noted(pool->shares);
  const auto mint = shares ? token::read_mint(shares->owner, shares->data) : std::nullopt;
  if (!in_a || !in_b || !mint) return std::nullopt;
  return swap_pool::state_of(*pool, *in_a, *in_b, mint->supply);
}

std::optional<Observations::What> Observations::proposal(const Pubkey& key) {
  const auto state = noted(key);
  const auto proposal = state ? governance::decode_proposal(state->owner, state->data, clock_) : std::nullopt;
  if (!proposal) return std::nullopt;
  domain::ProposalState out{key, proposal->open, proposal->votes_for, proposal->votes_against, {}};
  // Shown only where it is what the proposal's hash says.
  const auto text = infra::read_file(folder_.blobs() / codec::cid_of(proposal->document));
  if (text && codec::sha256(*text) == proposal->document)
    out.text = as_text(*text).substr(0, std::min(text->size(), kProposalTextMax));
  return out;
}

std::optional<Observations::What> Observations::holding(const Pubkey& mint, const Pubkey& wallet) {
  // A mint stays what it is, and every transfer names it: once read, it is not looked at again.
  auto program = programs_.find(mint);
  if (program == programs_.end()) {
    const auto state = noted(mint);
    if (!state || !token::read_mint(state->owner, state->data)) return std::nullopt;
    program = programs_.emplace(mint, state->owner).first;
  }
  const auto held = noted(token::associated_address(wallet, mint, program->second));
  const auto tokens = held ? token::read_account(held->owner, held->data) : std::nullopt;
  return domain::Holding{mint, tokens ? tokens->amount : 0};
}

std::optional<Observations::What> Observations::stake(const Pubkey& pool, const Pubkey& wallet) {
  const auto state = noted(pool);
  if (!state || !staking::decode_pool(pool, state->owner, state->data)) return std::nullopt;
  const auto record = noted(staking::stake_address(pool, wallet));
  if (!record || record->owner != state->owner) return std::nullopt;
  const auto stake = staking::state_of(pool, state->data, record->data, clock_);
  return stake ? std::optional<What>(*stake) : std::nullopt;
}

}  // namespace zestron::node
