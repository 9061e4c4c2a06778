// From an intent that moves something to agent_factory's `execute` around what another program does: a swap on swap_pool, two of them in
// one transaction, liquidity of a pool, a transfer, a stake, a vote. Reads wallet, allow list, pool and prices from the chain; sits between the pipeline, which asks, and protocols/.
#pragma once

#include "transact/pipeline.hpp"

#include <functional>
#include <optional>

namespace zestron::transact {

/// The wallet that an agent acts with on this node; nullopt: none.
using WalletOf = std::function<std::optional<Pubkey>(const Pubkey& agent)>;

/// The most that making a vote's record takes from the executor, who pays its rent: 296 bytes, two years.
inline constexpr Lamports kVoteRentMax(3'000'000);

class Spending {
 public:
  /// `chain` outlives it; everything is read at `at`.
  Spending(ports::Chain& chain, WalletOf wallet_of, Commitment at)
      : chain_(chain), wallet_of_(std::move(wallet_of)), at_(at) {}

  /// Of any action but a claim. `nonce` is the wallet's, as nonce() read it.
  ///
  /// What the wallet holds lies in its associated token accounts. A stake claims its rewards first, so that they can be staked; a vote
  /// pays the rent of its record. The error says what is missing on chain: the wallet, an allow entry, a pool.
  Built build(const domain::Intent& intent, const Pubkey& executor, std::optional<std::uint64_t> nonce) const;

  /// The wallet's: every `execute` moves it on, and it fails on any other.
  ports::ChainOutcome<std::optional<std::uint64_t>> nonce(const domain::Intent& intent, Commitment commitment) const;

  /// The wallet and its purse, and both token programs.
  policy::Ours ours(const domain::Intent& intent) const;

 private:
  ports::Chain& chain_;
  WalletOf wallet_of_;
  Commitment at_;
};

}  // namespace zestron::transact
