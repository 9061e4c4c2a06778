#include "chain_rpc/methods/methods.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

namespace {

constexpr std::size_t kSignaturesMax = 256;
constexpr std::uint64_t kConfirmationsMax = 31;  // one more is finalized, shown as null

std::string status_json(const chain::SignatureInfo& info, const Bounds& bounds, Commitment reached) {
  const std::uint64_t depth = bounds.processed.value() - info.slot.value();
  const bool finalized = reached == Commitment::kFinalized;
  const std::string confirmations = finalized ? "null" : std::to_string(std::min(depth, kConfirmationsMax));
  const std::string status =
      info.error_json.empty() ? R"({"Ok":null})" : fmt::format(R"({{"Err":{}}})", info.error_json);
  return fmt::format(R"({{"confirmationStatus":"{}","confirmations":{},"err":{},"slot":{},"status":{}}})",
                     to_string(reached), confirmations, or_null(info.error_json), info.slot.value(), status);
}

}  // namespace

// The whole history is always searched; searchTransactionHistory asks for what is given anyway.
Reply get_signature_statuses(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(1, 2));
  ZESTRON_RPC_TRY(values, call.params[0].array());
  if (values.size() > kSignaturesMax)
    return invalid_params(fmt::format("Too many inputs provided; max {}", kSignaturesMax));
  ZESTRON_RPC_TRY(config, call.params.config(1, "RpcSignatureStatusConfig"));
  if (call.params[1].present()) {
    if (!config["searchTransactionHistory"].present())
      return invalid_params("Invalid params: missing field `searchTransactionHistory`.");
    ZESTRON_RPC_CHECK(config["searchTransactionHistory"].boolean());
  }
  // Taken before the look-ups: a status found later is then at least as settled as it is said to be.
  const Bounds bounds = call.backend.bounds();
  std::string list = "[";
  for (const Value& value : values) {
    ZESTRON_RPC_TRY(signature, value.signature());
    const auto info = call.backend.history().status(signature);
    const auto reached = info ? bounds.reached(info->slot) : std::nullopt;
    if (list.size() > 1) list += ',';
    list += reached ? status_json(*info, bounds, *reached) : "null";
  }
  return with_context(call, bounds.processed, list += ']');
}

}  // namespace zestron::chain_rpc::methods
