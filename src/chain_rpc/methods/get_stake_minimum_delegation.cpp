#include "chain_rpc/methods/methods.hpp"

namespace zestron::chain_rpc::methods {

// One lamport: mainnet has not activated the feature that raises it.
Reply get_stake_minimum_delegation(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(0, 1));
  ZESTRON_RPC_TRY(config, call.params.config(0, "RpcContextConfig"));
  ZESTRON_RPC_TRY(slot, call.slot(config));
  return with_context(call, slot, "1");
}

}  // namespace zestron::chain_rpc::methods
