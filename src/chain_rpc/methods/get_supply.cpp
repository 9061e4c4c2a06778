#include "chain_rpc/methods/methods.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

Reply get_supply(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(0, 1));
  ZESTRON_RPC_TRY(config, call.params.config(0, "RpcSupplyConfig"));
  ZESTRON_RPC_TRY(without_list, config["excludeNonCirculatingAccountsList"].boolean_or(false));
  const auto query = fmt::format(R"({{"supply":{{"excludeNonCirculatingAccountsList":{}}}}})", without_list);
  return value_as_of(call, config, [&](Slot slot) { return call.backend.query(slot, query); });
}

}  // namespace zestron::chain_rpc::methods
