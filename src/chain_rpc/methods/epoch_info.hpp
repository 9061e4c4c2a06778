// Solana's EpochInfo, which getEpochInfo answers and so does whoever moves the clock.
#pragma once

#include "chain_rpc/backend.hpp"

#include <string>

namespace zestron::chain_rpc::methods {

/// {"absoluteSlot":…,"blockHeight":…,…}: all numbers of one bank, since clients take differences of them.
std::string epoch_info_json(const BankInfo& bank);

}  // namespace zestron::chain_rpc::methods
