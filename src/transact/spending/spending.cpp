#include "transact/spending/spending.hpp"

#include "codec/base58.hpp"
#include "codec/sha256.hpp"
#include "protocols/agent_factory/client.hpp"
#include "protocols/governance/governance.hpp"
#include "protocols/pyth/price_update_v2.hpp"
#include "protocols/swap_pool/swap_pool.hpp"
#include "protocols/system/system.hpp"
#include "protocols/token/token.hpp"
#include "protocols/zest_staking/zest_staking.hpp"
#include "transact/journal/intent_bytes.hpp"

#include <fmt/format.h>

#include <cstring>

namespace zestron::transact {
namespace {

namespace factory = protocols::agent_factory;
namespace governance = protocols::governance;
namespace staking = protocols::zest_staking;
namespace swap_pool = protocols::swap_pool;
namespace token = protocols::token;

template <class T>
using Found = std::expected<T, std::string>;
using Instructions = std::vector<codec::Instruction>;

// The sysvar: slot u64 │ epoch start i64 │ epoch u64 │ leader schedule epoch u64 │ unix time i64.
constexpr std::size_t kClockTimeAt = 32;

const Pubkey& clock_address() {
  static const auto key = *codec::from_base58<Pubkey>("SysvarC1ock11111111111111111111111111111111");
  return key;
}

// What the wallet calls, in order, and what has to stand around it.
struct Calls {
  Instructions before = {};         // by the executor
  Instructions inner = {};          // by the wallet, each in an `execute`
  std::vector<Pubkey> mints = {};   // that move
  std::optional<Pubkey> pool = {};  // a market whose trade is measured
  std::vector<Pubkey> shares = {};  // of that pool move too: its account, its vaults, its share mint
};

class Builder {
 public:
  Builder(ports::Chain& chain, Commitment at, const domain::Intent& intent, const Pubkey& executor,
          const Pubkey& wallet)
      : chain_(chain), at_(at), intent_(intent), executor_(executor), wallet_(wallet) {}

  Built build(std::optional<std::uint64_t> nonce) const {
    const auto agent = agent_state();
    if (!agent) return std::unexpected(agent.error());
    const auto wallet = wallet_state();
    if (!wallet) return std::unexpected(wallet.error());
    if (nonce && *nonce != wallet->nonce) return std::unexpected("the wallet's nonce has moved meanwhile");
    const auto calls = std::visit([this](const auto& action) { return calls_of(action); }, intent_.action);
    if (!calls) return std::unexpected(calls.error());
    const auto prices = prices_of(*agent, *calls);
    if (!prices) return std::unexpected(prices.error());
    auto out = calls->before;
    auto next = wallet->nonce;
    for (const auto& inner : calls->inner) {
      const auto entry = factory::allow_entry(*agent, wallet_, inner);
      if (!entry)
        return std::unexpected(
            fmt::format("the agent's allow list has no entry for this call of {}", codec::to_base58(inner.program)));
      factory::Execute request{.agent = intent_.agent,
                               .wallet = wallet_,
                               .executor = executor_,
                               .nonce = next++,
                               .context_root = codec::sha256(intent_bytes(intent_)),
                               .entry = *entry,
                               .inner = inner,
                               .prices = *prices};
      if (!(wallet->license == grapnel::Pubkey{})) request.license = factory::to_host(wallet->license);
      auto built = factory::execute(request);
      if (!built) return std::unexpected(built.error().message);
      out.push_back(*std::move(built));
    }
    return out;
  }

 private:
  Found<ports::AccountState> account(const Pubkey& key, std::string_view what) const {
    auto state = chain_.account(key, at_);
    if (!state) return std::unexpected(state.error().message);
    if (!*state) return std::unexpected(fmt::format("there is no {} at {}", what, codec::to_base58(key)));
    return **std::move(state);
  }

  Found<factory::AgentState> agent_state() const {
    const auto state = account(intent_.agent, "agent");
    if (!state) return std::unexpected(state.error());
    auto agent = factory::decode_agent(state->owner, state->data);
    if (!agent) return std::unexpected(agent.error().message);
    return *std::move(agent);
  }

  Found<factory::Wallet> wallet_state() const {
    const auto state = account(wallet_, "wallet");
    if (!state) return std::unexpected(state.error());
    auto wallet = factory::decode_wallet(state->owner, state->data);
    if (!wallet) return std::unexpected(wallet.error().message);
    if (factory::to_host(wallet->agent) != intent_.agent) return std::unexpected("the wallet is another agent's");
    return *std::move(wallet);
  }

  // The chain's own, by which rewards stream.
  Found<UnixSeconds> clock() const {
    const auto state = account(clock_address(), "clock");
    if (!state) return std::unexpected(state.error());
    std::int64_t seconds = 0;
    if (state->data.size() < kClockTimeAt + sizeof(seconds)) return std::unexpected("the clock's account is too short");
    std::memcpy(&seconds, state->data.data() + kClockTimeAt, sizeof(seconds));
    return UnixSeconds(seconds);
  }

  Found<Pubkey> token_program_of(const Pubkey& mint) const {
    const auto state = account(mint, "mint");
    if (!state) return std::unexpected(state.error());
    if (!token::read_mint(state->owner, state->data)) return std::unexpected(codec::to_base58(mint) + " is no mint");
    return state->owner;
  }

  Found<Calls> calls_of(const domain::ClaimPerformance&) const { return std::unexpected("a claim moves nothing"); }

  // A pool, and where the wallet holds what it trades.
  struct Market {
    swap_pool::Pool pool;
    Pubkey program_a, program_b;  // token programs of the mints
    Pubkey held_a, held_b;
  };
  Found<Market> market(const Pubkey& key) const {
    const auto state = account(key, "pool");
    if (!state) return std::unexpected(state.error());
    const auto pool = swap_pool::decode(key, state->owner, state->data);
    if (!pool) return std::unexpected(codec::to_base58(key) + " is no pool of swap_pool");
    const auto program_a = token_program_of(pool->mint_a), program_b = token_program_of(pool->mint_b);
    if (!program_a || !program_b) return std::unexpected(program_a ? program_b.error() : program_a.error());
    return Market{*pool, *program_a, *program_b, token::associated_address(wallet_, pool->mint_a, *program_a),
                  token::associated_address(wallet_, pool->mint_b, *program_b)};
  }

  Found<codec::Instruction> swap_at(const domain::Swap& swap) const {
    const auto at = market(swap.pool);
    if (!at) return std::unexpected(at.error());
    const auto& pool = at->pool;
    const bool a_to_b = swap.mint_in == pool.mint_a && swap.mint_out == pool.mint_b;
    if (!a_to_b && !(swap.mint_in == pool.mint_b && swap.mint_out == pool.mint_a))
      return std::unexpected("the pool does not trade these mints");
    return swap_pool::swap(pool, {.trader = wallet_,
                                  .source = a_to_b ? at->held_a : at->held_b,
                                  .destination = a_to_b ? at->held_b : at->held_a,
                                  .a_to_b = a_to_b,
                                  .program_a = at->program_a,
                                  .program_b = at->program_b,
                                  .amount_in = swap.amount_in,
                                  .out_min = swap.out_min});
  }

  Found<Calls> calls_of(const domain::Swap& swap) const {
    auto call = swap_at(swap);
    if (!call) return std::unexpected(call.error());
    Calls out{.mints = {swap.mint_in, swap.mint_out}, .pool = swap.pool};
    out.inner.push_back(*std::move(call));
    return out;
  }

  // The second leg spends exactly what the first has to give at least. The pools' entries of the registry stay out, so neither leg is
  // booked as a measured trade: with both, and prices, the message would be 36 bytes longer than a packet.
  Found<Calls> calls_of(const domain::Arbitrage& legs) const {
    auto there = swap_at({.pool = legs.first,
                          .mint_in = legs.mint,
                          .mint_out = legs.between,
                          .amount_in = legs.amount_in,
                          .out_min = legs.amount_between});
    if (!there) return std::unexpected(there.error());
    auto back = swap_at({.pool = legs.second,
                         .mint_in = legs.between,
                         .mint_out = legs.mint,
                         .amount_in = legs.amount_between,
                         .out_min = legs.out_min});
    if (!back) return std::unexpected(back.error());
    Calls out{.mints = {legs.mint, legs.between}};
    out.inner = {*std::move(there), *std::move(back)};
    return out;
  }

  // As an action names it; `limit` is of mint a and b.
  template <class Action>
  Found<Calls> calls_of_liquidity(const Action& action, std::uint64_t limit_a, std::uint64_t limit_b,
                                  codec::Instruction (*call)(const swap_pool::Pool&,
                                                             const swap_pool::Liquidity&)) const {
    const auto at = market(action.pool);
    if (!at) return std::unexpected(at.error());
    const auto& pool = at->pool;
    if (pool.mint_a != action.mint_a || pool.mint_b != action.mint_b || pool.shares != action.shares_mint)
      return std::unexpected("the pool has other sides, or other shares");
    Calls out{.mints = {pool.mint_a, pool.mint_b},
              .pool = action.pool,
              .shares = {action.pool, pool.vault_a, pool.vault_b, pool.shares}};
    out.inner.push_back(
        call(pool, {.owner = wallet_,
                    .account_a = at->held_a,
                    .account_b = at->held_b,
                    .account_shares = token::associated_address(wallet_, pool.shares, pool.share_program),
                    .program_a = at->program_a,
                    .program_b = at->program_b,
                    .shares = action.shares,
                    .limit_a = limit_a,
                    .limit_b = limit_b}));
    return out;
  }

  Found<Calls> calls_of(const domain::AddLiquidity& add) const {
    return calls_of_liquidity(add, add.a_max, add.b_max, swap_pool::add_liquidity);
  }

  Found<Calls> calls_of(const domain::RemoveLiquidity& remove) const {
    return calls_of_liquidity(remove, remove.a_min, remove.b_min, swap_pool::remove_liquidity);
  }

  Found<Calls> calls_of(const domain::Transfer& transfer) const {
    const auto state = account(transfer.mint, "mint");
    if (!state) return std::unexpected(state.error());
    const auto mint = token::read_mint(state->owner, state->data);
    if (!mint) return std::unexpected(codec::to_base58(transfer.mint) + " is no mint");
    const auto held = [&](const Pubkey& owner) {
      return token::associated_address(owner, transfer.mint, state->owner);
    };
    Calls out{.mints = {transfer.mint}};
    out.inner.push_back(token::transfer(held(wallet_), transfer.mint, held(transfer.destination), wallet_,
                                        transfer.amount, mint->decimals, state->owner));
    return out;
  }

  Found<Calls> calls_of(const domain::Stake& stake) const {
    if (stake.lock_days != 0) return std::unexpected("an agent's stake is not locked by its executor");
    const auto state = account(stake.pool, "staking pool");
    if (!state) return std::unexpected(state.error());
    const auto pool = staking::decode_pool(stake.pool, state->owner, state->data);
    if (!pool || pool->mint != stake.mint)
      return std::unexpected(codec::to_base58(stake.pool) + " is no pool that stakes this mint");
    const auto held = token::associated_address(wallet_, pool->mint, pool->token_program);
    Calls out{.mints = {stake.mint}};
    // Rewards come first, so that they are part of what is staked, and what the wallet holds besides stays where it is.
    const auto record = chain_.account(staking::stake_address(stake.pool, wallet_), at_);
    if (!record) return std::unexpected(record.error().message);
    if (*record) {
      const auto now = clock();
      if (!now) return std::unexpected(now.error());
      const auto known = staking::state_of(stake.pool, state->data, (*record)->data, *now);
      if (known && known->rewards != 0) out.inner.push_back(staking::claim_rewards(*pool, wallet_, held));
    }
    out.inner.push_back(staking::stake(*pool, wallet_, held, stake.amount));
    return out;
  }

  Found<Calls> calls_of(const domain::Vote& vote) const {
    const auto state = account(vote.proposal, "proposal");
    if (!state) return std::unexpected(state.error());
    const auto proposal = governance::decode_proposal(state->owner, state->data, UnixSeconds(0));
    if (!proposal) return std::unexpected(codec::to_base58(vote.proposal) + " is no proposal");
    const auto stake = staking::stake_address(proposal->stake_pool, wallet_);
    const auto record = governance::vote_address(vote.proposal, stake);
    const auto rent = chain_.rent_exempt_minimum(governance::kVoteSpace);
    if (!rent) return std::unexpected(rent.error().message);
    Calls out;
    // The wallet holds data, so System takes nothing from it: what its vote's record needs lies there before.
    out.before.push_back(protocols::system::transfer(executor_, record, Lamports(*rent)));
    out.inner.push_back(governance::vote(vote.proposal, wallet_, stake, vote.in_favour));
    return out;
  }

  // The quote mint's entry, for each mint that moves and has a price its entry and where the price stands, the pool's entry; and what
  // shares of it are worth, which needs the price of both its sides.
  Found<std::vector<Pubkey>> prices_of(const factory::AgentState& agent, const Calls& calls) const {
    if (calls.mints.empty()) return std::vector<Pubkey>{};
    std::vector<Pubkey> out{governance::mint_entry_address(factory::to_host(agent.quote_mint))};
    std::size_t priced = 0;
    for (const auto& mint : calls.mints) {
      const auto at = governance::mint_entry_address(mint);
      const auto state = chain_.account(at, at_);
      if (!state) return std::unexpected(state.error().message);
      const auto entry = *state ? governance::decode_mint_entry((*state)->owner, (*state)->data) : std::nullopt;
      // Without a price it may leave where the wallet's holder waives one; the program sees to that.
      if (!entry || (!entry->is_quote && !entry->feed)) continue;
      ++priced;
      out.push_back(at);
      if (entry->feed) out.push_back(pyth::price_account(*entry->feed));
    }
    if (!calls.pool) return out;
    const auto at = governance::pool_entry_address(*calls.pool);
    const auto listed = chain_.account(at, at_);
    if (!listed) return std::unexpected(listed.error().message);
    if (!*listed) return out;
    out.push_back(at);
    if (priced == calls.mints.size()) out.insert(out.end(), calls.shares.begin(), calls.shares.end());
    return out;
  }

  ports::Chain& chain_;
  Commitment at_;
  const domain::Intent& intent_;
  const Pubkey &executor_, &wallet_;
};

}  // namespace

Built Spending::build(const domain::Intent& intent, const Pubkey& executor, std::optional<std::uint64_t> nonce) const {
  const auto wallet = wallet_of_(intent.agent);
  if (!wallet) return std::unexpected("the agent has no wallet on this node");
  return Builder(chain_, at_, intent, executor, *wallet).build(nonce);
}

ports::ChainOutcome<std::optional<std::uint64_t>> Spending::nonce(const domain::Intent& intent,
                                                                  Commitment commitment) const {
  const auto wallet = wallet_of_(intent.agent);
  if (!wallet) return std::optional<std::uint64_t>();
  const auto account = chain_.account(*wallet, commitment);
  if (!account) return std::unexpected(account.error());
  if (!*account) return std::optional<std::uint64_t>();
  const auto state = factory::decode_wallet((*account)->owner, (*account)->data);
  return state ? std::optional<std::uint64_t>(state->nonce) : std::nullopt;
}

policy::Ours Spending::ours(const domain::Intent& intent) const {
  const auto wallet = wallet_of_(intent.agent);
  if (!wallet) return {};
  return {{*wallet, factory::purse_address(*wallet).address}, {token::kToken, token::kToken2022}};
}

}  // namespace zestron::transact
