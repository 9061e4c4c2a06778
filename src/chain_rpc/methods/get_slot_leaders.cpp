#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/methods/epoch_info.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

namespace {
constexpr std::uint64_t kLeadersMax = 5'000;
}

Reply get_slot_leaders(const Call& call) {
  ZESTRON_RPC_TRY(given, call.params.numbers(2));
  const std::uint64_t first = given[0], limit = given[1];
  if (limit > kLeadersMax) return invalid_params(fmt::format("Invalid limit; max {}", kLeadersMax));
  Slot at;
  ZESTRON_RPC_TRY(bank, read_as_of(call, Config{}, at, [&](Slot slot) { return call.backend.bank(slot); }));
  if (!has_leader_schedule(bank, first))
    return invalid_params(
        fmt::format("Invalid slot range: leader schedule for epoch {} is unavailable", first / bank.slots_in_epoch));
  const std::string leader = quote(call.backend.identity());
  std::string list = "[";
  for (std::uint64_t i = 0; i < limit; ++i) list += (i == 0 ? "" : ",") + leader;
  return list += ']';
}

}  // namespace zestron::chain_rpc::methods
