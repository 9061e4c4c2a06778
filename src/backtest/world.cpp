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

// What the pool gives for it, and the pool as it is then; nullopt when it does not trade these, or gives less than `out_min`.
std::optional<std::uint64_t> trade(domain::PoolState& pool, const Pubkey& mint_in, const Pubkey& mint_out,
                                   std::uint64_t amount_in, std::uint64_t out_min) {
  const bool a_to_b = mint_in == pool.mint_a;
  if (mint_in != (a_to_b ? pool.mint_a : pool.mint_b) || mint_out != (a_to_b ? pool.mint_b : pool.mint_a))
    return std::nullopt;
  auto& in = a_to_b ? pool.reserve_a : pool.reserve_b;
  auto& out = a_to_b ? pool.reserve_b : pool.reserve_a;
  swap_pool::Fees fees{};
  fees.trade_fee_numerator = pool.fee_bps;
  fees.trade_fee_denominator = 10'000;
  swap_pool::SwapQuote quote{};
  if (!swap_pool::quote_swap(amount_in, {.in = in, .out = out, .supply = 1}, fees, quote)) return std::nullopt;
  if (quote.amount_out < out_min) return std::nullopt;
  in += amount_in;
  out -= quote.amount_out;
  return quote.amount_out;
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
  } else if (const auto* traded = std::get_if<Traded>(&observation.what)) {
    const auto found = pools_.find(traded->pool);
    if (found == pools_.end()) return;
    const auto out = traded->mint_in == found->second.mint_a ? found->second.mint_b : found->second.mint_a;
    if (trade(found->second, traded->mint_in, out, traded->amount_in, 0)) new_pools_.insert(traded->pool);
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

bool World::holds(const Pubkey& mint, std::uint64_t amount) const {
  const auto found = acted_.holdings.find(mint);
  return found != acted_.holdings.end() && found->second >= amount;
}

bool World::pay(const Pubkey& mint, std::uint64_t amount) {
  auto& held = acted_.holdings[mint];
  if (held < amount) return false;
  held -= amount;
  add(acted_.moved[mint].paid, amount);
  new_holdings_.insert(mint);
  return true;
}

void World::receive(const Pubkey& mint, std::uint64_t amount) {
  add(acted_.holdings[mint], amount);
  add(acted_.moved[mint].received, amount);
  new_holdings_.insert(mint);
}

bool World::carry_out(const domain::Swap& swap) {
  const auto found = pools_.find(swap.pool);
  if (found == pools_.end() || !holds(swap.mint_in, swap.amount_in)) return false;
  auto& pool = found->second;
  const auto out = trade(pool, swap.mint_in, swap.mint_out, swap.amount_in, swap.out_min);
  if (!out) return false;
  pay(swap.mint_in, swap.amount_in);
  receive(swap.mint_out, *out);
  new_pools_.insert(swap.pool);
  return true;
}

// Both legs or neither. What the first gives beyond what the second takes stays in the wallet.
bool World::carry_out(const domain::Arbitrage& legs) {
  const auto first = pools_.find(legs.first), second = pools_.find(legs.second);
  if (first == pools_.end() || second == pools_.end() || first == second) return false;
  if (!holds(legs.mint, legs.amount_in)) return false;
  auto at_first = first->second, at_second = second->second;
  const auto between = trade(at_first, legs.mint, legs.between, legs.amount_in, legs.amount_between);
  if (!between) return false;
  const auto back = trade(at_second, legs.between, legs.mint, legs.amount_between, legs.out_min);
  if (!back) return false;
  first->second = at_first;
  second->second = at_second;
  pay(legs.mint, legs.amount_in);
  receive(legs.mint, *back);
  receive(legs.between, *between);
  pay(legs.between, legs.amount_between);
  new_pools_.insert({legs.first, legs.second});
  return true;
}

// nullptr when there is no such pool, or nobody recorded its shares.
domain::PoolState* World::pool_of(const Pubkey& key, const Pubkey& shares, const Pubkey& mint_a, const Pubkey& mint_b) {
  const auto found = pools_.find(key);
  if (found == pools_.end()) return nullptr;
  auto& pool = found->second;
  const bool same = pool.shares == shares && pool.mint_a == mint_a && pool.mint_b == mint_b;
  return same && pool.supply != 0 ? &pool : nullptr;
}

bool World::carry_out(const domain::AddLiquidity& add) {
  auto* pool = pool_of(add.pool, add.shares_mint, add.mint_a, add.mint_b);
  if (pool == nullptr || add.shares > kMost - pool->supply) return false;
  const auto a = swap_pool::deposit_for(add.shares, pool->supply, pool->reserve_a);
  const auto b = swap_pool::deposit_for(add.shares, pool->supply, pool->reserve_b);
  if (!a || !b || a.value() > add.a_max || b.value() > add.b_max) return false;
  if (a.value() > kMost - pool->reserve_a || b.value() > kMost - pool->reserve_b) return false;
  if (!holds(add.mint_a, a.value()) || !holds(add.mint_b, b.value())) return false;
  pay(add.mint_a, a.value());
  pay(add.mint_b, b.value());
  receive(add.shares_mint, add.shares);
  pool->reserve_a += a.value();
  pool->reserve_b += b.value();
  pool->supply += add.shares;
  new_pools_.insert(add.pool);
  return true;
}

// The fee that a pool may keep of shares given back is not recorded, and not taken.
bool World::carry_out(const domain::RemoveLiquidity& remove) {
  auto* pool = pool_of(remove.pool, remove.shares_mint, remove.mint_a, remove.mint_b);
  if (pool == nullptr || remove.shares > pool->supply || !holds(remove.shares_mint, remove.shares)) return false;
  const auto a = swap_pool::withdrawal_of(remove.shares, pool->supply, pool->reserve_a);
  const auto b = swap_pool::withdrawal_of(remove.shares, pool->supply, pool->reserve_b);
  if (!a || !b || a.value() < remove.a_min || b.value() < remove.b_min) return false;
  pay(remove.shares_mint, remove.shares);
  receive(remove.mint_a, a.value());
  receive(remove.mint_b, b.value());
  pool->reserve_a -= a.value();
  pool->reserve_b -= b.value();
  pool->supply -= remove.shares;
  new_pools_.insert(remove.pool);
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
