#include "chain_rpc/methods/methods.hpp"

namespace zestron::chain_rpc::methods {

Reply get_inflation_rate(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect_none());
  Slot at;
  return read_as_of(call, Config{}, at, [&](Slot slot) { return call.backend.query(slot, R"("inflationRate")"); });
}

}  // namespace zestron::chain_rpc::methods
