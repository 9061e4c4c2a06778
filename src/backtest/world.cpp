#include "backtest/world.hpp"

#include <swap_pool/quote.hpp>

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

namespace zestron::backtest {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::uint64_t kBillion = 1'000'000'000, kMost = std::numeric_limits<std::uint64_t>::max();

// More than a mint can have is as much as it can have.
void add(std::uint64_t& to, Wide amount) { to = amount > kMost - to ? kMost : to + static_cast<std::uint64_t>(amount); }

template <class State>
void tell(std::set<Pubkey>& news, const std::map<Pubkey, State>& states, std::vector<World::What>& out) {
  for (const auto& key : std::exchange(news, {})) out.emplace_back(states.at(key));
}

}  // namespace

void World::take(const Observation& observation, std::vector<What>& answers) {
  ++acted_.seen;
  if (const auto* holding = std::get_if<domain::Holding>(&observation.what)) {
    acted_.holdings[holding->mint] = holding->amount;
    new_holdings_.insert(holding->mint);
  } else if (const auto* stake = std::get_if<domain::StakeState>(&observation.what)) {
    acted_.stakes[stake->pool] = *stake;
    new_stakes_.insert(stake->pool);
  } else if (const auto* earned = std::get_if<Earned>(&observation.what)) {
    const auto found = acted_.stakes.find(earned->pool);
    if (found == acted_.stakes.end()) return;
    add(found->second.rewards, static_cast<Wide>(found->second.staked) * earned->per_billion / kBillion);
    new_stakes_.insert(earned->pool);
  } else if (const auto* pool = std::get_if<domain::PoolState>(&observation.what)) {
    pools_[pool->pool] = *pool;
    new_pools_.insert(pool->pool);
  } else if (const auto* proposal = std::get_if<domain::ProposalState>(&observation.what)) {
    proposals_[proposal->proposal] = *proposal;
    new_proposals_.insert(proposal->proposal);
  } else {
    answers.emplace_back(std::get<domain::Answer>(observation.what));
  }
}

std::vector<World::What> World::news(UnixMillis now) {
  std::vector<What> out, answers;
  while (!list_.empty() && list_.front().at <= now) {
    take(list_.front(), answers);
    list_ = list_.subspan(1);
  }
  tell(new_pools_, pools_, out);
  tell(new_proposals_, proposals_, out);
  for (const auto& mint : std::exchange(new_holdings_, {}))
    out.emplace_back(domain::Holding{mint, acted_.holdings[mint]});
  tell(new_stakes_, acted_.stakes, out);
  std::ranges::move(answers, std::back_inserter(out));
  return out;
}

void World::act(const domain::Action& action) {
  const bool done = std::visit([this](const auto& what) { return carry_out(what); }, action);
  ++(done ? acted_.done : acted_.failed)[std::string(domain::name(action))];
}

bool World::pay(const Pubkey& mint, std::uint64_t amount) {
  auto& held = acted_.holdings[mint];
  if (held < amount) return false;
  held -= amount;
  new_holdings_.insert(mint);
  return true;
}

void World::receive(const Pubkey& mint, std::uint64_t amount) {
  add(acted_.holdings[mint], amount);
  new_holdings_.insert(mint);
}

bool World::carry_out(const domain::Swap& swap) {
  const auto found = pools_.find(swap.pool);
  if (found == pools_.end()) return false;
  auto& pool = found->second;
  const bool a_to_b = swap.mint_in == pool.mint_a;
  if (swap.mint_in != (a_to_b ? pool.mint_a : pool.mint_b) || swap.mint_out != (a_to_b ? pool.mint_b : pool.mint_a))
    return false;
  auto& in = a_to_b ? pool.reserve_a : pool.reserve_b;
  auto& out = a_to_b ? pool.reserve_b : pool.reserve_a;
  swap_pool::Fees fees{};
  fees.trade_fee_numerator = pool.fee_bps;
  fees.trade_fee_denominator = 10'000;
  swap_pool::SwapQuote quote{};
  if (!swap_pool::quote_swap(swap.amount_in, {.in = in, .out = out, .supply = 1}, fees, quote)) return false;
  if (quote.amount_out < swap.out_min || !pay(swap.mint_in, swap.amount_in)) return false;
  in += swap.amount_in;
  out -= quote.amount_out;
  receive(swap.mint_out, quote.amount_out);
  new_pools_.insert(swap.pool);
  return true;
}

// As the node's executor does it: what may be claimed is claimed first.
bool World::carry_out(const domain::Stake& stake) {
  const auto found = acted_.stakes.find(stake.pool);
  if (found == acted_.stakes.end() || found->second.mint != stake.mint) return false;
  const auto rewards = found->second.rewards;
  const auto held = acted_.holdings[stake.mint];
  if (static_cast<Wide>(held) + rewards < stake.amount) return false;
  if (rewards != 0) receive(stake.mint, std::exchange(found->second.rewards, 0));
  if (!pay(stake.mint, stake.amount)) return false;
  add(found->second.staked, stake.amount);
  new_stakes_.insert(stake.pool);
  return true;
}

bool World::carry_out(const domain::Transfer& transfer) { return pay(transfer.mint, transfer.amount); }

// Nobody recorded what it weighs, so the tally stays what was recorded.
bool World::carry_out(const domain::Vote& vote) {
  const auto found = proposals_.find(vote.proposal);
  return found != proposals_.end() && found->second.open && voted_.insert(vote.proposal).second;
}

}  // namespace zestron::backtest
