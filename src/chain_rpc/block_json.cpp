#include "chain_rpc/block_json.hpp"

#include "chain_rpc/call.hpp"
#include "chain_rpc/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace zestron::chain_rpc {
namespace {

/// The member that `details` asks for, with a comma before it; nothing for "none".
Reply transactions(const Backend& backend, const chain::SlotRecord& block, const BlockOptions& options) {
  if (options.details == "none") return std::string{};
  const bool signatures = options.details == "signatures";
  TransactionOptions each = options.transaction;
  if (options.details == "accounts") each.details = options.details;
  std::string list;
  for (std::size_t i = 0; i < block.transactions.size(); ++i) {
    const chain::LandedTransaction& transaction = block.transactions[i];
    if (options.mentions && std::ranges::find(transaction.keys, *options.mentions) == transaction.keys.end()) continue;
    if (!list.empty()) list += ',';
    if (signatures) {
      list += quote(transaction.signature);
      continue;
    }
    ZESTRON_RPC_TRY(one, transaction_json(backend, block, i, each));
    list += json_without(one, {"slot", "blockTime", "transactionIndex"});  // the block says these
  }
  return fmt::format(R"(,"{}":[{}])", signatures ? "signatures" : "transactions", list);
}

/// `numRewardPartitions`, which the first block of an epoch has, and `rewards`, each with a comma before it.
std::string paid(const chain::SlotRecord& block, bool with_rewards) {
  std::string text;
  if (const std::string count = json_member(block.paid_json, "numRewardPartitions"); count != "null")
    text += R"(,"numRewardPartitions":)" + count;
  if (!with_rewards) return text;
  return text + R"(,"rewards":)" + (block.paid_json.empty() ? "[]" : json_member(block.paid_json, "rewards"));
}

}  // namespace

Reply transaction_json(const Backend& backend, const chain::SlotRecord& record, std::size_t index,
                       const TransactionOptions& options) {
  const std::string version = options.version_max
                                  ? fmt::format(R"(,"maxSupportedTransactionVersion":{})", *options.version_max)
                                  : std::string{};
  const auto text =
      fmt::format(R"({{"encoding":"{}","blockTime":{},"transactionIndex":{},"transactionDetails":"{}"{}}})",
                  options.encoding, record.clock.value(), index, options.details, version);
  auto json = backend.transaction_json(record.transactions[index], record.slot, text);
  if (json) return std::move(*json);
  if (json.error().code == BackendCode::kInvalid && json.error().message.starts_with("Transaction version")) {
    return refuse(code::kUnsupportedVersion, std::move(json.error().message));
  }
  return std::unexpected(to_rpc_error(std::move(json.error())));
}

Reply block_json(const Backend& backend, const chain::SlotRecord& block, const BlockOptions& options) {
  ZESTRON_RPC_TRY(list, transactions(backend, block, options));
  return fmt::format(R"({{"blockHeight":{},"blockTime":{},"blockhash":{},"parentSlot":{},"previousBlockhash":{}{}{}}})",
                     block.block_height, block.clock.value(), quote(block.blockhash), block.parent.value(),
                     quote(block.parent_blockhash), paid(block, options.rewards), list);
}

}  // namespace zestron::chain_rpc
