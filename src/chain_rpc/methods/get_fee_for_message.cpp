#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/decode_problem.hpp"
#include "codec/base64.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

Reply get_fee_for_message(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(1, 2));
  ZESTRON_RPC_TRY(text, call.params[0].string());
  ZESTRON_RPC_TRY(config, call.params.config(1, "RpcContextConfig"));
  const auto message = codec::base64_decode(text);
  if (!message) return invalid_params("invalid base64 encoding: " + base64_problem(text));
  Slot at;
  ZESTRON_RPC_TRY(fee,
                  read_as_of(call, config, at, [&](Slot slot) { return call.backend.message_fee(slot, *message); }));
  return with_context(call, at, fee ? std::to_string(*fee) : "null");
}

}  // namespace zestron::chain_rpc::methods
