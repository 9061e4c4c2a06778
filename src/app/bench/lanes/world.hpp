// What the lanes' benchmark runs on: an agent with eight executors, any number of wallets with tokens and limits, a pool of
// swap_pool and its prices, as accounts of a genesis block. Built from the programs' own headers; no instruction prepares it.
#pragma once

#include "chain/slot_source.hpp"
#include "codec/transaction/transaction.hpp"

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace zestron::bench::lane_world {

inline constexpr std::size_t kLanes = 8;

class World {
 public:
  /// Prices are published at `now`. Wallet w is run by executor w % kLanes, who pays the fees.
  World(std::size_t wallet_count, UnixSeconds now);

  /// What bank::make_genesis takes.
  [[nodiscard]] std::string genesis_json() const;
  /// `count` executions, every wallet once and then again: a swap each, bought and sold in turn. Nonces count on from call to call.
  std::vector<codec::Transaction> sign(std::size_t count, const Hash& blockhash);
  /// Accounts that two fee payers may write and that don't belong to the market.
  [[nodiscard]] std::size_t accounts_shared(const std::vector<codec::Transaction>& transactions) const;

 private:
  struct Holder {
    Pubkey wallet, purse, dollars, gold;
    std::uint64_t nonce = 0;
  };
  codec::Instruction execute(std::size_t wallet);
  void put_programs();
  void put_market();
  void put_prices(UnixSeconds now);
  void put_agent();
  void put_wallet(std::size_t index);
  void put(const Pubkey& key, const Pubkey& owner, Bytes data, bool executable = false);

  std::array<codec::Keypair, kLanes> executors_;
  std::vector<Holder> holders_;
  std::vector<chain::HostWrite> accounts_;
  std::set<Pubkey> market_;
};

}  // namespace zestron::bench::lane_world
