#include "chain_rpc/methods/methods.hpp"

namespace zestron::chain_rpc::methods {

Reply get_slot(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(0, 1));
  ZESTRON_RPC_TRY(config, call.params.config(0, "RpcContextConfig"));
  ZESTRON_RPC_TRY(slot, call.slot(config));
  return std::to_string(slot.value());
}

}  // namespace zestron::chain_rpc::methods
