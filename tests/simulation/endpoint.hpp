// One RPC endpoint of the simulated cluster: it lags, drops, repeats and delays, forgets old signatures, and may lie about them.
#pragma once

#include "cluster.hpp"

#include "base/math/random.hpp"

#include <cstdint>
#include <functional>

namespace zestron::simulation {

/// In 1,000 of the cases each, while faults are on.
struct Faults {
  bool on = true;
  std::uint64_t away = 0;  ///< a call fails
  std::uint64_t lost = 0;  ///< a transaction goes nowhere
  std::uint64_t repeated = 0;
  std::uint64_t delayed = 0;
  std::uint64_t stalls = 0;  ///< an endpoint stands still for a slot
  bool forgets = false;      ///< signatures are known for as long as a blockhash lives
  [[nodiscard]] bool strikes(math::Random& random, std::uint64_t per_mille) const {
    return on && random.below(1'000) < per_mille;
  }
};

class Endpoint final : public ports::Chain {
 public:
  struct World {
    Cluster& cluster;
    math::Random& random;
    const Faults& faults;
    std::function<bool()> alive;  ///< counts operations; false: the process is dead
    std::function<void(const Bytes& wire, std::uint64_t delay)> network;  ///< towards the leaders
    std::function<void(const codec::Message&, bool refused)> simulated;
  };
  Endpoint(World& world, bool liar) : world_(world), liar_(liar) {}

  /// A slot passes.
  void move();
  /// Blocks disappeared.
  void fork() { at_ = std::min(at_, world_.cluster.head()); }

  ports::ChainOutcome<ports::LatestBlockhash> latest_blockhash(Commitment commitment) override;
  ports::ChainOutcome<ports::Tip> tip(Commitment commitment) override;
  ports::ChainOutcome<std::optional<ports::AccountState>> account(const Pubkey& key, Commitment commitment) override;
  ports::ChainOutcome<std::uint64_t> rent_exempt_minimum(std::size_t size) override {
    return world_.cluster.ledger().rent_exempt_minimum(size);
  }
  ports::ChainOutcome<Signature> send(ByteView wire) override;
  ports::ChainOutcome<ports::Simulation> simulate(ByteView wire, std::span<const Pubkey> accounts_after) override;
  ports::ChainOutcome<ports::Sighting> sight(const Signature& signature) override;
  ports::ChainOutcome<std::vector<std::uint64_t>> recent_priority_fees(std::span<const Pubkey> accounts) override;

 private:
  [[nodiscard]] bool answers();
  [[nodiscard]] std::uint64_t height(Commitment commitment) const;

  World& world_;
  bool liar_;
  std::uint64_t at_ = 0;    // its newest block
  std::uint64_t root_ = 0;  // never goes back
  std::uint64_t stalled_ = 0;
};

}  // namespace zestron::simulation
