#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/json_text.hpp"
#include "chain_rpc/methods/block_lookup.hpp"
#include "chain_rpc/methods/block_range.hpp"
#include "chain_rpc/methods/transaction_options.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

namespace {

/// The member that `transactionDetails` asks for, with a comma before it; nothing for "none".
Reply details(const Call& call, const chain::SlotRecord& block, const std::string& kind,
              const TransactionOptions& options) {
  if (kind == "none") return std::string{};
  std::string list;
  for (std::size_t i = 0; i < block.transactions.size(); ++i) {
    if (i > 0) list += ',';
    if (kind == "signatures") {
      list += quote(block.transactions[i].signature);
      continue;
    }
    ZESTRON_RPC_TRY(one, show_transaction(call, block, i, options));
    list += json_without(one, {"slot", "blockTime", "transactionIndex"});  // the block says these
  }
  return fmt::format(R"(,"{}":[{}])", kind == "signatures" ? "signatures" : "transactions", list);
}

}  // namespace

Reply get_block(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(1, 2));
  ZESTRON_RPC_TRY(slot, call.params[0].u64());
  ZESTRON_RPC_TRY(given, encoding_config(call, 1, "RpcBlockConfig"));
  ZESTRON_RPC_TRY(kind, given.config["transactionDetails"].variant({"full", "signatures", "none", "accounts"}));
  ZESTRON_RPC_TRY(rewards, given.config["rewards"].boolean_or(true));
  if (kind == "accounts") given.options.details = *kind;
  ZESTRON_RPC_CHECK(confirmed_tip(call, given.config));
  ZESTRON_RPC_TRY(block, find_block(call, Slot{slot}, given.config.commitment()));
  ZESTRON_RPC_TRY(transactions, details(call, *block, kind.value_or("full"), given.options));
  return fmt::format(R"({{"blockHeight":{},"blockTime":{},"blockhash":{},"parentSlot":{},"previousBlockhash":{}{}{}}})",
                     block->block_height, block->clock.value(), quote(block->blockhash), block->parent.value(),
                     quote(block->parent_blockhash), rewards ? R"(,"rewards":[])" : "", transactions);
}

}  // namespace zestron::chain_rpc::methods
