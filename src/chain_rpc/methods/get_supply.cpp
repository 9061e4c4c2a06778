#include "chain_rpc/methods/methods.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

Reply get_supply(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(0, 1));
  ZESTRON_RPC_TRY(config, call.params.config(0, "RpcSupplyConfig"));
  Slot at;
  ZESTRON_RPC_TRY(bank, read_as_of(call, config, at, [&](Slot slot) { return call.backend.bank(slot); }));
  const auto total = bank.capitalization.value();
  return with_context(
      call, at,
      fmt::format(R"({{"circulating":{},"nonCirculating":0,"nonCirculatingAccounts":[],"total":{}}})", total, total));
}

}  // namespace zestron::chain_rpc::methods
