// What the methods that read blocks share: their commitment rule, and lists of slots that have a block. Private to methods/.
#pragma once

#include "chain_rpc/call.hpp"

#include <algorithm>
#include <cstdint>

namespace zestron::chain_rpc::methods {

inline constexpr std::uint64_t kBlocksMax = 500'000;

/// Newest slot at the config's commitment; refuses `processed` (blocks and transactions are looked up once they are durable).
Checked<Slot> confirmed_tip(const Call& call, const Config& config);
/// Slots from `start` to `end`, both included, that have a block; at most `limit`. Skips what is older than the history.
Reply list_blocks(const Call& call, Slot start, Slot end, std::uint64_t limit);

}  // namespace zestron::chain_rpc::methods
