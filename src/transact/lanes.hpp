// The executor keys that transactions are paid and signed by. Each is its own fee payer, so that transactions of different lanes
// share no account but the market's and run in parallel (Sealevel).
#pragma once

#include "ports/signer.hpp"

#include <cstddef>
#include <map>
#include <vector>

namespace zestron::transact {

class Lanes {
 public:
  /// At least one; they outlive this. `depth_max`: effects of one lane that may be in flight, which bounds what one fee payer can
  /// owe at once.
  Lanes(std::vector<ports::Signer*> signers, std::size_t depth_max)
      : signers_(std::move(signers)), depth_max_(depth_max) {}

  /// The lane with the fewest in flight, the first among equals; null when all are full.
  [[nodiscard]] ports::Signer* pick() const {
    ports::Signer* best = nullptr;
    for (auto* signer : signers_) {
      if (depth(signer->pubkey()) < depth_max_ && (best == nullptr || depth(signer->pubkey()) < depth(best->pubkey())))
        best = signer;
    }
    return best;
  }
  [[nodiscard]] std::size_t depth(const Pubkey& lane) const {
    const auto it = depths_.find(lane);
    return it == depths_.end() ? 0 : it->second;
  }
  void entered(const Pubkey& lane) { depths_[lane] += 1; }
  void left(const Pubkey& lane) {
    const auto it = depths_.find(lane);
    if (it != depths_.end() && --it->second == 0) depths_.erase(it);
  }

 private:
  std::vector<ports::Signer*> signers_;
  std::size_t depth_max_;
  std::map<Pubkey, std::size_t> depths_;  // by key: a lane of an earlier run may have no signer any more
};

}  // namespace zestron::transact
