#include "chain_rpc/methods/methods.hpp"

namespace zestron::chain_rpc::methods {

Reply get_stake_minimum_delegation(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(0, 1));
  ZESTRON_RPC_TRY(config, call.params.config(0, "RpcContextConfig"));
  return value_as_of(call, config, [&](Slot slot) { return call.backend.query(slot, R"("minimumDelegation")"); });
}

}  // namespace zestron::chain_rpc::methods
