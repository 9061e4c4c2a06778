#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/methods/block_range.hpp"

namespace zestron::chain_rpc::methods {

Reply get_blocks_with_limit(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(2, 3));
  ZESTRON_RPC_TRY(start, call.params[0].u64());
  ZESTRON_RPC_TRY(limit, call.params[1].u64("usize"));
  if (limit > kBlocksMax) return invalid_params("Limit too large; max 500000");
  ZESTRON_RPC_TRY(config, call.params.config(2, "RpcContextConfig"));
  ZESTRON_RPC_TRY(tip, confirmed_tip(call, config));
  if (limit == 0 || tip.value() < start) return "[]";
  return list_blocks(call, Slot{start}, tip, limit);
}

}  // namespace zestron::chain_rpc::methods
