#include "chain_rpc/methods/block_lookup.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

Checked<std::shared_ptr<const chain::SlotRecord>> find_block(const Call& call, Slot slot, Commitment commitment) {
  const chain::History& history = call.backend.history();
  const Bounds bounds = call.backend.bounds();
  if (slot < history.oldest()) {
    return refuse(code::kBlockCleanedUp,
                  fmt::format("Block {} cleaned up, does not exist on node. First available block: {}", slot.value(),
                              history.oldest().value()));
  }
  const bool in_reach = slot < bounds.finalized || (commitment == Commitment::kConfirmed && slot <= bounds.confirmed);
  auto record = in_reach ? history.slot(slot) : nullptr;
  if (record) return record;
  if (slot < bounds.finalized) {
    return refuse(code::kSlotSkipped,
                  fmt::format("Slot {} was skipped, or missing due to ledger jump to recent snapshot", slot.value()));
  }
  return refuse(code::kBlockNotAvailable, fmt::format("Block not available for slot {}", slot.value()));
}

}  // namespace zestron::chain_rpc::methods
