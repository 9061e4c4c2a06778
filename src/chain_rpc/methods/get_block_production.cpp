#include "chain_rpc/methods/methods.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

namespace {
// How far back the SlotHistory sysvar reaches.
constexpr std::uint64_t kHistorySlots = 1'024 * 1'024;
}  // namespace

// One validator leads every slot and skips none.
Reply get_block_production(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(0, 1));
  ZESTRON_RPC_TRY(config, call.params.config(0, "RpcBlockProductionConfig"));
  bool wanted = true;
  if (config["identity"].present()) {
    ZESTRON_RPC_TRY(identity, config["identity"].pubkey());
    wanted = identity == call.backend.identity();
  }
  Slot at;
  ZESTRON_RPC_TRY(bank, read_as_of(call, config, at, [&](Slot slot) { return call.backend.bank(slot); }));
  std::uint64_t first = at.value() - bank.slot_index;
  std::uint64_t last = at.value();
  if (const Value range = config["range"]; range.present()) {
    ZESTRON_RPC_TRY(from, range["firstSlot"].u64());
    ZESTRON_RPC_TRY(to, range["lastSlot"].optional_u64());
    first = from;
    last = to.value_or(last);
    if (last < first) {
      return invalid_params(fmt::format("lastSlot, {}, cannot be less than firstSlot, {}", last, first));
    }
  }
  const std::uint64_t oldest = at.value() < kHistorySlots ? 0 : at.value() - kHistorySlots + 1;
  if (first < oldest) return invalid_params(fmt::format("firstSlot, {}, is too small; min {}", first, oldest));
  if (last > at.value()) return invalid_params(fmt::format("lastSlot, {}, is too large; max {}", last, at.value()));
  const std::uint64_t slots = last - first + 1;
  const std::string by_identity =
      wanted ? fmt::format("{}:[{},{}]", quote(call.backend.identity()), slots, slots) : std::string();
  return with_context(
      call, at,
      fmt::format(R"({{"byIdentity":{{{}}},"range":{{"firstSlot":{},"lastSlot":{}}}}})", by_identity, first, last));
}

}  // namespace zestron::chain_rpc::methods
