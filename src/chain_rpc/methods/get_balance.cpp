#include "chain_rpc/methods/methods.hpp"

namespace zestron::chain_rpc::methods {

Reply get_balance(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(1, 2));
  ZESTRON_RPC_TRY(key, call.params[0].pubkey());
  ZESTRON_RPC_TRY(config, call.params.config(1, "RpcContextConfig"));
  Slot at;
  ZESTRON_RPC_TRY(account, read_as_of(call, config, at, [&](Slot slot) { return call.backend.account(slot, key); }));
  return with_context(call, at, std::to_string(account ? account->lamports.value() : 0));
}

}  // namespace zestron::chain_rpc::methods
