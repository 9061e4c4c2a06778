#include "chain_rpc/methods/methods.hpp"

#include <fmt/format.h>

#include <tuple>

namespace zestron::chain_rpc::methods {

namespace {
constexpr std::uint64_t kLeadersMax = 5'000;
}

Reply get_slot_leaders(const Call& call) {
  ZESTRON_RPC_TRY(given, call.params.numbers(2));
  const auto [first, limit] = std::tie(given[0], given[1]);
  if (limit > kLeadersMax) return invalid_params(fmt::format("Invalid limit; max {}", kLeadersMax));
  Slot at;
  ZESTRON_RPC_TRY(bank, read_as_of(call, Config{}, at, [&](Slot slot) { return call.backend.bank(slot); }));
  const std::uint64_t epoch = first / bank.slots_in_epoch;
  // Schedules are known up to the next epoch, as on a cluster.
  if (epoch > bank.epoch + 1)
    return invalid_params(fmt::format("Invalid slot range: leader schedule for epoch {} is unavailable", epoch));
  const std::string leader = quote(call.backend.identity());
  std::string list = "[";
  for (std::uint64_t i = 0; i < limit; ++i) list += (i == 0 ? "" : ",") + leader;
  return list += ']';
}

}  // namespace zestron::chain_rpc::methods
