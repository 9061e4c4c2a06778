#include "chain_rpc/methods/epoch_info.hpp"
#include "chain_rpc/methods/methods.hpp"

#include <fmt/format.h>

namespace zestron::chain_rpc::methods {

std::string epoch_info_json(const BankInfo& bank) {
  return fmt::format(
      R"({{"absoluteSlot":{},"blockHeight":{},"epoch":{},"slotIndex":{},"slotsInEpoch":{},"transactionCount":{}}})",
      bank.slot.value(), bank.block_height, bank.epoch, bank.slot_index, bank.slots_in_epoch, bank.transaction_count);
}

Reply get_epoch_info(const Call& call) {
  ZESTRON_RPC_CHECK(call.params.expect(0, 1));
  ZESTRON_RPC_TRY(config, call.params.config(0, "RpcContextConfig"));
  Slot at;
  ZESTRON_RPC_TRY(bank, read_as_of(call, config, at, [&](Slot slot) { return call.backend.bank(slot); }));
  return epoch_info_json(bank);
}

}  // namespace zestron::chain_rpc::methods
