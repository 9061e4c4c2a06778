// A Solana cluster as a transaction sender sees one: blocks, forks, blockhashes that expire, signatures that are forgotten. Blocks are final
// sooner than on the real one: 8 deep.
#pragma once

#include "ledger.hpp"

#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace zestron::simulation {

inline constexpr std::uint64_t kFinalDepth = 8;
inline constexpr std::uint64_t kConfirmedDepth = 3;

struct Block {
  Slot slot;
  Hash blockhash;
  std::vector<Landed> landed;
};

/// Blocks by height from 0, which is genesis.
class Cluster {
 public:
  explicit Cluster(std::unique_ptr<Ledger> ledger) : ledger_(std::move(ledger)) {
    blocks_.push_back({Slot(0), genesis_blockhash(), {}});
  }

  [[nodiscard]] const Ledger& ledger() const { return *ledger_; }
  [[nodiscard]] std::uint64_t head() const { return blocks_.size() - 1; }
  [[nodiscard]] std::uint64_t root() const { return root_; }
  [[nodiscard]] const Block& block(std::uint64_t height) const { return blocks_[height]; }
  [[nodiscard]] std::optional<std::uint64_t> height_of(const Signature& signature) const;
  [[nodiscard]] const Landed& landed(const Signature& signature) const;

  void pause(const Pubkey& agent, bool paused) { ledger_->pause(agent, paused); }
  /// The next block, with those of `wires` that can land in it; what landed.
  const Block& produce(Slot slot, const Hash& blockhash, std::span<const Bytes> wires);
  /// The last `count` blocks disappear, none of them final; what was in them.
  std::vector<Landed> roll_back(std::uint64_t count);

 private:
  std::unique_ptr<Ledger> ledger_;
  std::vector<Block> blocks_;
  std::uint64_t root_ = 0;
  std::map<Signature, std::uint64_t> heights_;
};

}  // namespace zestron::simulation
