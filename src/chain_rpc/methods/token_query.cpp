#include "chain_rpc/methods/token_query.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

Reply token_query(const Call& call, std::string_view name) {
  ZESTRON_RPC_CHECK(call.params.expect(1, 2));
  ZESTRON_RPC_TRY(key, call.params[0].pubkey());
  ZESTRON_RPC_TRY(config, call.params.strict_commitment(1));
  const auto query = fmt::format(R"({{"{}":{{"pubkey":{}}}}})", name, quote(key));
  return value_as_of(call, config, [&](Slot slot) { return call.backend.query(slot, query); });
}

}  // namespace zestron::chain_rpc::methods
