#include "chain_rpc/methods/methods.hpp"

namespace zestron::chain_rpc::methods {

Reply get_minimum_balance_for_rent_exemption(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(1, 2));
  ZESTRON_RPC_TRY(size, call.params[0].u64("usize"));
  ZESTRON_RPC_CHECK(call.params.strict_commitment(1));
  return std::to_string(call.backend.rent_exempt_minimum(size));
}

}  // namespace zestron::chain_rpc::methods
