#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/methods/block_lookup.hpp"

namespace zestron::chain_rpc::methods {

// Takes no commitment; a confirmed block has its time for good.
Reply get_block_time(const Call& call) {
  ZESTRON_RPC_TRY(slot, call.params.numbers(1));
  ZESTRON_RPC_TRY(block, find_block(call, Slot{slot[0]}, Commitment::kConfirmed));
  return std::to_string(block->clock.value());
}

}  // namespace zestron::chain_rpc::methods
