#include "chain_rpc/methods/methods.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

Reply get_latest_blockhash(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(0, 1));
  ZESTRON_RPC_TRY(config, call.params.config(0, "RpcContextConfig"));
  Slot at;
  ZESTRON_RPC_TRY(bank, read_as_of(call, config, at, [&](Slot slot) { return call.backend.bank(slot); }));
  return with_context(call, at,
                      fmt::format(R"({{"blockhash":{},"lastValidBlockHeight":{}}})", quote(bank.blockhash),
                                  bank.last_valid_block_height));
}

}  // namespace zestron::chain_rpc::methods
