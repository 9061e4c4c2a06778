#include "chain_rpc/methods/methods.hpp"

namespace zestron::chain_rpc::methods {

Reply get_transaction_count(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(0, 1));
  ZESTRON_RPC_TRY(config, call.params.config(0, "RpcContextConfig"));
  Slot at;
  ZESTRON_RPC_TRY(bank, read_as_of(call, config, at, [&](Slot slot) { return call.backend.bank(slot); }));
  return std::to_string(bank.transaction_count);
}

}  // namespace zestron::chain_rpc::methods
