#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/encoding.hpp"

namespace zestron::chain_rpc::methods {

Reply get_account_info(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(1, 2));
  ZESTRON_RPC_TRY(key, call.params[0].pubkey());
  ZESTRON_RPC_TRY(config, call.params.config(1, "RpcAccountInfoConfig"));
  ZESTRON_RPC_TRY(options, account_options(config));
  return value_as_of(call, config, [&](Slot slot) { return call.backend.account_json(slot, key, options); });
}

}  // namespace zestron::chain_rpc::methods
