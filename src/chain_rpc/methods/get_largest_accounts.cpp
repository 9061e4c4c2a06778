#include "chain_rpc/methods/methods.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

// Agave keeps an answer for two hours; this one is always of the slot it names.
Reply get_largest_accounts(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(0, 1));
  ZESTRON_RPC_TRY(config, call.params.config(0, "RpcLargestAccountsConfig"));
  ZESTRON_RPC_TRY(filter, config["filter"].variant({"circulating", "nonCirculating"}));
  ZESTRON_RPC_CHECK(config["sortResults"].boolean_or(true));
  const auto query = fmt::format(R"({{"largestAccounts":{{"filter":{}}}}})", filter ? quote(*filter) : "null");
  return value_as_of(call, config, [&](Slot slot) { return call.backend.query(slot, query); });
}

}  // namespace zestron::chain_rpc::methods
