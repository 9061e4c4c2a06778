#include "chain_rpc/methods/methods.hpp"

namespace zestron::chain_rpc::methods {

Reply get_health(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect_none());
  if (!call.backend.trouble().empty())
    return refuse(code::kNodeUnhealthy, "Node is unhealthy", R"({"numSlotsBehind":null})");
  return R"("ok")";
}

}  // namespace zestron::chain_rpc::methods
