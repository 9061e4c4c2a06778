#include "chain_rpc/methods/methods.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

// The embedded genesis has no warm-up: all epochs are equally long from slot 0.
Reply get_epoch_schedule(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect_none());
  Slot at;
  ZESTRON_RPC_TRY(bank, read_as_of(call, Config{}, at, [&](Slot slot) { return call.backend.bank(slot); }));
  return fmt::format(
      R"({{"firstNormalEpoch":0,"firstNormalSlot":0,"leaderScheduleSlotOffset":{},"slotsPerEpoch":{},"warmup":false}})",
      bank.slots_in_epoch, bank.slots_in_epoch);
}

}  // namespace zestron::chain_rpc::methods
