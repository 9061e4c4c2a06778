#include "chain_rpc/methods/preflight.hpp"

#include "chain_rpc/error_text.hpp"
#include "chain_rpc/json_text.hpp"

namespace zestron::chain_rpc::methods {

namespace {

std::unexpected<RpcError> failed(std::string_view error, std::string simulation) {
  return refuse(code::kPreflightFailure, "Transaction simulation failed: " + transaction_error_text(error),
                std::move(simulation));
}

Checked<Slot> preflight_slot(const Call& call, const Config& config) {
  return call.slot_at(commitment_of(config["preflightCommitment"], Commitment::kFinalized), config);
}

}  // namespace

std::string signature_failure_result() {
  return R"({"accounts":null,"err":"SignatureFailure","fee":null,"innerInstructions":null,"loadedAccountsDataSize":0,)"
         R"("loadedAddresses":null,"logs":[],"postBalances":null,"postTokenBalances":null,"preBalances":null,)"
         R"("preTokenBalances":null,"replacementBlockhash":null,"returnData":null,"unitsConsumed":0})";
}

Checked<void> preflight(const Call& call, const CheckedTransaction& checked, const Config& config) {
  ZESTRON_RPC_CHECK(preflight_slot(call, config));
  if (!checked.signatures_good) return failed(R"("SignatureFailure")", signature_failure_result());
  if (!call.backend.trouble().empty())
    return refuse(code::kNodeUnhealthy, "Node is unhealthy", R"({"numSlotsBehind":null})");
  for (int attempts_left = 8;; --attempts_left) {
    ZESTRON_RPC_TRY(slot, preflight_slot(call, config));
    auto simulation = call.backend.simulate(slot, *checked.transaction, R"({"answers":"sendTransaction"})");
    if (!simulation && simulation.error().code == BackendCode::kNoSuchSlot && attempts_left > 0) continue;
    if (!simulation) return std::unexpected(to_rpc_error(std::move(simulation.error())));
    const std::string error = json_member(*simulation, "err");
    if (error == "null") return {};
    return failed(error, std::move(*simulation));
  }
}

}  // namespace zestron::chain_rpc::methods
