#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/methods/preflight.hpp"
#include "chain_rpc/transaction_param.hpp"

namespace zestron::chain_rpc::methods {

// Answers when the transaction is queued for execution. One that landed before is refused by preflight, and without preflight
// rejected unseen by the bank's status cache.
Reply send_transaction(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(1, 2));
  ZESTRON_RPC_TRY(text, call.params[0].string());
  ZESTRON_RPC_TRY(config, call.params.config(1, "RpcSendTransactionConfig"));
  ZESTRON_RPC_TRY(skip, config["skipPreflight"].boolean_or(false));
  ZESTRON_RPC_TRY(wire, decode_transaction(text, config));
  ZESTRON_RPC_TRY(checked, check_transaction(call.backend, wire));
  if (skip) {
    ZESTRON_RPC_CHECK(call.slot_at(Commitment::kProcessed, config));
  } else {
    ZESTRON_RPC_CHECK(preflight(call, checked, config));
  }
  const Signature signature = checked.transaction->signature();
  if (!checked.signatures_good)
    return quote(signature);  // as in a cluster: accepted, and dropped on the way to the leader
  if (auto queued = call.backend.submit(std::move(checked.transaction)); !queued) {
    if (queued.error().code == BackendCode::kUpstream) return std::unexpected(to_rpc_error(std::move(queued.error())));
    return refuse(code::kNodeUnhealthy, "Node is unhealthy", R"({"numSlotsBehind":null})");
  }
  return quote(signature);
}

}  // namespace zestron::chain_rpc::methods
