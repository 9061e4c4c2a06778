#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/methods/block_range.hpp"
#include "chain_rpc/methods/transaction_options.hpp"

namespace zestron::chain_rpc::methods {

Reply get_transaction(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(1, 2));
  ZESTRON_RPC_TRY(signature, call.params[0].signature());
  ZESTRON_RPC_TRY(given, encoding_config(call, 1, "RpcTransactionConfig"));
  ZESTRON_RPC_TRY(tip, confirmed_tip(call, given.config));
  const auto found = call.backend.history().transaction(signature);
  if (!found || found->record->slot > tip) return "null";
  return transaction_json(call.backend, *found->record, found->index, given.options);
}

}  // namespace zestron::chain_rpc::methods
