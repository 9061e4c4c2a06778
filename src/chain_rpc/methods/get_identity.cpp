#include "chain_rpc/methods/methods.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

Reply get_identity(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect_none());
  return fmt::format(R"({{"identity":{}}})", quote(call.backend.identity()));
}

}  // namespace zestron::chain_rpc::methods
