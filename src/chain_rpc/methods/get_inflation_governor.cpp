#include "chain_rpc/methods/methods.hpp"

namespace zestron::chain_rpc::methods {

Reply get_inflation_governor(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(0, 1));
  ZESTRON_RPC_TRY(config, call.params.strict_commitment(0));
  Slot at;
  return read_as_of(call, config, at, [&](Slot slot) { return call.backend.query(slot, R"("inflationGovernor")"); });
}

}  // namespace zestron::chain_rpc::methods
