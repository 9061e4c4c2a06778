// Solana's EpochInfo, which getEpochInfo answers and so does whoever moves the clock.
#pragma once

#include "chain_rpc/backend.hpp"

#include <cstdint>
#include <string>

namespace zestron::chain_rpc::methods {

/// {"absoluteSlot":…,"blockHeight":…,…}: all numbers of one bank, since clients take differences of them.
std::string epoch_info_json(const BankInfo& bank);

/// Who leads is known up to the end of the next epoch, as on a cluster.
inline bool has_leader_schedule(const BankInfo& bank, std::uint64_t slot) {
  return slot / bank.slots_in_epoch <= bank.epoch + 1;
}

}  // namespace zestron::chain_rpc::methods
