#include "chain_rpc/methods/methods.hpp"

#include "chain_rpc/methods/epoch_info.hpp"

namespace zestron::chain_rpc::methods {

// One validator leads every slot.
Reply get_leader_schedule(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(0, 2));
  // The first parameter is a slot or already the config.
  const bool bare_config = call.params[0].is_object();
  ZESTRON_RPC_TRY(config, call.params.config(bare_config ? 0 : 1, "RpcLeaderScheduleConfig"));
  bool wanted = true;
  if (config["identity"].present()) {
    ZESTRON_RPC_TRY(identity, config["identity"].pubkey());
    wanted = identity == call.backend.identity();
  }
  std::optional<std::uint64_t> asked;
  if (!bare_config) {
    const auto slot = call.params[0].optional_u64();
    if (!slot)
      return invalid_params(
          "Invalid params: data did not match any variant of untagged enum RpcLeaderScheduleConfigWrapper.");
    asked = *slot;
  }
  Slot at;
  ZESTRON_RPC_TRY(bank, read_as_of(call, config, at, [&](Slot slot) { return call.backend.bank(slot); }));
  if (!has_leader_schedule(bank, asked.value_or(at.value()))) return "null";
  if (!wanted) return "{}";
  std::string text = "{" + quote(call.backend.identity()) + ":[0";
  for (std::uint64_t index = 1; index < bank.slots_in_epoch; ++index) text += ',' + std::to_string(index);
  return text += "]}";
}

}  // namespace zestron::chain_rpc::methods
