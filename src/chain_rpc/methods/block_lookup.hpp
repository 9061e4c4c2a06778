// Finding the block of a slot with the errors for one that is not there. Private to methods/.
#pragma once

#include "chain_rpc/call.hpp"

#include <memory>

namespace zestron::chain_rpc::methods {

/// The block of `slot` as of `commitment` (confirmed or finalized). -32004 ahead of it, -32007 skipped, -32001 dropped.
Checked<std::shared_ptr<const chain::SlotRecord>> find_block(const Call& call, Slot slot, Commitment commitment);

}  // namespace zestron::chain_rpc::methods
