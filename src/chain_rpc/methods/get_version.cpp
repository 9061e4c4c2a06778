#include "chain_rpc/methods/methods.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

Reply get_version(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect_none());
  const Version& version = call.backend.version();
  return fmt::format(R"({{"feature-set":{},"solana-core":"{}"}})", version.feature_set, version.agave);
}

}  // namespace zestron::chain_rpc::methods
