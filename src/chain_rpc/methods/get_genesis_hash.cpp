#include "chain_rpc/methods/methods.hpp"

namespace zestron::chain_rpc::methods {

Reply get_genesis_hash(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect_none());
  return quote(call.backend.genesis_hash());
}

}  // namespace zestron::chain_rpc::methods
