// The faucet's transfer: the one transaction that the RPC server builds itself.
#pragma once

#include "base/types.hpp"

#include <array>
#include <cstdint>

namespace zestron::chain_rpc {

/// Wire bytes of a signed transfer from `faucet` (secret ‖ public). Two calls never give the same transaction: a counter goes
/// into its compute-unit limit, for equal ones under one blockhash would land once only.
Bytes airdrop_transaction(const std::array<std::uint8_t, 64>& faucet, const Pubkey& to, Lamports lamports,
                          const Hash& blockhash);

}  // namespace zestron::chain_rpc
