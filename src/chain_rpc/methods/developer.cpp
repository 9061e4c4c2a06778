#include "chain_rpc/methods/developer.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

Checked<void> expect_developer(const Call& call, std::string_view method) {
  if (!call.caller.loopback_server) {
    return refuse(
        code::kInvalidRequest,
        fmt::format("{} is offered by a node that listens on loopback only: start it without --bind", method));
  }
  if (call.caller.foreign_origin)
    return refuse(code::kInvalidRequest, fmt::format("{} is not for web pages of a foreign origin", method));
  return {};
}

}  // namespace zestron::chain_rpc::methods
