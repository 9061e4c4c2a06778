#include "cluster.hpp"

#include <algorithm>

namespace zestron::simulation {

std::optional<std::uint64_t> Cluster::height_of(const Signature& signature) const {
  const auto found = heights_.find(signature);
  return found == heights_.end() ? std::nullopt : std::optional(found->second);
}

const Landed& Cluster::landed(const Signature& signature) const {
  const auto& all = blocks_[heights_.at(signature)].landed;
  return *std::ranges::find(all, signature, &Landed::signature);
}

const Block& Cluster::produce(Slot slot, const Hash& blockhash, std::span<const Bytes> wires) {
  const auto height = blocks_.size();
  blocks_.push_back({slot, blockhash, ledger_->append(slot, blockhash, wires)});
  for (const auto& landed : blocks_.back().landed) heights_[landed.signature] = height;
  if (height > kFinalDepth) root_ = std::max(root_, height - kFinalDepth);
  return blocks_.back();
}

std::vector<Landed> Cluster::roll_back(std::uint64_t count) {
  std::vector<Landed> lost;
  const auto before = head();
  for (; count > 0 && head() > root_ + 1; --count) {
    for (auto& landed : blocks_.back().landed) {
      heights_.erase(landed.signature);
      lost.push_back(std::move(landed));
    }
    blocks_.pop_back();
  }
  if (head() != before) ledger_->roll_back(head());
  return lost;
}

}  // namespace zestron::simulation
