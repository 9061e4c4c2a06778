#include "chain_rpc/methods/block_range.hpp"

namespace zestron::chain_rpc::methods {

Checked<Slot> confirmed_tip(const Call& call, const Config& config) {
  if (config.commitment() == Commitment::kProcessed)
    return invalid_params("Method does not support commitment below `confirmed`");
  return call.slot(config);
}

Reply list_blocks(const Call& call, Slot start, Slot end, std::uint64_t limit) {
  const chain::History& history = call.backend.history();
  std::string list = "[";
  std::uint64_t count = 0;
  for (auto slot = std::max(start, history.oldest()).value(); slot <= end.value() && count < limit; ++slot) {
    if (!history.slot(Slot{slot})) continue;
    if (count++ > 0) list += ',';
    list += std::to_string(slot);
  }
  return list += ']';
}

}  // namespace zestron::chain_rpc::methods
