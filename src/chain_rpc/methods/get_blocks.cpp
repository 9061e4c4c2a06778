#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/methods/block_range.hpp"

namespace zestron::chain_rpc::methods {

Reply get_blocks(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(1, 3));
  ZESTRON_RPC_TRY(start, call.params[0].u64());
  // The second parameter is an end slot or already the config.
  const bool bare_config = call.params[1].is_object();
  ZESTRON_RPC_TRY(config, call.params.config(bare_config ? 1 : 2, "RpcContextConfig"));
  ZESTRON_RPC_TRY(tip, confirmed_tip(call, config));
  std::uint64_t end = tip.value();
  if (!bare_config) {
    ZESTRON_RPC_TRY(given, call.params[1].optional_u64());
    end = std::min(given.value_or(end), end);
  }
  if (end < start) return "[]";
  if (end - start > kBlocksMax) return invalid_params("Slot range too large; max 500000");
  return list_blocks(call, Slot{start}, Slot{end}, kBlocksMax + 1);
}

}  // namespace zestron::chain_rpc::methods
