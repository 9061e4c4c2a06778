#include "chain_rpc/methods/methods.hpp"

namespace zestron::chain_rpc::methods {

// Snapshots of the embedded chain are its own and cannot be fetched by a validator.
Reply get_highest_snapshot_slot(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect_none());
  return refuse(code::kNoSnapshot, "No snapshot");
}

}  // namespace zestron::chain_rpc::methods
