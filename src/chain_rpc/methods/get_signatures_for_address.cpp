#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/methods/block_range.hpp"
#include "codec/base58.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

namespace {

constexpr std::uint64_t kLimitMax = 1'000;

std::string entry(const Call& call, const chain::SignatureInfo& info, const Bounds& bounds) {
  const auto found = call.backend.history().transaction(info.signature);
  const std::string time = found ? std::to_string(found->record->clock.value()) : "null";
  const auto memo =
      found ? call.backend.memo_json(found->record->transactions[found->index]) : BackendResult<std::string>("null");
  const auto reached = bounds.reached(info.slot).value_or(Commitment::kProcessed);
  return fmt::format(
      R"({{"blockTime":{},"confirmationStatus":"{}","err":{},"memo":{},"signature":{},"slot":{},"transactionIndex":{}}})",
      time, to_string(reached), or_null(info.error_json), memo.value_or("null"), quote(info.signature),
      info.slot.value(), found ? std::to_string(found->index) : "null");
}

Checked<std::optional<Signature>> optional_signature(const Value& value) {
  if (!value.present()) return std::nullopt;
  ZESTRON_RPC_TRY(signature, value.signature());
  return signature;
}

/// A list from or to a transaction that nobody knows would be some other list.
Checked<void> expect_known(const Call& call, const std::optional<Signature>& signature) {
  if (!signature || call.backend.history().status(*signature)) return {};
  return refuse(code::kTransactionNotFound, fmt::format("Transaction {} not found", codec::to_base58(*signature)));
}

}  // namespace

Reply get_signatures_for_address(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(1, 2));
  ZESTRON_RPC_TRY(address, call.params[0].pubkey());
  ZESTRON_RPC_TRY(config, call.params.config(1, "RpcSignaturesForAddressConfig"));
  ZESTRON_RPC_TRY(before, optional_signature(config["before"]));
  ZESTRON_RPC_TRY(until, optional_signature(config["until"]));
  ZESTRON_RPC_TRY(limit, config["limit"].optional_u64("usize"));
  if (limit == 0 || limit > kLimitMax) return invalid_params(fmt::format("Invalid limit; max {}", kLimitMax));
  ZESTRON_RPC_TRY(tip, confirmed_tip(call, config));
  ZESTRON_RPC_CHECK(expect_known(call, before));
  ZESTRON_RPC_CHECK(expect_known(call, until));
  const Bounds bounds = call.backend.bounds();
  std::string list = "[";
  for (const auto& info :
       call.backend.history().signatures_for(address, tip, limit.value_or(kLimitMax), before, until)) {
    if (list.size() > 1) list += ',';
    list += entry(call, info, bounds);
  }
  return list += ']';
}

}  // namespace zestron::chain_rpc::methods
