#include "chain_rpc/methods/methods.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

// One node, this one. It takes transactions over RPC only, so it names no TPU address.
Reply get_cluster_nodes(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect_none());
  const Version& version = call.backend.version();
  return fmt::format(
      R"([{{"featureSet":{},"gossip":null,"pubkey":{},"pubsub":{},"rpc":{},"serveRepair":null,"shredVersion":0,"tpu":null,"tpuForwards":null,"tpuForwardsQuic":null,"tpuQuic":null,"tpuVote":null,"tvu":null,"version":"{}"}}])",
      version.feature_set, quote(call.backend.identity()), quote(call.caller.pubsub_address),
      quote(call.caller.rpc_address), version.agave);
}

}  // namespace zestron::chain_rpc::methods
