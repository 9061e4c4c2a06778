#include "chain_rpc/methods/methods.hpp"

namespace zestron::chain_rpc::methods {

Reply is_blockhash_valid(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(1, 2));
  ZESTRON_RPC_TRY(text, call.params[0].string());
  auto hash = parse_hash(text);
  if (!hash) return std::unexpected(std::move(hash.error()));
  ZESTRON_RPC_TRY(config, call.params.config(1, "RpcContextConfig"));
  Slot at;
  ZESTRON_RPC_TRY(valid, read_as_of(call, config, at, [&](Slot slot) { return call.backend.blockhash(slot, *hash); }));
  return with_context(call, at, valid ? "true" : "false");
}

}  // namespace zestron::chain_rpc::methods
