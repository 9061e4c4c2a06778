// A model of the program and of what a runtime asks of a transaction. A blockhash lives shorter than on the real one.
#pragma once

#include "ledger.hpp"

#include <map>

namespace zestron::simulation {

class ModelLedger final : public Ledger {
 public:
  ModelLedger(std::span<const Pubkey> agents, std::span<const codec::Keypair> executors);

  [[nodiscard]] std::uint64_t blockhash_life() const override { return 24; }
  std::vector<Landed> append(Slot slot, const Hash& blockhash, std::span<const Bytes> wires) override;
  void roll_back(std::uint64_t head) override;
  void pause(const Pubkey& agent, bool paused) override { paused_[agent] = paused; }
  [[nodiscard]] std::optional<ports::AccountState> account(const Pubkey& key, std::uint64_t height) const override;
  [[nodiscard]] ports::ChainOutcome<ports::Simulation> simulate(ByteView wire, std::span<const Pubkey> accounts_after,
                                                                std::uint64_t height) const override;
  [[nodiscard]] std::uint64_t rent_exempt_minimum(std::size_t) const override { return 1; }
  [[nodiscard]] std::optional<std::uint64_t> trades_in(const ports::AccountState& account) const override;

 private:
  struct Claimed {
    std::uint64_t trades = 0, gain = 0, loss = 0;
    void add(const Claim& claim);
    [[nodiscard]] Bytes data() const;
  };
  struct Version {
    std::uint64_t height;
    Claimed claimed;
  };
  [[nodiscard]] std::optional<Claimed> claimed(const Pubkey& agent, std::uint64_t height) const;
  /// Why the program would not take the claim on top of `height`.
  [[nodiscard]] std::optional<std::string> refuses(const Claim& claim, std::uint64_t height) const;

  std::vector<Hash> blockhashes_{genesis_blockhash()};  // by height
  std::map<Pubkey, std::vector<Version>> agents_;
  std::map<Pubkey, bool> paused_;
  std::map<Signature, std::uint64_t> heights_;
  std::vector<Pubkey> executors_;
};

}  // namespace zestron::simulation
