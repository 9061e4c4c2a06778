#include "chain_rpc/methods/methods.hpp"

namespace zestron::chain_rpc::methods {

// Without shreds: the newest slot that was executed, which is how far a validator of its own cluster is with them.
Reply get_max_shred_insert_slot(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect_none());
  return std::to_string(call.backend.bounds().processed.value());
}

}  // namespace zestron::chain_rpc::methods
