#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/methods/block_lookup.hpp"
#include "chain_rpc/methods/block_range.hpp"
#include "chain_rpc/methods/transaction_options.hpp"

namespace zestron::chain_rpc::methods {

Reply get_block(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(1, 2));
  ZESTRON_RPC_TRY(slot, call.params[0].u64());
  ZESTRON_RPC_TRY(given, encoding_config(call, 1, "RpcBlockConfig"));
  const auto details = given.config["transactionDetails"].variant({"full", "signatures", "none", "accounts"});
  const auto rewards = given.config["rewards"].boolean_or(true);
  if (!details || !rewards) return no_encoding_config();
  ZESTRON_RPC_CHECK(confirmed_tip(call, given.config));
  ZESTRON_RPC_TRY(block, find_block(call, Slot{slot}, given.config.commitment()));
  return block_json(
      call.backend, *block,
      {.transaction = std::move(given.options), .details = details->value_or("full"), .rewards = *rewards});
}

}  // namespace zestron::chain_rpc::methods
