#include "chain_rpc/methods/methods.hpp"

namespace zestron::chain_rpc::methods {

Reply get_first_available_block(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect_none());
  return std::to_string(call.backend.history().oldest().value());
}

}  // namespace zestron::chain_rpc::methods
