#include "chain_rpc/methods/methods.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

namespace {
constexpr std::uint64_t kLeadersMax = 5'000;
}

Reply get_slot_leaders(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(2, 2));
  ZESTRON_RPC_CHECK(call.params[0].u64());
  ZESTRON_RPC_TRY(limit, call.params[1].u64());
  if (limit > kLeadersMax) return invalid_params(fmt::format("Invalid limit; max {}", kLeadersMax));
  const std::string leader = quote(call.backend.identity());
  std::string list = "[";
  for (std::uint64_t i = 0; i < limit; ++i) list += (i == 0 ? "" : ",") + leader;
  return list += ']';
}

}  // namespace zestron::chain_rpc::methods
