// What an agent saw besides prices, recorded: pools, its stakes and holdings, proposals, and what a model or a person answered, each with
// its time. A file beside the ticks, so that an agent that acts on chain has a backtest too.
//
// One JSON object a line, in order of time; amounts are decimal text, keys base58. Each has `at_ms` and one of:
//
//   holding   {mint, amount}                              what the wallet holds from then on
//   stake     {pool, mint, staked, rewards}               what it has staked, and may claim, from then on
//   earned    {pool, per_billion}                         what each 1,000,000,000 units staked have earned since the last such line
//   pool      {pool, mint_a, mint_b, reserve_a, reserve_b, fee_bps}, and with {shares, supply} where the agent deals in its shares
//   traded    {pool, mint_in, amount_in}                  what somebody else gave to the pool, as it stands by then
//   proposal  {proposal, open, votes_for, votes_against, text}
//   said      {node, sequence, text}                      a language model's answer to that question of that node
//   decided   {node, sequence, approved}                  a person's
#pragma once

#include "domain/event.hpp"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace zestron::backtest {

/// Rewards that streamed to stakes of a pool.
struct Earned {
  Pubkey pool;
  std::uint64_t per_billion = 0;  ///< base units
};

/// Somebody else's trade with a pool: it gets what the pool gives, so that pools go on from what the agent did to them.
struct Traded {
  Pubkey pool, mint_in;
  std::uint64_t amount_in = 0;  ///< base units
};

struct Observation {
  UnixMillis at;
  std::variant<domain::Holding, domain::StakeState, Earned, domain::PoolState, domain::ProposalState, domain::Answer,
               Traded>
      what;
};

struct Observations {
  Hash hash;  ///< sha256 of the file
  std::vector<Observation> list;
};

/// The error names the line.
std::expected<Observations, std::string> parse_observations(std::string_view text);

}  // namespace zestron::backtest
