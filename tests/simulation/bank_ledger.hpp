// Agave's runtime with the real agent_factory on it, as the blocks of a simulated cluster. The bank has no forks: where blocks disappear a
// new bank executes those that remain, from genesis, and must come to the same bank hash.
#pragma once

#include "ledger.hpp"

#include "chain/bank/bank.hpp"
#include "chain/testing/folder.hpp"

#include <map>

namespace zestron::simulation {

class BankLedger final : public Ledger {
 public:
  /// At most as many agents as may be active without a stake (agent_factory/active_agents.hpp).
  BankLedger(std::span<const Pubkey> agents, std::span<const codec::Keypair> executors);

  [[nodiscard]] std::uint64_t blockhash_life() const override { return blockhash_life_; }
  std::vector<Landed> append(Slot slot, const Hash& blockhash, std::span<const Bytes> wires) override;
  void roll_back(std::uint64_t head) override;
  /// The owner deactivates it, or activates it again, in the next block.
  void pause(const Pubkey& agent, bool paused) override { paused_[agent] = paused; }
  [[nodiscard]] std::optional<ports::AccountState> account(const Pubkey& key, std::uint64_t height) const override;
  [[nodiscard]] ports::ChainOutcome<ports::Simulation> simulate(ByteView wire, std::span<const Pubkey> accounts_after,
                                                                std::uint64_t height) const override;
  [[nodiscard]] std::uint64_t rent_exempt_minimum(std::size_t size) const override {
    return bank_->rent_exempt_minimum(size).value();
  }
  [[nodiscard]] std::optional<std::uint64_t> trades_in(const ports::AccountState& account) const override;

 private:
  struct Sealed {
    Slot slot;
    Hash blockhash;
    std::vector<Bytes> wires;  // that landed, in their order
    Hash bank_hash;
  };
  void open();
  /// Seals the open slot as the next block.
  void seal(Sealed block);
  [[nodiscard]] std::vector<Bytes> owners_wires() const;

  Bytes genesis_;
  chain::testing::Folder folder_;
  std::optional<chain::bank::Bank> bank_;
  std::vector<Sealed> blocks_;  // by height
  std::map<Pubkey, bool> paused_;
  std::uint64_t blockhash_life_ = 0;
};

}  // namespace zestron::simulation
