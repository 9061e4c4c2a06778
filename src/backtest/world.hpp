// What an agent of a backtest sees and changes besides the market: the recorded observations, and on top of them what its own intents do
// to its wallet, its stakes and the pools. Exact integers, on the programs' own arithmetic.
//
// Every intent is carried out whole and at once, or counted as failed: neither gates nor fees of the chain, nor anyone else, are here.
#pragma once

#include "backtest/observations.hpp"
#include "domain/intent.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace zestron::backtest {

/// Base units that its actions brought into the wallet and took out of it.
struct Moved {
  std::uint64_t received = 0, paid = 0;
};

/// How it ended.
struct Acted {
  std::map<std::string, std::uint64_t, std::less<>> done, failed;  ///< by action
  std::map<Pubkey, std::uint64_t> holdings;                        ///< by mint
  std::map<Pubkey, Moved> moved;                                   ///< by mint; both legs of an arbitrage are in it
  std::map<Pubkey, domain::StakeState> stakes;                     ///< by pool
  std::uint64_t seen = 0;                                          ///< observations that came before the market's end
};

class World {
 public:
  using What = decltype(domain::Event::what);

  /// `list` outlives it, and is in order of time.
  explicit World(std::span<const Observation> list) : list_(list) {}

  /// What is new to the agent at `now`: what was recorded until then, and what its intents changed since it was asked last.
  std::vector<What> news(UnixMillis now);
  /// From the next news on.
  void act(const domain::Action& action);

  [[nodiscard]] const Acted& acted() const { return acted_; }

 private:
  void take(const Observation& observation, std::vector<What>& answers);
  bool carry_out(const domain::ClaimPerformance&) { return true; }
  bool carry_out(const domain::Swap& swap);
  bool carry_out(const domain::Arbitrage& legs);
  bool carry_out(const domain::AddLiquidity& add);
  bool carry_out(const domain::RemoveLiquidity& remove);
  bool carry_out(const domain::Stake& stake);
  bool carry_out(const domain::Transfer& transfer);
  bool carry_out(const domain::Vote& vote);
  domain::PoolState* pool_of(const Pubkey& pool, const Pubkey& shares, const Pubkey& mint_a, const Pubkey& mint_b);
  [[nodiscard]] bool holds(const Pubkey& mint, std::uint64_t amount) const;
  bool pay(const Pubkey& mint, std::uint64_t amount);
  void receive(const Pubkey& mint, std::uint64_t amount);

  std::span<const Observation> list_;
  Acted acted_;
  std::map<Pubkey, domain::PoolState> pools_;
  std::map<Pubkey, domain::ProposalState> proposals_;
  std::set<Pubkey> new_holdings_, new_stakes_, new_pools_, new_proposals_;
  std::set<Pubkey> voted_;
};

}  // namespace zestron::backtest
